package dev.ostler.linux;

/**
 * A signal that was sent to this process.
 *
 * @param signal which one
 * @param senderPid the sender's process number, 0 if the kernel sent it or the sender is outside
 *     this process namespace
 * @param senderUser the sender's user number
 */
public record ReceivedSignal(Signal signal, int senderPid, int senderUser) {}
