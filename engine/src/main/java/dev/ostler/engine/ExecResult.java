package dev.ostler.engine;

/**
 * What became of a process.
 *
 * @param exitCode its exit status
 * @param stdout what it wrote to standard output, as UTF-8
 * @param stderr what it wrote to standard error, as UTF-8
 * @param truncated whether it wrote more than is kept here
 */
public record ExecResult(int exitCode, String stdout, String stderr, boolean truncated) {}
