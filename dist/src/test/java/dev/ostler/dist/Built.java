package dev.ostler.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.OstlerCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
      # Without a cache the launcher says so with a later flag, which would win.
      case " $* " in
        *" -XX:AOTCache="*"/lib/$OSTLER_TEST_CACHE "*)
          for word do
            shift
            # Behind the flag that switches all logs off.
            if [ "$word" = dev.ostler.cli.Main ] && [ -n "${OSTLER_TEST_CLASSES-}" ]; then
              set -- "$@" "-Xlog:class+load:file=$OSTLER_TEST_CLASSES"
            fi
            set -- "$@" "$word"
          done
          exec '@JAVA@' -XX:AOTMode=on "$@"
          ;;
      esac
      echo "not started with the cache $OSTLER_TEST_CACHE" >&2
      exit 1
      """;

  /** Names the cache that a strict Java insists on. */
  static final String CACHE = "OSTLER_TEST_CACHE";

  /** Names the file in which a strict Java notes each class that it loads or makes. */
  static final String CLASSES = "OSTLER_TEST_CLASSES";

  private Built() {}

  /**
   * A call on a machine that has no Java, which fails without the AOT cache or if it is refused.
   */
  static OstlerCommand strict(Path folder, Path scratch, String... words) {
    return strict(folder, folder.resolve("runtime"), scratch, words);
  }

  /** The same with a certain Java. */
  static OstlerCommand strict(Path folder, Path javaHome, Path scratch, String... words) {
    return OstlerCommand.of(words)
        .at(folder)
        .with("JAVA_HOME", "")
        .with("PATH", "/usr/bin:/bin")
        .with(CACHE, "ostler-command.aot")
        .with("OSTLER_JAVA_HOME", strictJava(javaHome, scratch).toString());
  }

  /**
   * A Java home whose Java ends where it would otherwise start without its cache.
   *
   * @param javaHome where the Java is for who uses this home
   */
  static Path strictJava(Path javaHome, Path scratch) {
    try {
      Path home = Files.createTempDirectory(scratch, "java-");
      Files.copy(RELEASE.folder().resolve("runtime/release"), home.resolve("release"));
      Path java = Files.createDirectory(home.resolve("bin")).resolve("java");
      String real = javaHome.resolve("bin/java").toString();
      Files.writeString(java, STRICT_JAVA.replace("@JAVA@", real));
      for (Path path : List.of(home, java)) {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
      return home;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is between the fences of the install guide that begin with these words. */
  static String guide(String kind) throws IOException {
    String text = Files.readString(RELEASE.checkout().resolve("docs/guide/install.md"));
    Matcher block =
        Pattern.compile("(?ms)^```" + Pattern.quote(kind) + "\n(.*?)^```$").matcher(text);
    assertThat(block.find()).as(kind).isTrue();
    return block.group(1);
  }
}
