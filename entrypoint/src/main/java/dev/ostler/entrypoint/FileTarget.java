package dev.ostler.entrypoint;

import dev.ostler.linux.FileStatus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A single file whose content is replaced. It keeps its mode and owner. */
final class FileTarget extends Target {
  private static final int PRIVATE = 0600;

  private final Site site;
  private final WorkPlace place;
  private final Switching switching;

  private FileTarget(Site site, WorkPlace place, Switching switching, TargetLock lock) {
    super(site.target(), place, switching, lock);
    this.site = site;
    this.place = place;
    this.switching = switching;
  }

  /**
   * Takes charge of a target and ends what a crash has left. The caller closes it.
   *
   * @param target a regular file, a symbolic link to one, or nothing yet
   * @throws ConfigurationException if it cannot be updated, or somebody else is at it
   */
  static FileTarget open(Path target, TreeOptions options) throws ConfigurationException {
    return open(target, options, new Disk());
  }

  static FileTarget open(Path target, TreeOptions options, Disk disk)
      throws ConfigurationException {
    try {
      // Of a link the file is updated, and the link stays.
      Path file = Files.exists(target) ? target.toRealPath() : target;
      return open(new Site(file, options, disk));
    } catch (IOException refused) {
      throw ConfigurationException.of("prepare the updates of " + target, refused);
    }
  }

  private static FileTarget open(Site site) throws IOException {
    Path target = site.target();
    Optional<FileStatus> status = Trees.status(target);
    if (status.isPresent() && !status.get().isRegularFile()) {
      throw new ConfigurationException(
          "cannot update %s as a file: it is not a regular file".formatted(target));
    }
    boolean writable = Files.isWritable(site.parent());
    Optional<Path> staging = site.options().staging();
    if (!writable && staging.isEmpty()) {
      throw new ConfigurationException(
          "cannot update %s: this process may not write into %s; give it a staging directory elsewhere"
              .formatted(target, site.parent()));
    }
    WorkPlace place = staging.isPresent() ? site.given(staging.get()) : site.beside();
    WorkPlace home = writable ? site.beside() : place;
    TargetLock lock = TargetLock.take(home.path("lock"), target);
    try {
      Switching switching = switching(site, place, status);
      switching.recover();
      place.forgetProofs();
      place.empty();
      return new FileTarget(site, place, switching, lock);
    } catch (IOException | RuntimeException | Error failure) {
      lock.close();
      throw failure;
    }
  }

  private static Switching switching(Site site, WorkPlace place, Optional<FileStatus> status)
      throws IOException {
    Optional<String> inPlace =
        status.isPresent() ? site.whyInPlace(status.get()) : Optional.empty();
    if (inPlace.isPresent()) {
      return new OverwriteSwitch(
          site.target(),
          place,
          "%s is overwritten in place, so that readers can see half of it: %s"
              .formatted(site.target(), inPlace.get()));
    }
    if (site.options().staging().isPresent()) {
      site.requireSameMount(place, site.parent());
    }
    return new RenameSwitch(site.target(), place);
  }

  /**
   * Reads the new content; nobody sees it. A version staged earlier and not committed is dropped.
   *
   * @param source what to call it in messages
   * @param content read to its end; the caller closes it
   * @throws ConfigurationException if it is larger than one file may be, or the disk fails; the
   *     target is as it was
   */
  StagedTree stage(String source, InputStream content) throws ConfigurationException {
    return stage(source, () -> build(content));
  }

  private StagedTree build(InputStream content) throws IOException {
    long started = System.nanoTime();
    Path built = switching.incoming();
    String digest = write(built, content);
    Optional<FileStatus> old = Trees.status(site.target());
    if (old.isPresent()) {
      place.trees().own(built, old.get());
      place.trees().copyXattrs(site.target(), built);
    }
    site.disk().mode(built, old.map(FileStatus::permissions).orElse(site.options().newFileMode()));
    UpdateReport report = report(built, old, digest, started);
    return new StagedTree(built, report, List.of(built), started);
  }

  private String write(Path built, InputStream content) throws IOException {
    long limit = site.options().limits().maxFileBytes();
    try (ContentWriter writer = new ContentWriter(site.disk(), built, PRIVATE)) {
      byte[] buffer = new byte[1 << 16];
      long size = 0;
      for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
        size += count;
        if (size > limit) {
          throw new IOException("it is larger than the limit of " + limit + " bytes");
        }
        writer.write(ByteBuffer.wrap(buffer, 0, count));
      }
      return writer.digest();
    }
  }

  private UpdateReport report(Path built, Optional<FileStatus> old, String digest, long started)
      throws IOException {
    String name = site.target().getFileName().toString();
    Duration duration = Duration.ofNanos(System.nanoTime() - started);
    if (old.isEmpty()) {
      FileChange created =
          new FileChange(name, ChangeKind.CREATED, Set.of(), Optional.empty(), Optional.of(digest));
      return new UpdateReport(List.of(created), List.of(), duration);
    }
    if (Files.mismatch(built, site.target()) < 0) {
      return new UpdateReport(List.of(), List.of(name), duration);
    }
    FileChange modified =
        new FileChange(
            name,
            ChangeKind.MODIFIED,
            Set.of(Aspect.CONTENT),
            Optional.of(FileStager.digest(site.target())),
            Optional.of(digest));
    return new UpdateReport(List.of(modified), List.of(), duration);
  }
}
