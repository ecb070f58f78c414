package dev.ostler.entrypoint;

import dev.ostler.entrypoint.Member.Attributes;
import dev.ostler.entrypoint.Member.Directory;
import dev.ostler.entrypoint.Member.RegularFile;
import dev.ostler.entrypoint.Member.SymbolicLink;
import dev.ostler.entrypoint.Member.Unsupported;
import dev.ostler.linux.FileStatus;
import dev.ostler.linux.LinuxFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A directory, copied as it stands. In a Kubernetes volume every visible name is a symbolic link
 * through {@code ..data}, which is itself a link to the current generation: it is followed once, so
 * that a pass reads one generation only.
 *
 * <p>The mode of the directory itself is the volume's own affair and not taken over.
 */
record DirectorySource(Path directory, boolean xattrs) implements TreeSource {
  private static final String GENERATION = "..data";
  private static final int PERMISSIONS = 0777;

  @Override
  public void read(Sink sink) throws IOException {
    Path generation = directory.resolve(GENERATION);
    Path top =
        Files.exists(generation, LinkOption.NOFOLLOW_LINKS) ? generation.toRealPath() : directory;
    for (Path member : Trees.members(top)) {
      if (!member.getFileName().toString().startsWith("..")) {
        read(member, member.getFileName().toString(), sink);
      }
    }
  }

  private void read(Path path, String name, Sink sink) throws IOException {
    FileStatus status = LinuxFiles.linkStatus(path);
    Attributes attributes = attributes(path, status);
    if (status.isDirectory()) {
      sink.accept(
          new Directory(name, Optional.of(plain(attributes))), InputStream.nullInputStream());
      for (Path member : Trees.members(path)) {
        read(member, name + "/" + member.getFileName(), sink);
      }
    } else if (status.isRegularFile()) {
      file(path, new RegularFile(name, attributes, status.size()), status, sink);
    } else if (status.isSymbolicLink()) {
      String text = Files.readSymbolicLink(path).toString();
      sink.accept(new SymbolicLink(name, attributes, text), InputStream.nullInputStream());
    } else {
      sink.accept(new Unsupported(name, "a device, FIFO or socket"), InputStream.nullInputStream());
    }
  }

  private Attributes attributes(Path path, FileStatus status) throws IOException {
    boolean canHaveMore = status.isDirectory() || status.isRegularFile();
    return new Attributes(
        status.permissions(),
        status.owner(),
        status.group(),
        status.modified(),
        xattrs && canHaveMore ? ExtendedAttributes.of(path) : ExtendedAttributes.NONE);
  }

  private void file(Path path, RegularFile file, FileStatus before, Sink sink) throws IOException {
    try (InputStream content = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
      sink.accept(file, content);
    }
    FileStatus after = LinuxFiles.linkStatus(path);
    if (after.inode() != before.inode()
        || after.size() != before.size()
        || !after.changed().equals(before.changed())) {
      throw new IOException(path + " changed while it was read; try again when it is at rest");
    }
  }

  /** Volumes shared by a group have setgid directories; below a target the bit means nothing. */
  private static Attributes plain(Attributes directory) {
    return new Attributes(
        directory.mode() & PERMISSIONS,
        directory.owner(),
        directory.group(),
        directory.modified(),
        directory.extended());
  }

  @Override
  public String toString() {
    return directory.toString();
  }
}
