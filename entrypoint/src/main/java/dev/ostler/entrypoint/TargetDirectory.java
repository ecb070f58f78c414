package dev.ostler.entrypoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/** A directory whose whole content is replaced. */
final class TargetDirectory extends Target {
  private final Site site;
  private final WorkPlace place;
  private final Switching switching;
  private final FileStager files;

  TargetDirectory(Site site, WorkPlace place, Switching switching, TargetLock lock)
      throws IOException {
    super(site.target(), place, switching, lock);
    this.site = site;
    this.place = place;
    this.switching = switching;
    if (site.options().xattrs()) {
      ExtendedAttributes.require(place, site.target());
    }
    this.files = new FileStager(site.disk(), Identity.probe(place), site.options());
  }

  /**
   * Takes charge of a target and ends what a crash has left. The caller closes it.
   *
   * @param target a directory, a symbolic link to one, or nothing yet
   * @throws ConfigurationException if it cannot be updated, or somebody else is at it
   */
  static TargetDirectory open(Path target, TreeOptions options) throws ConfigurationException {
    return open(target, options, new Disk());
  }

  static TargetDirectory open(Path target, TreeOptions options, Disk disk)
      throws ConfigurationException {
    try {
      return new TargetOpening(new Site(target, options, disk)).open();
    } catch (IOException refused) {
      throw ConfigurationException.of("prepare the updates of " + target, refused);
    }
  }

  /**
   * Builds a new version; nobody sees it. A version staged earlier and not committed is dropped.
   *
   * @throws ConfigurationException if the source is refused or the disk fails; the target is as it
   *     was
   */
  StagedTree stage(TreeSource source) throws ConfigurationException {
    return stage(source, () -> true);
  }

  /**
   * The same, for as long as it is wanted.
   *
   * @param wanted asked before everything that is read; false ends it with an exception
   */
  StagedTree stage(TreeSource source, BooleanSupplier wanted) throws ConfigurationException {
    long started = System.nanoTime();
    return stage(
        source.toString(),
        () -> {
          LiveTree live = LiveTree.of(switching.live(), wanted);
          Gate gate = new Gate(source.toString(), site.target(), site.options().limits());
          Staging staging =
              new Staging(started, place.trees(), gate, live, switching.incoming(), files);
          source.read((member, content) -> {
            WantedInput.require(wanted);
            staging.accept(member, new WantedInput(content, wanted));
          });
          return staging.finish();
        });
  }
}
