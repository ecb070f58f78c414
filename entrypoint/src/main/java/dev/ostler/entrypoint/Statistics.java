package dev.ostler.entrypoint;

/**
 * What an entrypoint has counted since it was opened.
 *
 * @param orphans processes reaped that were not started here; always 0 inside a larger program
 * @param rescans fresh looks at all that is watched because the kernel had lost notices
 */
public record Statistics(long orphans, long rescans) {}
