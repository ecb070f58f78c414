package dev.ostler.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;

/**
 * An image in a file as {@code docker save} writes it, for hosts that reach no registry.
 *
 * @param file the archive
 * @param ids what engines may call the image, never nothing: the digest of its configuration, or of
 *     its manifest where images are kept as registries keep them
 */
public record ImageArchive(Path file, NavigableSet<String> ids) {
  /** Lists are small; what is larger is none. */
  private static final long LARGEST_LIST = 1 << 20;

  /** Copies. */
  public ImageArchive {
    ids = new TreeSet<>(ids);
    if (ids.isEmpty()) {
      throw new IllegalArgumentException("an archive must have an image, got none in " + file);
    }
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
    NavigableSet<String> ids = new TreeSet<>();
    try (TarFile tar = new TarFile(file)) {
      List<Json> images = json(tar, "manifest.json").elements();
      if (images.size() != 1) {
        throw new IllegalArgumentException(
            "an archive must have one image, got " + images.size() + " in " + file);
      }
      // CONFIG.json, or blobs/sha256/CONFIG
      ids.add(digest(images.getFirst().text("Config")));
      for (Json manifest : json(tar, "index.json").at("manifests").elements()) {
        ids.add(manifest.text("digest"));
      }
    }
    return new ImageArchive(file, ids);
  }

  private static String digest(String file) {
    String name = file.substring(file.lastIndexOf('/') + 1);
    return "sha256:" + (name.endsWith(".json") ? name.substring(0, name.length() - 5) : name);
  }

  private static Json json(TarFile tar, String name) throws IOException {
    for (TarArchiveEntry entry : tar.getEntries()) {
      if (entry.getName().equals(name) && entry.getSize() <= LARGEST_LIST) {
        try (InputStream in = tar.getInputStream(entry)) {
          return Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
      }
    }
    return Json.parse("[]");
  }

  /**
   * Returns one of the IDs.
   *
   * @return the same for the same image
   */
  public String id() {
    return ids.first();
  }
}
