package dev.ostler.control;

import java.time.Instant;

/**
 * The file that decides between active and standby.
 *
 * @param file its name
 * @param active whether it is there
 * @param since when that last changed
 */
public record Activation(String file, boolean active, Instant since) {}
