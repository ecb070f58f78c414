package dev.ostler.dist;

import java.nio.file.Path;
import java.time.Instant;

/**
 * What is released, and where it is made.
 *
 * @param checkout the root of the sources
 * @param version as Maven has it
 * @param timestamp the time of all files: what is built twice is the same
 */
record Release(Path checkout, String version, Instant timestamp) {
  /** Where all that is made lies. */
  Path target() {
    return checkout.resolve("dist/target");
  }

  /** What is distributed, without a runtime. */
  Path application() {
    return checkout.resolve("cli/target/ostler");
  }

  /** The name of the folder, and the beginning of all others. */
  String name() {
    return "ostler-" + version;
  }

  /** The folder that runs by itself. */
  Path folder() {
    return target().resolve(name());
  }

  /** The archive of the folder. */
  Path archive() {
    return target().resolve(name() + "-linux-" + architecture() + ".tar.gz");
  }

  /** The machine that it runs on, as JDKs name it. */
  static String architecture() {
    String name = System.getProperty("os.arch", "");
    return name.equals("amd64") ? "x64" : name;
  }

  /** The same as package managers and images name it. */
  static String packageArchitecture() {
    return switch (architecture()) {
      case "x64" -> "amd64";
      case "aarch64" -> "arm64";
      default -> architecture();
    };
  }
}
