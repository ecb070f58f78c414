package dev.ostler.fleet;

import dev.ostler.engine.ArchiveReader;
import dev.ostler.engine.Engine;
import dev.ostler.engine.EngineException;
import dev.ostler.engine.FileEntry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Files in containers. An archive of one file costs an engine as much as one of a folder: what lies
 * in one folder is read and written at once.
 */
final class EngineFiles {
  /** What a file that is compared may have at most; a longer one differs from any of ours. */
  private static final int LARGEST_FILE = 16 << 20;

  /** How much of a folder is read in search of our files before they are asked for one by one. */
  private static final int MOST_ENTRIES = 1_000;

  private static final long MOST_BYTES = 4 << 20;

  private static final int FOR_OWNER = 0700;

  private final Engine engine;

  EngineFiles(Engine engine) {
    this.engine = engine;
  }

  /** By path, without those that are not there or are no files. */
  Map<String, FileView> read(String container, Collection<String> paths) throws IOException {
    Map<String, FileView> files = new TreeMap<>();
    for (Map.Entry<String, Set<String>> folder : byFolder(paths).entrySet()) {
      Set<String> unsettled = new HashSet<>(folder.getValue());
      if (unsettled.size() > 1 && !folder.getKey().equals("/")) {
        readFolder(container, folder.getKey(), unsettled, files);
      }
      for (String path : unsettled) {
        readFile(container, path).ifPresent(file -> files.put(path, file));
      }
    }
    return files;
  }

  /** Takes out of {@code unsettled} what is known after it, to be there or not. */
  private void readFolder(
      String container, String folder, Set<String> unsettled, Map<String, FileView> files)
      throws IOException {
    Optional<ArchiveReader> archive = get(container, folder);
    if (archive.isEmpty()) {
      unsettled.clear();
      return;
    }
    String parent = folder.substring(0, folder.lastIndexOf('/') + 1);
    Set<String> seenOtherwise = new HashSet<>();
    try (ArchiveReader reader = archive.get()) {
      long bytes = 0;
      for (int entries = 0; entries < MOST_ENTRIES && bytes < MOST_BYTES; entries++) {
        Optional<FileEntry> entry = reader.next();
        if (entry.isEmpty()) {
          unsettled.retainAll(seenOtherwise);
          return;
        }
        String path = parent + entry.get().path();
        if (entry.get().kind() == FileEntry.Kind.FILE) {
          bytes += entry.get().size();
          if (unsettled.remove(path)) {
            files.put(path, view(entry.get(), reader));
          }
          if (unsettled.isEmpty()) {
            return;
          }
        } else if (unsettled.contains(path)) {
          seenOtherwise.add(path);
        } else if (path.equals(folder) && entry.get().kind() != FileEntry.Kind.DIRECTORY) {
          return; // the way to the files leads through a link
        }
      }
    }
  }

  /** The first of all that is in a folder and not expected; empty if there is nothing else. */
  Optional<String> stranger(String container, String folder, Set<String> expected)
      throws IOException {
    Optional<ArchiveReader> archive = engine.files().get(container, folder);
    if (archive.isEmpty()) {
      return Optional.empty();
    }
    String parent = folder.substring(0, folder.lastIndexOf('/') + 1);
    try (ArchiveReader reader = archive.get()) {
      Optional<FileEntry> entry = reader.next();
      while (entry.isPresent()) {
        String path = parent + entry.get().path();
        path = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        if (!path.equals(folder) && !expected.contains(path)) {
          return Optional.of(path);
        }
        entry = reader.next();
      }
    }
    return Optional.empty();
  }

  /** There is nothing behind a file: engines call that a failure of their own. */
  private Optional<ArchiveReader> get(String container, String path) throws EngineException {
    try {
      return engine.files().get(container, path);
    } catch (EngineException e) {
      if (isBehindAFile(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static boolean isBehindAFile(EngineException e) {
    return e.kind() == EngineException.Kind.REFUSED && e.reason().contains("not a directory");
  }

  private Optional<FileView> readFile(String container, String path) throws IOException {
    Optional<ArchiveReader> archive = get(container, path);
    if (archive.isEmpty()) {
      return Optional.empty();
    }
    try (ArchiveReader reader = archive.get()) {
      Optional<FileEntry> entry = reader.next();
      return entry.isPresent() && entry.get().kind() == FileEntry.Kind.FILE
          ? Optional.of(view(entry.get(), reader))
          : Optional.empty();
    }
  }

  private static FileView view(FileEntry entry, ArchiveReader reader) throws IOException {
    byte[] bytes = reader.content().readNBytes(LARGEST_FILE);
    return new FileView(FileContent.of(bytes), entry.mode(), entry.user(), entry.group());
  }

  void write(String container, Map<String, FileView> files) throws IOException {
    for (String folder : byFolder(files.keySet()).keySet()) {
      requireNoFile(container, folder);
    }
    try {
      put(container, "/", files);
    } catch (EngineException e) {
      if (!e.reason().contains("read-only")) {
        throw e;
      }
      // Where the root cannot be written, a volume in it can.
      for (Map.Entry<String, Set<String>> folder : byFolder(files.keySet()).entrySet()) {
        Map<String, FileView> inIt = new TreeMap<>(files);
        inIt.keySet().retainAll(folder.getValue());
        put(container, folder.getKey(), inIt);
      }
    }
  }

  /** Some engines say that all went well, and write nothing. */
  private void requireNoFile(String container, String folder) throws IOException {
    if (folder.equals("/")) {
      return;
    }
    boolean isFile;
    try {
      isFile =
          engine
              .files()
              .stat(container, folder)
              .filter(seen -> seen.kind() == FileEntry.Kind.FILE)
              .isPresent();
    } catch (EngineException e) {
      if (!isBehindAFile(e)) {
        throw e;
      }
      isFile = true;
    }
    if (isFile) {
      throw new FleetException(
          FleetException.Kind.FAILED,
          "cannot write files into "
              + folder
              + " on "
              + engine.address()
              + ": it is a file, or leads through one; choose another path");
    }
  }

  /** Makes those below a root that are not there: for their owner, root, alone. */
  void makeFolders(String container, String root, Collection<String> paths) throws IOException {
    Set<String> missing = new TreeSet<>();
    for (String path : paths) {
      Optional<FileEntry> seen = engine.files().stat(container, root + path);
      if (seen.isEmpty()) {
        missing.add(path);
      } else if (seen.get().kind() == FileEntry.Kind.FILE) {
        throw new FleetException(
            FleetException.Kind.FAILED,
            "cannot make folder "
                + path
                + " on "
                + engine.address()
                + ": there is a file of that name; remove it, or mount it without a slash at the"
                + " end");
      }
    }
    if (!missing.isEmpty()) {
      engine
          .files()
          .put(
              container,
              "/",
              archive -> {
                for (String path : missing) {
                  archive.add(FileEntry.directory((root + path).substring(1), FOR_OWNER));
                }
              });
    }
  }

  private static Map<String, Set<String>> byFolder(Collection<String> paths) {
    Map<String, Set<String>> folders = new TreeMap<>();
    for (String path : paths) {
      int slash = path.lastIndexOf('/');
      folders
          .computeIfAbsent(slash == 0 ? "/" : path.substring(0, slash), _ -> new HashSet<>())
          .add(path);
    }
    return folders;
  }

  private void put(String container, String folder, Map<String, FileView> files)
      throws IOException {
    int prefix = folder.equals("/") ? 1 : folder.length() + 1;
    Instant now = Instant.now();
    engine
        .files()
        .put(
            container,
            folder,
            archive -> {
              for (Map.Entry<String, FileView> file : files.entrySet()) {
                FileView view = file.getValue();
                FileEntry entry =
                    FileEntry.file(
                            file.getKey().substring(prefix), view.mode(), view.content().size())
                        .ownedBy(view.user(), view.group())
                        .modifiedAt(now);
                archive.add(entry, new ByteArrayInputStream(view.content().bytes()));
              }
            });
  }
}
