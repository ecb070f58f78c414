package dev.ostler.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;

/** What is in an archive of an image. */
final class ImageFiles implements AutoCloseable {
  /** Lists are small; what is larger is none. */
  private static final long LARGEST_LIST = 1 << 20;

  private static final String MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
  private static final String CONFIG = "application/vnd.docker.container.image.v1+json";
  private static final String LAYER = "application/vnd.docker.image.rootfs.diff.tar";

  private final TarFile tar;
  private final Map<String, TarArchiveEntry> entries = new HashMap<>();

  ImageFiles(Path file) throws IOException {
    tar = new TarFile(file);
    tar.getEntries().forEach(entry -> entries.put(entry.getName(), entry));
  }

  /** A list of the archive's; an empty one if there is none of that name. */
  Json json(String name) throws IOException {
    TarArchiveEntry entry = entries.get(name);
    if (entry == null || entry.getSize() > LARGEST_LIST) {
      return Json.parse("[]");
    }
    try (InputStream in = tar.getInputStream(entry)) {
      return Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  String digest(String name) throws IOException {
    try (DigestInputStream in = new DigestInputStream(open(name), sha256())) {
      in.transferTo(OutputStream.nullOutputStream());
      return text(in.getMessageDigest());
    }
  }

  /**
   * The digest of the manifest that containerd makes where there is none: it is written without
   * blanks, with its fields in this order.
   */
  String manifestAsContainerdMakesIt() throws IOException {
    Json image = json("manifest.json").elements().getFirst();
    List<String> layers = new ArrayList<>();
    for (String layer : image.texts("Layers")) {
      layers.add(descriptor(LAYER + compression(layer), layer));
    }
    String manifest =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
            .formatted(
                MANIFEST, descriptor(CONFIG, image.text("Config")), String.join(",", layers));
    MessageDigest digest = sha256();
    digest.update(manifest.getBytes(StandardCharsets.UTF_8));
    return text(digest);
  }

  private String descriptor(String type, String name) throws IOException {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
        .formatted(type, digest(name), entry(name).getSize());
  }

  private String compression(String layer) throws IOException {
    try (InputStream in = open(layer)) {
      String begin = HexFormat.of().formatHex(in.readNBytes(4));
      return begin.equals("28b52ffd") ? ".zstd" : begin.startsWith("1f8b08") ? ".gzip" : "";
    }
  }

  private InputStream open(String name) throws IOException {
    return tar.getInputStream(entry(name));
  }

  /** Engines before 25 save a layer once, and links to it. */
  private TarArchiveEntry entry(String name) throws IOException {
    TarArchiveEntry entry = entries.get(name);
    if (entry != null && entry.isSymbolicLink()) {
      entry = entries.get(Path.of(name).resolveSibling(entry.getLinkName()).normalize().toString());
    }
    if (entry == null) {
      throw new IOException("the archive has no " + name);
    }
    return entry;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("internal error: every Java has SHA-256", e);
    }
  }

  private static String text(MessageDigest digest) {
    return "sha256:" + HexFormat.of().formatHex(digest.digest());
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }
}
