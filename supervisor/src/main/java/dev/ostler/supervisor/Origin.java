package dev.ostler.supervisor;

import java.util.OptionalInt;

/**
 * Where lines come from.
 *
 * @param process its name
 * @param stream which of its streams
 * @param pid its process id as last started
 */
record Origin(String process, LogStream stream, OptionalInt pid) {}
