package dev.ostler.benchmarks;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.stream.Stream;

/** Renames one archive after another over the watched one, each with one file changed. */
final class ConfigurationChange {
  private static final int FILE_BYTES = 2048;
  private static final Duration QUIET = Duration.ofMillis(500);
  private static final Duration SETTLE = Duration.ofMillis(20);

  private final Bench bench;
  private final int files;
  private int generation;

  ConfigurationChange(Bench bench, int files) {
    this.bench = bench;
    this.files = files;
  }

  /** Starts a supervisor over the first archive and waits until it has applied it. */
  Instance start(Supervisor supervisor, boolean sync) throws Exception {
    Instance instance =
        Instance.start(
            bench, supervisor, (folder, child) -> Job.of(child).configuredBy(watch(folder), sync));
    instance.awaitChild();
    awaitFirstUpdate(instance);
    return instance;
  }

  /**
   * Milliseconds from exec to the first instruction of a child that waits for the first archive.
   */
  double firstStart(Supervisor supervisor) throws Exception {
    try (Instance instance =
        Instance.start(
            bench,
            supervisor,
            (folder, child) ->
                Job.of(child).configuredBy(watch(folder), false).waitingForConfiguration())) {
      double took = Millis.between(instance.executedAt(), instance.awaitChild().nanos());
      checkApplied(instance.folder());
      return took;
    }
  }

  /** Milliseconds from the renaming to the child's HUP. */
  double apply(Instance instance) throws Exception {
    Path next = writeNext(instance.folder());
    instance.events().drain(_ -> true);
    long renamed = bench.agent().rename(next, archive(instance.folder()).file());
    double took = Millis.between(renamed, instance.awaitSignal(Signal.HUP).nanos());
    checkApplied(instance.folder());
    Thread.sleep(SETTLE);
    return took;
  }

  /** Milliseconds for nothing but writing the files of the next archive into a new folder. */
  double unpack(Path folder, boolean sync) throws Exception {
    Path fresh = folder.resolve("fresh");
    Folder.clear(fresh);
    return Millis.of(bench.agent().unpack(writeNext(folder), fresh, sync));
  }

  /** Milliseconds for the same update in C: what is unchanged linked, folders exchanged. */
  double restage(Path folder, boolean sync) throws Exception {
    Path live = folder.resolve("live");
    Path fresh = folder.resolve("fresh");
    if (!Files.exists(live)) {
      bench.agent().unpack(writeNext(folder), live, false);
    }
    Folder.clear(fresh);
    return Millis.of(bench.agent().restage(writeNext(folder), fresh, live, sync));
  }

  static Job.Archive archive(Path folder) {
    return new Job.Archive(
        folder.resolve("source/config.tar"),
        folder.resolve("state/staging"),
        folder.resolve("state/live"));
  }

  private Job.Archive watch(Path folder) throws IOException {
    Job.Archive archive = archive(folder);
    Files.createDirectories(folder.resolve("source"));
    Files.createDirectories(archive.target());
    Files.move(writeNext(folder), archive.file());
    return archive;
  }

  private Path writeNext(Path folder) throws IOException {
    Path next = folder.resolve("next.tar");
    Tar.writeGeneration(next, files, FILE_BYTES, ++generation);
    // Otherwise a contender that syncs would pay for the driver's own writing.
    try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    return next;
  }

  private void awaitFirstUpdate(Instance instance) throws Exception {
    Path target = archive(instance.folder()).target();
    long deadline = System.nanoTime() + Instance.PATIENCE.toNanos();
    while (count(target) < files) {
      if (System.nanoTime() > deadline) {
        throw new BenchmarkException("the first archive is not applied");
      }
      Thread.sleep(SETTLE);
    }
    while (instance.events().next(Signal.HUP::arrivedIn, QUIET).isPresent()) {
      // Some signal for the first configuration too.
    }
  }

  private static long count(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.count();
    }
  }

  private void checkApplied(Path folder) throws IOException, BenchmarkException {
    Path changed = archive(folder).target().resolve(Tar.changing(files));
    if (!Files.readString(changed).strip().endsWith("generation " + generation)) {
      throw new BenchmarkException("signalled before the new configuration was in place");
    }
  }
}
