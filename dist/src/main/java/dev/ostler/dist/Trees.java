package dev.ostler.dist;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Folders as a whole. */
final class Trees {
  private Trees() {}

  /** Everything below a folder, itself excluded, in an order that no file system decides. */
  static List<Path> below(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.skip(1).sorted(Comparator.comparing(Path::toString)).toList();
    }
  }

  static void copy(Path from, Path to, Predicate<Path> wanted) throws IOException {
    Files.createDirectories(to);
    for (Path path : below(from)) {
      Path copy = to.resolve(from.relativize(path).toString());
      if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectories(copy);
      } else if (wanted.test(path)) {
        Files.copy(path, copy, LinkOption.NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path left, @Nullable IOException failure)
              throws IOException {
            Files.delete(left);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Gives everything the same time, and permissions that owe nothing to who builds. */
  static void normalise(Path folder, Instant timestamp) throws IOException {
    // What is deeper comes later in the order of names: a folder's time changes with its entries.
    for (Path path : below(folder).reversed()) {
      normaliseOne(path, timestamp);
    }
    normaliseOne(folder, timestamp);
  }

  private static void normaliseOne(Path path, Instant timestamp) throws IOException {
    if (!Files.isSymbolicLink(path)) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions(path)));
    }
    FileTime time = FileTime.from(timestamp);
    Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setTimes(time, time, time);
  }

  private static String permissions(Path path) {
    return Files.isDirectory(path) || Files.isExecutable(path) ? "rwxr-xr-x" : "rw-r--r--";
  }
}
