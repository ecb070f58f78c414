package dev.ostler.dist;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** Makes everything that is distributed: {@code Distribution CHECKOUT VERSION TIMESTAMP}. */
public final class Distribution {
  private Distribution() {}

  /**
   * Makes it in the folder {@code dist/target} of the checkout.
   *
   * @param arguments the checkout with a built application folder, the version, the time of all
   *     files in ISO 8601
   * @throws IOException if a file cannot be read or written
   * @throws InterruptedException if this thread is interrupted
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path checkout = Path.of(arguments[0]).toRealPath();
    Release release = new Release(checkout, arguments[1], Instant.parse(arguments[2]));
    makeFolder(release);
    writeArchive(release);
    new DebianPackage(release).write();
  }

  private static void writeArchive(Release release) throws IOException {
    try (OutputStream out = TarWriter.gzip(release.archive());
        TarWriter tar = new TarWriter(out, release.timestamp())) {
      tar.tree(release.name(), release.folder());
    }
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
