package dev.ostler.entrypoint;

/**
 * Something works less well than it could.
 *
 * @param message what, why, and what to do about it
 */
public record Warning(String message) implements Event {}
