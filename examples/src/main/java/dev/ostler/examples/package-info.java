/** Entrypoints to run, read and start from. */
@NullMarked
package dev.ostler.examples;

import org.jspecify.annotations.NullMarked;
