package dev.ostler.entrypoint;

/**
 * One of our own streams, which was full, can be written again.
 *
 * @param handler which one
 */
public record RoomAgain(StandardStreamHandler handler) implements Event {}
