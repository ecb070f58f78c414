package dev.ostler.gateway;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Where visitors of an app that is awake go.
 *
 * @param upstream empty if the platform routes by itself
 */
record Way(Optional<InetSocketAddress> upstream) {}
