/** Faults at random on all three levels, and what must hold all the same. */
@NullMarked
package dev.ostler.abuse;

import org.jspecify.annotations.NullMarked;
