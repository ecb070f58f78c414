package dev.ostler.entrypoint;

import java.nio.file.Path;

/**
 * New content before the target is touched, to be judged by looking at it.
 *
 * @param path the staged file or directory, not to be changed; there until the next update or stage
 *     of the same handler
 * @param report what an update would change
 * @param revision which reading of the source this is
 */
public record StagedConfiguration(Path path, UpdateReport report, long revision) {}
