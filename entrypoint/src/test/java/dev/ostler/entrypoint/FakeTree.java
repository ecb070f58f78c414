package dev.ostler.entrypoint;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Where a configuration comes from and goes to, in a simulated file system. Contents are all there
 * is to it: modes, owners, links and atomicity take the real thing.
 */
record FakeTree(Path source, Path target, Form form) {
  enum Form {
    FILE,
    DIRECTORY,
    ARCHIVE,
    ANY
  }

  private static final byte GZIP = 0x1f;

  /** What the source has, by names as reports have them; empty if it is not there. */
  Optional<Map<String, ByteBuffer>> content() throws IOException {
    if (!Files.exists(source)) {
      return Optional.empty();
    }
    return Optional.of(
        switch (form) {
          case FILE -> Map.of(target.getFileName().toString(), bytes(source));
          case DIRECTORY -> files(source);
          case ARCHIVE -> members(Files.readAllBytes(source));
          case ANY -> Files.isDirectory(source) ? files(source) : Map.of("", bytes(source));
        });
  }

  private static ByteBuffer bytes(Path file) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(file)).asReadOnlyBuffer();
  }

  private static Map<String, ByteBuffer> files(Path folder) throws IOException {
    Map<String, ByteBuffer> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(folder.relativize(file).toString(), bytes(file));
      }
    }
    return files;
  }

  private static Map<String, ByteBuffer> members(byte[] archive) throws IOException {
    Map<String, ByteBuffer> members = new TreeMap<>();
    InputStream plain = new ByteArrayInputStream(archive);
    if (archive.length > 0 && archive[0] == GZIP) {
      plain = new GZIPInputStream(plain);
    }
    try (TarArchiveInputStream tar = new TarArchiveInputStream(plain)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.isFile()) {
          members.put(
              Path.of(entry.getName()).normalize().toString(), ByteBuffer.wrap(tar.readAllBytes()));
        }
      }
    }
    return members;
  }

  /** What the target has. */
  Map<String, ByteBuffer> targetContent() throws IOException {
    if (!Files.exists(target)) {
      return Map.of();
    }
    return form == Form.FILE
        ? Map.of(target.getFileName().toString(), bytes(target))
        : files(target);
  }

  /** What an update changes. */
  UpdateReport difference(Map<String, ByteBuffer> wanted) throws IOException {
    Map<String, ByteBuffer> old = targetContent();
    List<FileChange> changes = new ArrayList<>();
    List<String> unchanged = new ArrayList<>();
    wanted.forEach((name, content) -> {
      if (content.equals(old.get(name))) {
        unchanged.add(name);
      } else {
        boolean isNew = !old.containsKey(name);
        changes.add(
            new FileChange(
                name,
                isNew ? ChangeKind.CREATED : ChangeKind.MODIFIED,
                isNew ? Set.of() : Set.of(Aspect.CONTENT),
                Optional.ofNullable(old.get(name)).map(FakeTree::digest),
                Optional.of(digest(content))));
      }
    });
    old.forEach((name, content) -> {
      if (!wanted.containsKey(name)) {
        changes.add(
            new FileChange(
                name,
                ChangeKind.DELETED,
                Set.of(),
                Optional.of(digest(content)),
                Optional.empty()));
      }
    });
    return new UpdateReport(changes, unchanged, Duration.ZERO);
  }

  private static String digest(ByteBuffer content) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(content.duplicate());
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** Gives the target just this content. */
  void write(Map<String, ByteBuffer> content) throws IOException {
    Path folder = form == Form.FILE ? target.toAbsolutePath().getParent() : target;
    Map<String, ByteBuffer> gone = new TreeMap<>(targetContent());
    gone.keySet().removeAll(content.keySet());
    for (String name : gone.keySet()) {
      Files.delete(folder.resolve(name));
    }
    write(content, folder);
  }

  /** Writes files into a folder. */
  static void write(Map<String, ByteBuffer> content, Path folder) throws IOException {
    for (Map.Entry<String, ByteBuffer> file : content.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      byte[] bytes = new byte[file.getValue().remaining()];
      file.getValue().duplicate().get(bytes);
      Files.write(path, bytes);
    }
  }

  /** The same content where it can be looked at; a single file as a file. */
  Path stage(Map<String, ByteBuffer> content, Path folder) throws IOException {
    Files.createDirectories(folder);
    write(content, folder);
    return form == Form.FILE ? folder.resolve(target.getFileName().toString()) : folder;
  }
}
