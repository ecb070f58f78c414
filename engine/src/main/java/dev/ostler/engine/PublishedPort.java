package dev.ostler.engine;

/**
 * A port as it is published now.
 *
 * @param container port in the container
 * @param protocol such as {@code tcp}
 * @param hostAddress where the host listens; empty if the port is not published
 * @param host the host's port; 0 if it is not published
 */
public record PublishedPort(int container, String protocol, String hostAddress, int host) {}
