package dev.ostler.testing;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.util.stream.Stream;

/**
 * What a test asks of the machine while it runs, where {@link Needs} cannot know: skipped by name
 * where it is missing, a failure where real parts are required.
 */
public final class RealParts {
  private RealParts() {}

  /** Goes on as root only. */
  public static void needRoot() {
    need("root".equals(System.getProperty("user.name")), "to be root");
  }

  /**
   * Goes on only where a program is installed.
   *
   * @param name as in a shell
   */
  public static void needProgram(String name) {
    boolean there = false;
    for (String folder : System.getenv("PATH").split(":", -1)) {
      there |= new File(folder, name).canExecute();
    }
    need(there, "the program " + name);
  }

  /**
   * Goes on only where something holds.
   *
   * @param there whether it does
   * @param what to be read after "needs"
   */
  public static void need(boolean there, String what) {
    if (there) {
      return;
    }
    if (RealPart.areRequired()) {
      fail("this machine lacks what the test needs: " + what);
    }
    abort("needs " + what);
  }

  /**
   * Runs a program that must succeed.
   *
   * @param command its words, of any type that prints as the word
   * @return what it wrote
   */
  public static String run(Object... command) {
    return Tool.run(Stream.of(command).map(Object::toString).toArray(String[]::new));
  }

  /**
   * Something mounted for one test.
   *
   * @param where the mount point
   */
  public record Mount(Object where) implements AutoCloseable {
    /**
     * Mounts.
     *
     * @param arguments of mount(8), the mount point last
     * @return the mount; the caller closes it
     */
    public static Mount of(Object... arguments) {
      Object[] command = new Object[arguments.length + 1];
      command[0] = "mount";
      System.arraycopy(arguments, 0, command, 1, arguments.length);
      run(command);
      return new Mount(arguments[arguments.length - 1]);
    }

    @Override
    public void close() {
      run("umount", where);
    }
  }
}
