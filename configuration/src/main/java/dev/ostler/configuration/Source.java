package dev.ostler.configuration;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where a value was written: relative paths in it start from the folder, if there is one. */
record Source(String name, @Nullable Path folder) {
  static Source of(Path file) {
    return new Source(file.toString(), file.toAbsolutePath().getParent());
  }

  Path resolve(Path path) {
    return folder == null ? path : folder.resolve(path).normalize();
  }
}
