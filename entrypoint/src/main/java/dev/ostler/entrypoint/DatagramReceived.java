package dev.ostler.entrypoint;

import dev.ostler.linux.UnixDatagramSocket.Datagram;

/**
 * Somebody sent a datagram to a socket of ours.
 *
 * @param handler whose socket
 * @param datagram what was sent, and by whom
 */
public record DatagramReceived(DatagramHandler handler, Datagram datagram) implements Event {}
