package dev.ostler.control;

import java.time.Instant;

/**
 * One of the conditions on which a process runs.
 *
 * @param value whether it holds
 * @param by who has set it so
 * @param since when
 */
public record Setting(boolean value, SetBy by, Instant since) {}
