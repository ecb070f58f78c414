package dev.ostler.dist;

import dev.ostler.testing.OstlerCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Objects;

/** What was built for these tests. */
final class Built {
  static final Release RELEASE =
      new Release(
          Path.of("..").toAbsolutePath().normalize(),
          Objects.requireNonNull(System.getProperty("ostler.version")),
          Instant.parse(Objects.requireNonNull(System.getProperty("ostler.timestamp"))));

  private static final String STRICT_JAVA =
      """
      #!/bin/sh
      exec '@JAVA@' -XX:AOTMode=on "$@"
      """;

  private Built() {}

  /** A call on a machine that has no Java, which fails if the AOT cache of its words is refused. */
  static OstlerCommand strict(Path folder, Path scratch, String... words) {
    return OstlerCommand.of(words)
        .at(folder)
        .with("JAVA_HOME", "")
        .with("PATH", "/usr/bin:/bin")
        .with("OSTLER_JAVA_HOME", strictJava(folder.resolve("runtime"), scratch).toString());
  }

  /** A Java home whose Java ends where it would otherwise start without its cache. */
  private static Path strictJava(Path runtime, Path scratch) {
    try {
      Path home = Files.createTempDirectory(scratch, "java-");
      Files.copy(runtime.resolve("release"), home.resolve("release"));
      Path java = Files.createDirectory(home.resolve("bin")).resolve("java");
      Files.writeString(
          java, STRICT_JAVA.replace("@JAVA@", runtime.resolve("bin/java").toString()));
      Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
      return home;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
