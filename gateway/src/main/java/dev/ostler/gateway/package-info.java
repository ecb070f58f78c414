/** Rests what nobody uses and readies it on the first request. */
@NullMarked
package dev.ostler.gateway;

import org.jspecify.annotations.NullMarked;
