/** Handlers, events and the loop of a container entrypoint. */
package dev.ostler.entrypoint;
