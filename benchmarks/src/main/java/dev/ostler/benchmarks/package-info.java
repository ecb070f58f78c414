/** A measurement for every claim of speed: Ostler beside its peers, in one run and one table. */
@NullMarked
package dev.ostler.benchmarks;

import org.jspecify.annotations.NullMarked;
