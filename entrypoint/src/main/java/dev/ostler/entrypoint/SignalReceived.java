package dev.ostler.entrypoint;

import dev.ostler.linux.ReceivedSignal;

/**
 * Somebody sent a signal to this process. CHLD is not reported: ends of processes are. Nor are the
 * PIPE and XFSZ that the kernel raises when this process itself writes to a pipe that nobody reads,
 * or more than a file may have.
 *
 * @param received which signal, and from whom
 */
public record SignalReceived(ReceivedSignal received) implements Event {}
