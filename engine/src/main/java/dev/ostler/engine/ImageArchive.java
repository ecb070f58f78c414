package dev.ostler.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An image in a file as {@code docker save} writes it, for hosts that reach no registry. */
public final class ImageArchive {
  private final Path file;
  private final String id;
  private final Set<String> manifests;
  private @Nullable String made;

  private ImageArchive(Path file, String id, Set<String> manifests) {
    this.file = file;
    this.id = id;
    this.manifests = Set.copyOf(manifests);
  }

  /**
   * Looks into an archive; layers are skipped.
   *
   * @param file uncompressed
   * @return the archive
   * @throws IllegalArgumentException if it has not just one image
   * @throws IOException if it cannot be read as an archive
   */
  public static ImageArchive of(Path file) throws IOException {
    try (ImageFiles files = new ImageFiles(file)) {
      List<Json> images = files.json("manifest.json").elements();
      if (images.size() != 1) {
        throw new IllegalArgumentException(
            "an archive must have one image, got " + images.size() + " in " + file);
      }
      Set<String> manifests = new HashSet<>();
      for (Json manifest : files.json("index.json").at("manifests").elements()) {
        manifests.add(manifest.text("digest"));
      }
      return new ImageArchive(file, files.digest(images.getFirst().text("Config")), manifests);
    }
  }

  /**
   * Returns where it is.
   *
   * @return the file
   */
  public Path file() {
    return file;
  }

  /**
   * Returns what its image is, whichever engine has saved it.
   *
   * @return the digest of its configuration
   */
  public String id() {
    return id;
  }

  /**
   * Says whether an engine means its image. Engines that keep images as registries keep them name
   * them by their manifest, which they make if an archive has none; then all of the file is read,
   * once.
   *
   * @param engineId what the engine calls an image
   * @return whether it is this one
   * @throws IOException if the file cannot be read
   */
  public boolean isKnownAs(String engineId) throws IOException {
    return id.equals(engineId)
        || manifests.contains(engineId)
        || (manifests.isEmpty() && engineId.equals(made()));
  }

  private synchronized String made() throws IOException {
    if (made == null) {
      try (ImageFiles files = new ImageFiles(file)) {
        made = files.manifestAsContainerdMakesIt();
      }
    }
    return made;
  }
}
