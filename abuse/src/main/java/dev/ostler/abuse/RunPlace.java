package dev.ostler.abuse;

import dev.ostler.control.ConfigurationStatus;
import dev.ostler.control.ControlClient;
import dev.ostler.control.ControlException;
import dev.ostler.testing.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A file for {@code ostler run}, what it brings to its targets, and what its processes show. */
final class RunPlace implements AutoCloseable {
  private static final int FILES = 12;

  /** Enough for three generations of the configuration and three log files. */
  private static final String DISK_SIZE = "4m";

  /*
   * Each process that must not run twice holds a lock; what it starts does not inherit it. 1 is the
   * answer that somebody else has it; flock itself may be killed, too. The teller's lines are
   * numbered within each of its lives.
   */
  private static final String FILE =
      """
      processes:
        web:
          command:
            - sh
            - -c
            - |
              exec 9>FOLDER/web.lock
              flock -n 9 || [ $? != 1 ] || echo web >>FOLDER/overlaps
              read_anew() { cat FOLDER/small/live/f0 >FOLDER/seen.next 8>&- 9>&-; mv FOLDER/seen.next FOLDER/seen 8>&- 9>&-; }
              trap read_anew HUP
              read_anew
              exec 8>FOLDER/able # held from now on: HUP can be taken
              flock 8
              while :; do sleep 0.05 8>&- 9>&-; done
          environment: {ROUND: "ROUND_NUMBER"}
          ready: {exec: [sh, -c, "! flock -n FOLDER/able true && [ ! -e FOLDER/small/live/broken ]"], every: 50ms, failures: 1}
          restart: {when: always, first: 50ms, limit: 500ms}
          stop: {within: 1s}
        teller:
          command:
            - sh
            - -c
            - |
              exec 9>FOLDER/teller.lock
              flock -n 9 || [ $? != 1 ] || echo teller >>FOLDER/overlaps
              read -r id </proc/sys/kernel/random/uuid
              n=0
              while :; do n=$((n + 1)); echo "$id $n"; sleep 0.05 9>&-; done
          output: {file: FOLDER/small/teller.log, size: 64KiB, keep: 2}
          restart: {when: always, first: 50ms, limit: 500ms}
        stubborn:
          command:
            - sh
            - -c
            - |
              exec 9>FOLDER/stubborn.lock
              flock -n 9 || [ $? != 1 ] || echo stubborn >>FOLDER/overlaps
              trap '' TERM
              while :; do sleep 0.1 9>&-; done
          restart: {when: always, first: 50ms, limit: 500ms}
          suspend: freeze
          stop: {within: 1s}
      configuration:
        site:
          archive: FOLDER/site.tar
          target: FOLDER/small/live
          sync: false
          check: [test, "!", -e, "{staged}/refused"]
          then: {signal: {web: HUP}}
          keepIf: {ready: web, within: 5s, stays: 40ms}
          required: true
        single:
          file: FOLDER/app.conf
          target: FOLDER/small/live.conf
          sync: false
      signals: {USR1: reload}
      control: {socket: FOLDER/control.sock}
      datagrams: FOLDER/words.sock
      """;

  private final Scratch scratch = new Scratch(Level.RUN);
  private final boolean ownDisk;
  private long version;

  RunPlace() throws IOException {
    Files.createDirectory(path("small"));
    ownDisk = mount();
    writeFile(0);
    offer();
  }

  private boolean mount() {
    try {
      Tool.run(
          "mount", "-t", "tmpfs", "-o", "size=" + DISK_SIZE, "tmpfs", path("small").toString());
      return true;
    } catch (AssertionError notAllowed) {
      return false;
    }
  }

  /** Whether its targets are on a disk of its own, which can be filled. */
  boolean hasOwnDisk() {
    return ownDisk;
  }

  Path path(String name) {
    return scratch.path(name);
  }

  Path folder() {
    return scratch.folder();
  }

  Path target() {
    return path("small/live");
  }

  ControlClient client() {
    return ControlClient.at(path("control.sock")).withPatience(Duration.ofSeconds(5));
  }

  /** The good file; another number makes another environment of it. */
  void writeFile(int number) throws IOException {
    writeFile(good(number));
  }

  void writeFile(String text) throws IOException {
    scratch.offer("run.yaml", text.getBytes(StandardCharsets.UTF_8));
  }

  String good(int number) {
    return FILE.replace("FOLDER", folder().toString())
        .replace("ROUND_NUMBER", Integer.toString(number));
  }

  /** Offers the next version. */
  void offer() throws IOException {
    scratch.offer("site.tar", nextArchive());
    scratch.offer("app.conf", (version + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Offers what is no good archive. */
  void offer(byte[] archive) throws IOException {
    scratch.offer("site.tar", archive);
  }

  byte[] nextArchive() {
    version++;
    Tar tar = new Tar();
    for (int i = 0; i < FILES; i++) {
      tar.file("f" + i, version + "\n");
    }
    if (Versions.isBroken(version)) {
      tar.file("broken", version + "\n");
    }
    if (Versions.isRefused(version)) {
      tar.file("refused", version + "\n");
    }
    return tar.end();
  }

  /** Whether it has come to rest as the version offered last deserves it. */
  boolean isConverged() throws IOException, ControlException {
    List<Long> there = versions();
    return standing().equals(wanted() + " ready")
        && there.size() == 1
        && Versions.isGood(there.getFirst())
        && (!Versions.isGood(version) || there.getFirst() == version)
        && read("seen").equals(there.getFirst().toString())
        && read("small/live.conf").equals(Long.toString(version));
  }

  /** Whether one good version is in place and ready, whichever was offered last. */
  boolean isWorking() throws IOException, ControlException {
    List<Long> there = versions();
    return there.size() == 1 && Versions.isGood(there.getFirst()) && standing().endsWith(" ready");
  }

  /** What differs from that, for people. */
  String told() {
    try {
      return "version %d offered; stands %s, wanted %s; in place %s, seen %s, single %s; %s"
          .formatted(
              version,
              standing(),
              wanted(),
              versions(),
              read("seen"),
              read("small/live.conf"),
              client().status(List.of()));
    } catch (IOException | UncheckedIOException e) {
      return "version %d offered; %s".formatted(version, e);
    }
  }

  private String wanted() {
    if (Versions.isRefused(version)) {
      return ConfigurationStatus.State.REFUSED.toString();
    }
    return Versions.isBroken(version)
        ? ConfigurationStatus.State.ROLLED_BACK.toString()
        : ConfigurationStatus.State.CURRENT.toString();
  }

  private String standing() throws ControlException {
    boolean ready = client().check(List.of("web", "teller", "stubborn"), true).passed();
    Optional<ConfigurationStatus> site =
        client().status(List.of()).configurations().stream()
            .filter(one -> one.name().equals("site"))
            .findFirst();
    return site.map(one -> one.state().toString()).orElse("none") + (ready ? " ready" : " down");
  }

  /** What the files at the target say, each once. */
  List<Long> versions() throws IOException {
    TreeSet<Long> versions = new TreeSet<>();
    if (Files.exists(target())) {
      try (Stream<Path> files = Files.list(target())) {
        for (Path file : files.toList()) {
          versions.add(Long.valueOf(Files.readString(file).strip()));
        }
      }
    }
    return List.copyOf(versions);
  }

  String read(String name) throws IOException {
    return Files.exists(path(name)) ? Files.readString(path(name)).strip() : "";
  }

  /** Hidden files and folders that nobody needs any more. */
  List<String> left() {
    try (Stream<Path> all = Files.walk(path("small"), 2)) {
      return all.map(path -> path("small").relativize(path).toString())
          .filter(name -> name.startsWith("."))
          .filter(name -> !name.matches("\\.[^/]*(/(lock|previous|kept))?"))
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of(e.toString());
    }
  }

  @Override
  public void close() {
    if (ownDisk) {
      Tool.run("umount", "--lazy", path("small").toString());
    }
    scratch.close();
  }
}
