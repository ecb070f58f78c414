package dev.ostler.engine;

/**
 * What an engine says about its host.
 *
 * @param id of the engine; stays the same over restarts
 * @param host name of the host
 * @param containers how many there are
 * @param running how many of them run
 * @param processors of the host
 * @param memory of the host in bytes
 * @param storageDriver such as {@code overlay2}
 * @param rootless whether the engine is not root on its host
 */
public record EngineInfo(
    String id,
    String host,
    int containers,
    int running,
    int processors,
    long memory,
    String storageDriver,
    boolean rootless) {}
