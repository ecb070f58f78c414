package dev.ostler.supervisor;

import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * Where control clients connect.
 *
 * @param path the socket's name
 * @param mode its permission bits: who may write to it may use it, beside root and our own user
 * @param group the number of the group that it is given to
 */
record ControlSocket(Path path, int mode, OptionalInt group) {}
