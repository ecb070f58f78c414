package dev.ostler.fleet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What is remembered, in a file that only its owner may read. It is replaced as a whole, so that it
 * is never half written; the one before stays beside it.
 */
final class StateFile implements Journal, HostLocks.Notes, AutoCloseable {
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
    FileChannel lock = openLock(beside(file, ".lock"));
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

  private static FileChannel openLock(Path file) throws IOException {
    try {
      return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw cannotWrite(file, e);
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
    try {
      lock.truncate(0);
      write(lock, String.join("\n", hosts));
    } catch (IOException e) {
      throw cannotWrite(beside(file, ".lock"), e);
    }
  }

  private static void write(FileChannel out, String text) throws IOException {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
    out.force(true);
  }

  /** What is done on the hosts stays done: their labels tell the next run. */
  private static FleetException cannotWrite(Path file, IOException why) {
    return new FleetException(
        FleetException.Kind.FAILED,
        "cannot write "
            + file
            + ": "
            + reason(why)
            + "; when that is mended, try again: what was done is found on the hosts",
        why);
  }

  /** In words, without the file. */
  static String reason(IOException why) {
    return switch (why) {
      case NoSuchFileException _ -> "its folder is not there";
      case AccessDeniedException _ -> "no permission";
      case FileSystemException named when named.getReason() != null -> named.getReason();
      default -> String.valueOf(why.getMessage());
    };
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
      return StateJson.read(FileText.read(file));
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

  @Override
  public synchronized Recorded recorded() {
    return recorded;
  }

  @Override
  public synchronized void change(UnaryOperator<Recorded> change) throws IOException {
    Recorded changed = change.apply(recorded);
    if (!changed.equals(recorded)) {
      if (Files.exists(file)) {
        backUp();
      }
      replace(file, StateJson.write(changed));
      recorded = changed;
    }
  }

  private void backUp() throws IOException {
    Path backup = beside(file, ".backup");
    try {
      Files.copy(file, backup, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw cannotWrite(backup, e);
    }
  }

  private static void replace(Path file, String text) throws IOException {
    try {
      tryToReplace(file, text);
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  private static void tryToReplace(Path file, String text) throws IOException {
    Path fresh = beside(file, ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (FileChannel out = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      write(out, text);
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
      return new SecretHash(HexFormat.of().parseHex(FileText.read(key).strip()));
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
