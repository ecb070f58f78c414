package dev.ostler.supervisor;

import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * Where control clients connect.
 *
 * @param path the socket's name
 * @param group the number of a group whose members may, beside root and our own user
 */
record ControlSocket(Path path, OptionalInt group) {}
