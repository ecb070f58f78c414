package dev.ostler.gateway;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/*
 * What is kept is put into a map at once and written by a thread of its own, the first change at
 * once and those that follow together, so that nobody waits for a disk. Names of apps come from
 * containers, too: those that are gone are given up after a while, so the file does not grow.
 */
/**
 * What outlasts the gateway, in a file that only its owner may read. It is replaced as a whole, so
 * that it is never half written. Each gateway has one of its own.
 */
final class MemoryFile implements Memory, AutoCloseable {
  private static final int VERSION = 1;
  private static final long LARGEST = 64L * 1024 * 1024;
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final String NO_FOLDER = "its folder is not there; create it first";

  private final Path file;
  private final boolean writes;
  private final Clock clock;
  private final Consumer<String> log;
  private final MemoryMap apps;
  private final Semaphore changes = new Semaphore(0);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private boolean isUnsaved;
  private boolean isInTrouble;

  private MemoryFile(Path file, boolean writes, Clock clock, Consumer<String> log) {
    this.file = file.toAbsolutePath();
    this.writes = writes;
    this.clock = clock;
    apps = new MemoryMap(clock);
    this.log = log;
    thread = Thread.ofPlatform().daemon().name("memory").unstarted(this::run);
  }

  /**
   * Reads a file if it is there, and begins to keep it; the caller closes it.
   *
   * @param writes whether it is kept, or left as it is
   * @param log told what is wrong with it
   * @throws IOException if it cannot be read or written
   */
  static MemoryFile open(Path file, boolean writes, Clock clock, Consumer<String> log)
      throws IOException {
    if (writes) {
      check(file);
    }
    MemoryFile memory = new MemoryFile(file, writes, clock, log);
    memory.read();
    if (writes) {
      memory.replace();
      memory.thread.start();
    }
    return memory;
  }

  /**
   * Sees whether a file can be kept; changes nothing.
   *
   * @throws IOException if not
   */
  static void check(Path file) throws IOException {
    Path whole = file.toAbsolutePath();
    Path folder = whole.getParent();
    if (folder == null || Files.isDirectory(whole)) {
      throw unusable(whole, "it is a directory");
    }
    if (!Files.isDirectory(folder)) {
      throw unusable(whole, NO_FOLDER);
    }
    if (!Files.isWritable(folder)) {
      throw unusable(whole, "its folder may not be written to");
    }
  }

  private static IOException unusable(Path file, String why) {
    return new IOException("cannot keep what is to outlast the gateway in " + file + ": " + why);
  }

  private void read() throws IOException {
    try {
      if (Files.size(file) > LARGEST) {
        throw new IllegalArgumentException("it is larger than " + LARGEST + " bytes");
      }
      Map<String, Object> json =
          KubernetesJson.object(Files.readString(file))
              .orElseThrow(() -> new IllegalArgumentException("it is not JSON"));
      if (!Integer.valueOf(VERSION).equals(json.get("version"))) {
        throw new IllegalArgumentException(
            "its version is " + json.get("version") + ", expected " + VERSION);
      }
      Instant now = clock.instant();
      Map<String, MemoryMap.Entry> before = new TreeMap<>();
      RememberedJson.map(json.get("apps"))
          .forEach((name, app) -> before.put(String.valueOf(name), entry(app, now)));
      apps.restore(before);
    } catch (NoSuchFileException none) {
      // the first start
    } catch (IllegalArgumentException | DateTimeException | CharacterCodingException e) {
      setAside(e);
    }
  }

  private static MemoryMap.Entry entry(Object json, Instant now) {
    Map<?, ?> map = RememberedJson.map(json);
    Object gone = map.get("gone");
    return new MemoryMap.Entry(
        RememberedJson.read(map),
        Optional.of(gone instanceof String since ? Instant.parse(since) : now));
  }

  /** Whoever looks after the gateway may see what is the matter with it. */
  private void setAside(Exception why) throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + ".unreadable");
    if (writes) {
      Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
    }
    log.accept(
        "cannot read what was kept of apps in %s: %s; it begins anew%s"
            .formatted(file, why.getMessage(), writes ? ", and the file is now " + aside : ""));
  }

  @Override
  public synchronized Remembered of(String app) {
    changed(); // that it is there is to be known, though it may not change for long
    return apps.of(app);
  }

  @Override
  public synchronized void keep(String app, Remembered now) {
    apps.keep(app, now);
    changed();
  }

  @Override
  public synchronized void gone(String app) {
    apps.gone(app);
    changed();
  }

  private void changed() {
    isUnsaved = true;
    changes.release();
  }

  private void run() {
    try {
      do {
        changes.acquire();
        changes.drainPermits();
        save();
      } while (!closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody does
    }
  }

  private void save() {
    try {
      replace();
      isInTrouble = false;
    } catch (IOException e) {
      if (!isInTrouble) {
        log.accept(e.getMessage() + "; it is tried again at the next change");
      }
      isInTrouble = true;
      synchronized (this) {
        isUnsaved = true;
      }
    }
  }

  private synchronized boolean isUnsaved() {
    return isUnsaved;
  }

  private void replace() throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.deleteIfExists(fresh);
      Files.createFile(
          fresh,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      try (FileChannel out = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text());
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      IOException unusable = unusable(file, reason(e));
      unusable.initCause(e);
      throw unusable;
    }
  }

  private static String reason(IOException e) {
    return e instanceof NoSuchFileException
        ? NO_FOLDER
        : e.getClass().getSimpleName() + ": " + e.getMessage();
  }

  private String text() {
    Map<String, Object> told = new LinkedHashMap<>();
    kept()
        .forEach((name, entry) -> {
          Map<String, Object> json = RememberedJson.of(entry.app());
          entry.gone().ifPresent(since -> json.put("gone", since.toString()));
          told.put(name, json);
        });
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("version", VERSION);
    all.put("apps", told);
    return JsonText.of(all) + "\n";
  }

  private synchronized Map<String, MemoryMap.Entry> kept() {
    isUnsaved = false;
    return apps.all();
  }

  /** Writes what is not written yet. */
  @Override
  public void close() {
    if (!writes || closed.getCount() == 0) {
      return;
    }
    closed.countDown();
    changes.release();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (isUnsaved()) {
      save();
    }
  }
}
