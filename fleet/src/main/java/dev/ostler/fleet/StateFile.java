package dev.ostler.fleet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * What is remembered, in a file that only its owner may read. It is replaced as a whole, so that it
 * is never half written; the one before stays beside it.
 */
final class StateFile implements Journal, HostLocks.Notes, AutoCloseable {
  private static final int VERSION = 1;
  private static final int KEY_BYTES = 32;

  private final Path file;
  private final FileChannel lock;
  private Recorded recorded;

  private StateFile(Path file, FileChannel lock, Recorded recorded) {
    this.file = file;
    this.lock = lock;
    this.recorded = recorded;
  }

  /** Takes the file for one run; the caller closes it. */
  static StateFile open(Path file) throws IOException {
    FileChannel lock =
        FileChannel.open(
            beside(file, ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (tryLock(lock).isEmpty()) {
        throw new FleetException(
            FleetException.Kind.LOCKED,
            "cannot take " + file + ": another run on this machine has it; try again when it ends");
      }
      return new StateFile(file, lock, read(file));
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static Optional<FileLock> tryLock(FileChannel lock) throws IOException {
    try {
      return Optional.ofNullable(lock.tryLock());
    } catch (OverlappingFileLockException ofThisProcess) {
      return Optional.empty();
    }
  }

  /** Hosts on which a run that was killed may have left its lock. */
  static List<String> lockedHosts(Path file) throws IOException {
    Path lock = beside(file, ".lock");
    return Files.exists(lock) ? Files.readAllLines(lock) : List.of();
  }

  @Override
  public void noteLocked(Collection<String> hosts) throws IOException {
    lock.truncate(0);
    ByteBuffer text = StandardCharsets.UTF_8.encode(String.join("\n", hosts));
    while (text.hasRemaining()) {
      lock.write(text);
    }
    lock.force(true);
  }

  private static Path beside(Path file, String ending) {
    return file.resolveSibling(file.getFileName() + ending);
  }

  /** Nothing is remembered if there is no file. */
  static Recorded read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Recorded.NOTHING;
    }
    try {
      return recorded(Json.read(Files.readString(file)));
    } catch (IllegalArgumentException e) {
      throw new FleetException(
          FleetException.Kind.FAILED,
          "cannot read "
              + file
              + ": "
              + e.getMessage()
              + "; restore "
              + beside(file, ".backup")
              + ", or delete it: the containers' labels say the rest",
          e);
    }
  }

  private static Recorded recorded(Map<String, Object> object) {
    if (!Json.text(object.get("version")).equals(Integer.toString(VERSION))) {
      throw new IllegalArgumentException("version " + object.get("version") + " is not known");
    }
    Recorded recorded = Recorded.NOTHING;
    for (Map.Entry<?, ?> host : Json.map(object.get("hosts")).entrySet()) {
      for (Map.Entry<?, ?> note : Json.map(host.getValue()).entrySet()) {
        recorded =
            recorded.with(
                Json.text(host.getKey()),
                Json.text(note.getKey()),
                note(Json.map(note.getValue())));
      }
    }
    return recorded;
  }

  private static Recorded.Note note(Map<?, ?> object) {
    NavigableMap<String, String> spec = new TreeMap<>();
    Json.map(object.get("spec"))
        .forEach((name, value) -> spec.put(Json.text(name), Json.text(value)));
    return new Recorded.Note(
        Json.text(object.get("container")),
        object.containsKey("spec") ? Optional.of(new SpecFields(spec)) : Optional.empty(),
        new Member.Pending(
            Boolean.TRUE.equals(object.get("unproven")),
            Json.texts(object.get("untold")),
            Boolean.TRUE.equals(object.get("unhooked"))));
  }

  private static String json(Recorded recorded) {
    Map<String, Object> hosts = new LinkedHashMap<>();
    recorded
        .notes()
        .forEach((host, notes) -> {
          Map<String, Object> containers = new LinkedHashMap<>();
          notes.forEach((id, note) -> containers.put(id, object(note)));
          hosts.put(host, containers);
        });
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("version", VERSION);
    object.put("hosts", hosts);
    return Json.write(object) + "\n";
  }

  private static Map<String, Object> object(Recorded.Note note) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("container", note.workload());
    note.spec().ifPresent(spec -> object.put("spec", spec.values()));
    if (note.pending().unproven()) {
      object.put("unproven", true);
    }
    if (!note.pending().untold().isEmpty()) {
      object.put("untold", note.pending().untold());
    }
    if (note.pending().unhooked()) {
      object.put("unhooked", true);
    }
    return object;
  }

  @Override
  public synchronized Recorded recorded() {
    return recorded;
  }

  @Override
  public synchronized void change(UnaryOperator<Recorded> change) throws IOException {
    Recorded changed = change.apply(recorded);
    if (!changed.equals(recorded)) {
      if (Files.exists(file)) {
        Files.copy(file, beside(file, ".backup"), StandardCopyOption.REPLACE_EXISTING);
      }
      replace(file, json(changed));
      recorded = changed;
    }
  }

  private static void replace(Path file, String text) throws IOException {
    Path fresh = beside(file, ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (FileChannel out = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel folder =
        FileChannel.open(
            Objects.requireNonNull(file.toAbsolutePath().getParent()), StandardOpenOption.READ)) {
      folder.force(true); // the name itself, too, is to outlast a loss of power
    }
  }

  /** The key that secrets are compared by; made if it is not there. */
  static SecretHash hash(Path file) throws IOException {
    Path key = beside(file, ".key");
    if (!Files.exists(key, LinkOption.NOFOLLOW_LINKS)) {
      byte[] fresh = new byte[KEY_BYTES];
      new SecureRandom().nextBytes(fresh);
      replace(key, HexFormat.of().formatHex(fresh) + "\n");
    }
    try {
      return new SecretHash(HexFormat.of().parseHex(Files.readString(key).strip()));
    } catch (IllegalArgumentException e) {
      throw new FleetException(
          FleetException.Kind.FAILED,
          "cannot read " + key + ": it is no key; delete it to have another one made",
          e);
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException nothingToLose) {
      // The lock ends with the process at the latest.
    }
  }
}
