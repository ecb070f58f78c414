package dev.ostler.control;

/** All that was asked for has been told. */
public record Done() implements Answer {}
