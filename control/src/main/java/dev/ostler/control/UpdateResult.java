package dev.ostler.control;

import java.time.Instant;

/**
 * What an update came to.
 *
 * @param succeeded whether the target is what the source was
 * @param message in one sentence
 * @param at when
 */
public record UpdateResult(boolean succeeded, String message, Instant at) {}
