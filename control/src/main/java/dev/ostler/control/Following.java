package dev.ostler.control;

/** What comes from here on happens now: a subscription holds, or history is over. */
public record Following() implements Answer {}
