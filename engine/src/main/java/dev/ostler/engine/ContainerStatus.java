package dev.ostler.engine;

import java.time.Instant;
import java.util.Optional;

/**
 * What a container does now and how it last ended.
 *
 * @param state what it is doing
 * @param health what its health check found
 * @param healthOutput what the last look of the check printed; may be empty
 * @param pid of its program on the host; 0 if it does not run
 * @param exitCode of its program when it last ended; 0 if it never did
 * @param outOfMemory whether the kernel killed it for want of memory
 * @param error why the engine could not start it; empty if it could
 * @param started when it last began; nothing if never
 * @param finished when it last ended; nothing if never
 * @param restarts how often the engine started it again by itself
 */
public record ContainerStatus(
    ContainerState state,
    Health health,
    String healthOutput,
    int pid,
    int exitCode,
    boolean outOfMemory,
    String error,
    Optional<Instant> started,
    Optional<Instant> finished,
    int restarts) {}
