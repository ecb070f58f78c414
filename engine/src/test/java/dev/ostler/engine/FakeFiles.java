package dev.ostler.engine;

import dev.ostler.engine.FakeAnswer.Refused;
import dev.ostler.engine.FakeContainer.FakeFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The files in the containers of a fake engine. */
final class FakeFiles {
  private final FakeState state;

  FakeFiles(FakeState state) {
    this.state = state;
  }

  Optional<FakeAnswer> answer(FakeCall call) {
    String[] path = call.path().split("/", 4);
    if (path.length < 4 || !path[3].equals("archive")) {
      return Optional.empty();
    }
    FakeContainer container = state.container(path[2]);
    String file = normal(call.parameter("path"));
    return Optional.of(
        switch (call.method()) {
          case "PUT" -> put(container, file, call);
          case "HEAD" ->
              new FakeAnswer.Status(
                  200, Map.of("X-Docker-Container-Path-Stat", stat(found(container, file))));
          default -> get(container, file);
        });
  }

  private static String normal(String path) {
    return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private static FakeFile found(FakeContainer container, String path) {
    FakeFile file = container.files.get(path);
    if (file == null) {
      throw new Refused(404, "Could not find the file " + path + " in container " + container.id);
    }
    return file;
  }

  private static FakeAnswer put(FakeContainer container, String directory, FakeCall call) {
    found(container, directory);
    try (ArchiveReader archive = new ArchiveReader(call.body())) {
      for (var entry = archive.next(); entry.isPresent(); entry = archive.next()) {
        String path = normal((directory.equals("/") ? "" : directory) + "/" + entry.get().path());
        makeParents(container, path);
        container.files.put(path, new FakeFile(entry.get(), archive.content().readAllBytes()));
      }
      return new FakeAnswer.Status(200, Map.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void makeParents(FakeContainer container, String path) {
    for (int i = path.indexOf('/', 1); i > 0; i = path.indexOf('/', i + 1)) {
      String parent = path.substring(0, i);
      container.files.putIfAbsent(
          parent, new FakeFile(FileEntry.directory(parent, 0755), new byte[0]));
    }
  }

  private static FakeAnswer get(FakeContainer container, String path) {
    found(container, path);
    NavigableMap<String, FakeFile> all = new TreeMap<>(container.files);
    int cut = path.lastIndexOf('/') + 1;
    return new FakeAnswer.Stream(
        "application/x-tar",
        out -> {
          try (ArchiveWriter archive = new ArchiveWriter(out)) {
            for (var file : all.entrySet()) {
              if (file.getKey().equals(path) || file.getKey().startsWith(path + "/")) {
                FileEntry entry = file.getValue().entry();
                archive.add(
                    named(entry, file.getKey().substring(cut)),
                    new ByteArrayInputStream(file.getValue().content()));
              }
            }
          }
        });
  }

  private static FileEntry named(FileEntry entry, String path) {
    return new FileEntry(
        path,
        entry.kind(),
        entry.mode(),
        entry.user(),
        entry.group(),
        entry.modified(),
        entry.size(),
        entry.link());
  }

  private static String stat(FakeFile file) {
    FileEntry entry = file.entry();
    long kind =
        switch (entry.kind()) {
          case DIRECTORY -> 1L << 31;
          case SYMBOLIC_LINK -> 1L << 27;
          case FILE, OTHER -> 0;
        };
    String path = normal(entry.path());
    byte[] stat =
        Json.bytes(
            Map.of(
                "name",
                path.substring(path.lastIndexOf('/') + 1),
                "size",
                entry.size(),
                "mode",
                kind | (entry.mode() & 0777),
                "mtime",
                entry.modified().toString(),
                "linkTarget",
                entry.link()));
    return Base64.getEncoder().encodeToString(stat);
  }

  /** The content of a file, for programs of the fake. */
  static Optional<String> read(FakeContainer container, String path) {
    return Optional.ofNullable(container.files.get(path))
        .map(file -> new String(file.content(), StandardCharsets.UTF_8));
  }
}
