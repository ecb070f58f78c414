package dev.ostler.supervisor;

/**
 * One of the three things that a process needs to run.
 *
 * @param holds whether it has it
 * @param by who said so last
 */
record Claim(boolean holds, String by) {}
