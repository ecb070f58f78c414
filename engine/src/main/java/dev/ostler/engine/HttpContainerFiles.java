package dev.ostler.engine;

import dev.ostler.engine.EngineException.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** The files inside containers, over HTTP. */
final class HttpContainerFiles implements ContainerFiles {
  // The bits that Go's file modes have for kinds of files and special permissions.
  private static final long DIRECTORY = 1L << 31;
  private static final long SYMBOLIC_LINK = 1L << 27;
  private static final long SET_USER = 1L << 23;
  private static final long SET_GROUP = 1L << 22;
  private static final long STICKY = 1L << 20;
  private static final long OTHER_KINDS = 1L << 26 | 1L << 25 | 1L << 24 | 1L << 21 | 1L << 19;

  private final Client client;

  HttpContainerFiles(Client client) {
    this.client = client;
  }

  @Override
  public Optional<FileEntry> stat(String container, String path) throws EngineException {
    Request request =
        Request.head("look at " + path + " in container " + container, archive(container))
            .query("path", absolute(path));
    try (Answer answer = client.open(request)) {
      return Optional.of(entry(request, answer));
    } catch (EngineException e) {
      return absentOrThrow(container, e);
    }
  }

  private FileEntry entry(Request request, Answer answer) throws EngineException {
    try {
      String header = answer.header("X-Docker-Container-Path-Stat").orElse("");
      Json stat =
          Json.parse(new String(Base64.getDecoder().decode(header), StandardCharsets.UTF_8));
      long mode = stat.number("mode");
      FileEntry.Kind kind = kind(mode);
      return new FileEntry(
          stat.text("name"),
          kind,
          permissions(mode),
          -1,
          -1,
          stat.moment("mtime").orElse(Instant.EPOCH),
          kind == FileEntry.Kind.FILE ? Math.max(0, stat.number("size")) : 0,
          kind == FileEntry.Kind.SYMBOLIC_LINK ? stat.text("linkTarget") : "");
    } catch (IllegalArgumentException e) {
      throw EngineException.of(
          Kind.NOT_UNDERSTOOD, client.attempt(request), "its answer is no status of a file", e);
    }
  }

  private static FileEntry.Kind kind(long mode) {
    if ((mode & DIRECTORY) != 0) {
      return FileEntry.Kind.DIRECTORY;
    }
    if ((mode & SYMBOLIC_LINK) != 0) {
      return FileEntry.Kind.SYMBOLIC_LINK;
    }
    return (mode & OTHER_KINDS) == 0 ? FileEntry.Kind.FILE : FileEntry.Kind.OTHER;
  }

  private static int permissions(long mode) {
    return (int) (mode & 0777)
        | ((mode & SET_USER) == 0 ? 0 : 04000)
        | ((mode & SET_GROUP) == 0 ? 0 : 02000)
        | ((mode & STICKY) == 0 ? 0 : 01000);
  }

  @Override
  public Optional<ArchiveReader> get(String container, String path) throws EngineException {
    Request request =
        Request.get("read " + path + " in container " + container, archive(container))
            .query("path", absolute(path))
            .flow(Request.Flow.TRANSFER);
    try {
      return Optional.of(new ArchiveReader(client.open(request).body()));
    } catch (EngineException e) {
      return absentOrThrow(container, e);
    }
  }

  /** 404 says "no such file" or "no such container"; only looking tells which. */
  private <T> Optional<T> absentOrThrow(String container, EngineException e)
      throws EngineException {
    if (!e.isNotFound()) {
      throw e;
    }
    client.json(
        Request.get("inspect container " + container, "/containers/" + container + "/json"));
    return Optional.empty();
  }

  @Override
  public void put(String container, String directory, ArchiveWriter.Content files)
      throws EngineException {
    client.status(
        Request.put(
                "put files into " + directory + " in container " + container, archive(container))
            .query("path", absolute(directory))
            .query("noOverwriteDirNonDir", true)
            .body(new Body.Streamed("application/x-tar", out -> write(files, out)))
            .flow(Request.Flow.TRANSFER));
  }

  private static void write(ArchiveWriter.Content files, OutputStream out) throws IOException {
    try (ArchiveWriter archive = new ArchiveWriter(out)) {
      files.writeTo(archive);
    }
  }

  private static String absolute(String path) {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("must be an absolute path, got \"" + path + "\"");
    }
    return path;
  }

  private static String archive(String container) {
    return "/containers/" + Request.name(container) + "/archive";
  }
}
