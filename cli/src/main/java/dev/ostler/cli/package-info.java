/** The {@code ostler} command: the only module that prints and exits. */
@NullMarked
package dev.ostler.cli;

import org.jspecify.annotations.NullMarked;
