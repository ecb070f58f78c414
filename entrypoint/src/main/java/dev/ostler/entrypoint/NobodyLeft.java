package dev.ostler.entrypoint;

/** No child of this process is left, neither one that it started nor one that it adopted. */
public record NobodyLeft() implements Event {}
