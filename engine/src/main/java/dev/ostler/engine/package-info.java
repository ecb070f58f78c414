/** The API of container engines over unix sockets, TCP, TLS and SSH. */
package dev.ostler.engine;
