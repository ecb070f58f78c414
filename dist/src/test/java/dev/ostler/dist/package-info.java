@NullMarked
package dev.ostler.dist;

import org.jspecify.annotations.NullMarked;
