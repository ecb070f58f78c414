/** Keeps declared processes running inside one container. */
@NullMarked
package dev.ostler.supervisor;

import org.jspecify.annotations.NullMarked;
