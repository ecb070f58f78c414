package dev.ostler.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A small root file system for containers: BusyBox, the C library, a Java runtime and the
 * application folder, all taken from this machine.
 */
public final class RootFileSystem {
  /** Who provides {@code /usr/bin/env}. */
  public enum Env {
    /** coreutils, which can block signals. */
    COREUTILS,
    /** BusyBox by a symbolic link; it cannot. */
    BUSYBOX,
    /** BusyBox by a hard link, as {@code busybox --install} makes it. */
    BUSYBOX_HARD_LINK
  }

  /** Where the command is in it. */
  public static final String OSTLER = "/opt/ostler/bin/ostler";

  /** A folder with one file in it, to be kept up to date. */
  public static final String SITE = "/srv/site";

  private static final Path BUSYBOX = Path.of("/bin/busybox");
  private static final List<String> LISTS = List.of("/bin", "/usr/bin", "/tmp", "/etc", "/lib64");

  private static final String INTO_LIB64 =
      """
      cd "$1"
      mkdir -p lib usr/lib usr/lib64
      find lib lib64 usr/lib -name '*.so*' -type f -exec mv -t usr/lib64 {} +
      rm -r lib lib64
      ln -s usr/lib lib
      ln -s usr/lib64 lib64
      if [ -e lib64/ld-linux-aarch64.so.1 ]; then ln -s ../lib64/ld-linux-aarch64.so.1 lib/; fi
      echo /usr/lib64 >etc/ld.so.conf
      PATH=$PATH:/sbin:/usr/sbin ldconfig -r .
      """;

  private final Path folder;

  private RootFileSystem(Path folder) {
    this.folder = folder;
  }

  /**
   * Builds one.
   *
   * @return the file system, with coreutils' {@code env}; the caller deletes it
   */
  public static RootFileSystem build() {
    RootFileSystem files = bare();
    try {
      files.addJava();
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Builds one without Java and without the application folder.
   *
   * @return the file system, with coreutils' {@code env}; the caller deletes it
   */
  public static RootFileSystem bare() {
    try {
      RootFileSystem files =
          new RootFileSystem(
              Files.createTempDirectory(Path.of("target"), "root-").toAbsolutePath());
      files.addPrograms();
      return files.with(Env.COREUTILS).withLibrariesOf(Path.of("/usr/bin/env"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns where it is.
   *
   * @return its root
   */
  public Path folder() {
    return folder;
  }

  private void addPrograms() throws IOException {
    for (String list : LISTS) {
      Files.createDirectories(inside(list));
    }
    Tool.run("chmod", "1777", inside("/tmp").toString());
    Files.writeString(inside("/etc/passwd"), "root:x:0:0::/:/bin/sh\nweb:x:1234:1235::/:/bin/sh\n");
    Files.writeString(inside("/etc/group"), "root:x:0:\nweb:x:1235:\nextra:x:1236:web\n");
    Files.createDirectories(inside(SITE));
    Files.writeString(inside(SITE + "/of-the-image"), "old\n");
    Path busybox = inside(BUSYBOX.toString());
    Files.copy(BUSYBOX, busybox, LinkOption.NOFOLLOW_LINKS);
    for (String applet : Tool.run(BUSYBOX.toString(), "--list").lines().toList()) {
      Path link = inside("/bin/" + applet);
      if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
        Files.createSymbolicLink(link, Path.of("busybox"));
      }
    }
  }

  /**
   * Exchanges who provides {@code /usr/bin/env}.
   *
   * @param env who from now on
   * @return this
   */
  public RootFileSystem with(Env env) {
    Path program = inside("/usr/bin/env");
    try {
      Files.deleteIfExists(program);
      switch (env) {
        case COREUTILS -> Files.copy(Path.of("/usr/bin/env"), program);
        case BUSYBOX -> Files.createSymbolicLink(program, BUSYBOX);
        case BUSYBOX_HARD_LINK -> Files.createLink(program, inside(BUSYBOX.toString()));
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void addJava() throws IOException {
    Path runtime = JavaRuntime.of(OstlerCommand.home());
    withLibrariesOf(runtime.resolve("bin/java"));
    withLibrariesOf(runtime.resolve("lib/server/libjvm.so"));
    Path application = inside("/opt/ostler");
    Files.createDirectories(inside("/opt"));
    Tool.run("cp", "-a", OstlerCommand.home().toString(), application.toString());
    Tool.run("cp", "-a", runtime.toString(), application.resolve("runtime").toString());
  }

  /**
   * Adds a program of this machine with its libraries, under the same name.
   *
   * @param program its path
   * @return this
   */
  public RootFileSystem withProgram(Path program) {
    try {
      Path copy = inside(program.toString());
      Files.createDirectories(Objects.requireNonNull(copy.getParent()));
      Files.copy(program, copy);
      return withLibrariesOf(program);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Adds the libraries that the dynamic linker would load from where the system keeps them, to the
   * same place.
   *
   * @param program or a library
   * @return this
   */
  public RootFileSystem withLibrariesOf(Path program) {
    for (String line : Tool.run("ldd", program.toString()).lines().toList()) {
      String path = line.substring(line.indexOf("=>") < 0 ? 0 : line.indexOf("=>") + 2).strip();
      // Java finds its own libraries beside itself.
      if (path.startsWith("/lib") || path.startsWith("/usr/lib")) {
        addLibrary(path.substring(0, path.indexOf(' ')));
      }
    }
    return this;
  }

  /**
   * Has all libraries where Fedora, RHEL and UBI have them, and nowhere else.
   *
   * @return this
   */
  public RootFileSystem withLibrariesInLib64() {
    Tool.run("sh", "-ec", INTO_LIB64, "sh", folder.toString());
    return this;
  }

  private void addLibrary(String library) {
    try {
      Path copy = inside(library);
      Files.createDirectories(Objects.requireNonNull(copy.getParent()));
      if (!Files.exists(copy)) {
        Files.copy(Path.of(library).toRealPath(), copy);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path inside(String absolute) {
    return folder.resolve(absolute.substring(1));
  }

  /** Removes it. */
  public void delete() {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
