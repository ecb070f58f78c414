package dev.ostler.dist;

import static java.util.function.Predicate.not;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Makes everything that is distributed: {@code Distribution CHECKOUT VERSION TIMESTAMP BASE}. */
public final class Distribution {
  private Distribution() {}

  /**
   * Makes it in the folder {@code dist/target} of the checkout.
   *
   * @param arguments the checkout with a built application folder, the version, the time of all
   *     files in ISO 8601, the root file system that the image is built on or nothing
   * @throws IOException if a file cannot be read or written
   * @throws ExecutionException if a package cannot be written
   * @throws InterruptedException if this thread is interrupted
   */
  public static void main(String[] arguments)
      throws IOException, ExecutionException, InterruptedException {
    Path checkout = Path.of(arguments[0]).toRealPath();
    Release release = new Release(checkout, arguments[1], Instant.parse(arguments[2]));
    makeFolder(release);
    pack(release, Optional.of(arguments[3]).filter(not(String::isEmpty)).map(Path::of));
  }

  /** All at once: most of it is compression. */
  private static void pack(Release release, Optional<Path> base)
      throws InterruptedException, ExecutionException {
    List<Callable<Path>> packages =
        List.of(
            () -> writeArchive(release),
            () -> new DebianPackage(release).write(),
            () -> new ContainerImage(release, base).write());
    // close() waits for every task, so no thread outlives this block.
    try (ExecutorService threads = Executors.newFixedThreadPool(packages.size())) {
      for (Future<Path> written : threads.invokeAll(packages)) {
        System.out.println(written.get());
      }
    }
  }

  private static Path writeArchive(Release release) throws IOException {
    try (OutputStream out = TarWriter.gzip(release.archive());
        TarWriter tar = new TarWriter(out, release.timestamp())) {
      tar.tree(release.name(), release.folder());
    }
    return release.archive();
  }

  private static void makeFolder(Release release) throws IOException, InterruptedException {
    Path folder = release.folder();
    Trees.delete(folder);
    Trees.copy(release.application(), folder, file -> !isCache(file));
    Files.copy(release.checkout().resolve("LICENSE"), folder.resolve("LICENSE"));
    RuntimeImage runtime = RuntimeImage.make(folder.resolve("runtime"));
    Training training = new Training(release.checkout().resolve("cli/src/launcher/train"), folder);
    runtime.learnShapes(training.shapes());
    // A cache may be held to the times of its jars: what unpacks the archive keeps them.
    Trees.normalise(folder, release.timestamp());
    training.makeCaches();
    Trees.normalise(folder, release.timestamp());
  }

  /** Caches of another runtime would be refused. */
  private static boolean isCache(Path file) {
    return file.toString().endsWith(".aot");
  }
}
