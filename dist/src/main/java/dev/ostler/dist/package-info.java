/** Makes what people install: a folder with its own Java runtime, and packages of it. */
@NullMarked
package dev.ostler.dist;

import org.jspecify.annotations.NullMarked;
