package dev.ostler.entrypoint;

import dev.ostler.linux.ReceivedSignal;

/**
 * Somebody sent a signal to this process. CHLD is not reported: ends of processes are.
 *
 * @param received which signal, and from whom
 */
public record SignalReceived(ReceivedSignal received) implements Event {}
