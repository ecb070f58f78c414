package dev.ostler.engine;

/**
 * What an engine says about itself.
 *
 * @param engine the version of the engine, such as {@code 20.10.24}
 * @param api the newest version of the API that it speaks
 * @param oldestApi the oldest one; empty if it does not say
 * @param system such as {@code linux}
 * @param architecture such as {@code amd64}
 * @param podman whether it is Podman
 */
public record EngineVersion(
    String engine,
    String api,
    String oldestApi,
    String system,
    String architecture,
    boolean podman) {}
