/** The rules between the modules, as tests. */
@NullMarked
package dev.ostler.architecture;

import org.jspecify.annotations.NullMarked;
