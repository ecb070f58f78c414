/** A measurement for every claim of speed. */
@NullMarked
package dev.ostler.benchmarks;

import org.jspecify.annotations.NullMarked;
