package dev.ostler.supervisor;

import dev.ostler.control.SetBy;

/**
 * One of the three things that a process needs to run.
 *
 * @param holds whether it has it
 * @param by who said so last
 */
record Claim(boolean holds, SetBy by) {}
