package dev.ostler.entrypoint;

/**
 * A process has written something.
 *
 * @param handler whose pipe
 * @param bytes 1 byte to 64 KiB, cut wherever it happens to be
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way, never compared
public record OutputReceived(OutputHandler handler, byte[] bytes) implements Event {}
