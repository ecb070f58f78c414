/** Fixtures for tests against real parts; no product types. */
@NullMarked
package dev.ostler.testing;

import org.jspecify.annotations.NullMarked;
