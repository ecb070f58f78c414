package dev.ostler.entrypoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.entrypoint.ConfigurationEvent.Changed;
import dev.ostler.entrypoint.ConfigurationEvent.Completed;
import dev.ostler.entrypoint.ConfigurationEvent.Removed;
import dev.ostler.testing.RealParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is watched is replaced above the file, or the kernel cannot tell: nothing is missed. */
class LostNoticesTest {
  /** More than the kernel queues unless told to; each gives at least one notice. */
  private static final int MORE_THAN_THE_QUEUE = 20_000;

  @TempDir Path folder;
  private Entrypoint entrypoint;
  private Events events;
  private Path parent;
  private Path source;

  @BeforeEach
  void open() throws IOException {
    entrypoint = Entrypoint.openEmbedded(WatchOptions.defaults());
    events = new Events(entrypoint);
    parent = Files.createDirectories(folder.resolve("a/b"));
    source = Files.writeString(parent.resolve("conf"), "one");
  }

  @AfterEach
  void close() {
    entrypoint.close();
  }

  private void watch(Path path) throws IOException {
    entrypoint.custom(path, Files::readString);
    expect("one");
  }

  private void expect(String content) {
    events.await(Changed.class).handler().update();
    assertThat(events.await(Completed.class).result()).isEqualTo(content);
  }

  @Test
  void folderIsRemovedAndComesAgain() throws Exception {
    watch(source);

    for (int i = 0; i < 10; i++) {
      Replacing.deleteTree(folder.resolve("a"));
      events.await(Removed.class);
      Files.createDirectories(parent);
      Replacing.replace(source, "again " + i);
      expect("again " + i);
    }
  }

  @Test
  void folderIsRenamedAndAnotherTakesItsPlace() throws Exception {
    watch(source);
    Path other = Files.createDirectories(folder.resolve("other/b")).getParent();
    Files.writeString(other.resolve("b/conf"), "two");

    Files.move(folder.resolve("a"), folder.resolve("away"));
    Files.move(other, folder.resolve("a"));
    expect("two");

    Replacing.replace(folder.resolve("away/b/conf"), "of no interest");
    events.none();
    Replacing.replace(source, "three");
    expect("three");
  }

  @Test
  void everyLinkOfAChainIsWatched() throws Exception {
    Path first = Files.createSymbolicLink(folder.resolve("first"), Path.of("links/second"));
    Path links = Files.createDirectory(folder.resolve("links"));
    Files.createSymbolicLink(links.resolve("second"), folder.resolve("third"));
    Files.createSymbolicLink(folder.resolve("third"), Path.of("a/./b/../b"));
    watch(first.resolve("conf"));

    Replacing.replace(source, "same chain");
    expect("same chain");
    Path two = Files.createDirectories(folder.resolve("two"));
    Files.writeString(two.resolve("conf"), "middle");
    replaceLink(links.resolve("second"), two);
    expect("middle");
    Path three = Files.createDirectories(folder.resolve("three"));
    Files.writeString(three.resolve("conf"), "beginning");
    replaceLink(first, three);
    expect("beginning");

    replaceLink(first, folder.resolve("nowhere"));
    events.await(Removed.class);
    Files.move(three, folder.resolve("nowhere"));
    expect("beginning");
  }

  private static void replaceLink(Path link, Path target) throws IOException {
    Path temporary = Files.createSymbolicLink(link.resolveSibling("temporary"), target);
    Files.move(temporary, link, StandardCopyOption.ATOMIC_MOVE);
  }

  @Test
  void activationIsNotMissedWhenTheQueueOverflows() throws Exception {
    Path active = parent.resolve("active");
    entrypoint.activation(active);
    events.await(ActivationChanged.class);

    overflow();
    Files.createFile(active);

    events.await(ActivationChanged.class, ActivationChanged::active);
  }

  @Test
  void contentIsNotMissedWhenTheQueueOverflows() throws Exception {
    watch(source);

    overflow();
    Replacing.replace(source, "after");

    expect("after");
    assertThat(entrypoint.statistics().rescans()).isPositive();
  }

  private void overflow() throws IOException {
    Path one = Files.createFile(parent.resolve("x1"));
    Path two = parent.resolve("x2");
    for (int notices = 0; notices < MORE_THAN_THE_QUEUE; notices += 4) {
      Files.move(one, two);
      Files.move(two, one);
    }
  }

  @Test
  void unreadableFileIsToldOnceAndReadAsSoonAsItCanBe() throws Exception {
    RealParts.needRoot();
    chmod(source, "---------");
    try (OtherJvm jvm = watchWithoutPrivilege()) {
      jvm.lineWith("ready");
      assertThat(jvm.line())
          .isEqualTo("unreadable cannot read " + source + ": Permission denied (errno 13)");

      chmod(source, "rw-r--r--");

      assertThat(jvm.line()).isEqualTo("updated from one");
    }
  }

  @Test
  void folderThatMayNotBeEnteredIsNotTakenForARemoval() throws Exception {
    RealParts.needRoot();
    try (OtherJvm jvm = watchWithoutPrivilege()) {
      jvm.lineWith("updated from one");

      chmod(parent, "---------");
      assertThat(jvm.lineWith("unreadable")).contains("Permission denied (errno 13)");
      Replacing.replace(source, "two");
      chmod(source, "rw-r--r--");
      chmod(parent, "rwxr-xr-x");

      assertThat(jvm.lineWith("updated")).isEqualTo("updated from two");
    }
  }

  /** Started by root, yet without root's right to read everything. */
  private OtherJvm watchWithoutPrivilege() throws IOException {
    return OtherJvm.start(
        List.of("setpriv", "--bounding-set", "-dac_override,-dac_read_search"),
        EventsMain.class,
        "embedded",
        "file",
        source,
        folder.resolve("target"));
  }

  private static void chmod(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  /** In a user namespace, whose limits are its own. */
  private OtherJvm watchWithout(String limit) throws IOException {
    return OtherJvm.start(
        List.of(
            "unshare",
            "--user",
            "--map-root-user",
            "sh",
            "-c",
            "echo 0 >/proc/sys/user/" + limit + " && exec \"$@\"",
            "sh"),
        EventsMain.class,
        "embedded",
        "activation",
        folder.resolve("active"),
        "file",
        source,
        folder.resolve("target"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"max_inotify_watches", "max_inotify_instances"})
  void withoutWatchesItIsPolledAndThatIsTold(String limit) throws Exception {
    RealParts.needRoot();
    try (OtherJvm jvm = watchWithout(limit)) {
      assertThat(jvm.lineWith("active"))
          .matches("active false cannot watch .*; looking every 100 ms instead");
      assertThat(jvm.lineWith("warning"))
          .matches("warning cannot watch .*; looking every 100 ms instead");
      jvm.lineWith("updated from one");

      Files.createFile(folder.resolve("active"));
      jvm.lineWith("active true");
      Replacing.replace(source, "two");
      jvm.lineWith("updated from two");
      Files.writeString(source, "three");
      jvm.lineWith("updated from three");
      Files.delete(source);
      jvm.lineWith("removed");
    }
  }

  @Test
  void mountsOverTheFolderAreNoticed() throws Exception {
    RealParts.needRoot();
    Path over = Files.createDirectory(folder.resolve("over"));
    Files.writeString(over.resolve("conf"), "mounted");
    try (OtherJvm jvm =
        OtherJvm.start(
            List.of("unshare", "--mount"),
            EventsMain.class,
            "embedded",
            "file",
            source,
            folder.resolve("target"))) {
      jvm.lineWith("updated from one");

      inNamespaceOf(jvm, "mount", "--bind", over, parent);
      jvm.lineWith("updated from mounted");
      Replacing.replace(over.resolve("conf"), "replaced");
      jvm.lineWith("updated from replaced");
      inNamespaceOf(jvm, "umount", "--lazy", parent); // what is read there is held open
      jvm.lineWith("updated from one");
    }
  }

  @Test
  void mountedFileIsToldAndPolled() throws Exception {
    RealParts.needRoot();
    Path original = Files.writeString(folder.resolve("original"), "mounted");
    try (OtherJvm jvm =
        OtherJvm.start(
            List.of("unshare", "--mount"),
            EventsMain.class,
            "embedded",
            "file",
            source,
            folder.resolve("target"))) {
      jvm.lineWith("updated from one");

      inNamespaceOf(jvm, "mount", "--bind", original, source);
      assertThat(jvm.lineWith("warning"))
          .isEqualTo(
              "warning "
                  + source
                  + " is a file mounted by itself (subPath in Kubernetes), which stays the same when"
                  + " the original is replaced: mount its folder instead; looking every 100 ms"
                  + " instead");
      jvm.lineWith("updated from mounted");
      Files.writeString(original, "written in place");
      jvm.lineWith("updated from written in place");
    }
  }

  private static void inNamespaceOf(OtherJvm jvm, Object... command) throws Exception {
    Object[] words = new Object[command.length + 4];
    words[0] = "nsenter";
    words[1] = "--mount";
    words[2] = "--target";
    words[3] = jvm.pid();
    System.arraycopy(command, 0, words, 4, command.length);
    RealParts.run(words);
  }
}
