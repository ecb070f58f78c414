package dev.ostler.linux;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;

/** What a test needs of the machine: skipped by name where it is missing, a failure in CI. */
final class RealParts {
  private static final boolean REQUIRED = "1".equals(System.getenv("OSTLER_REQUIRE_REAL_PARTS"));

  private RealParts() {}

  static void needRoot() {
    need(System.getProperty("user.name").equals("root"), "to be root");
  }

  static void needProgram(String name) {
    for (String folder : System.getenv("PATH").split(":", -1)) {
      if (new File(folder, name).canExecute()) {
        return;
      }
    }
    need(false, "the program " + name);
  }

  static void need(boolean there, String what) {
    if (there) {
      return;
    }
    if (REQUIRED) {
      fail("this machine lacks what the test needs: " + what);
    }
    abort("needs " + what);
  }
}
