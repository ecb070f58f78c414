package dev.ostler.dist;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The folder as a container image, in an archive that {@code docker load} and {@code podman load}
 * take. Without a base it is there to be copied from; on a base with glibc and a shell it runs.
 *
 * @see <a href="https://github.com/moby/docker-image-spec/blob/main/spec.md">docker-image-spec</a>
 */
final class ContainerImage {
  /** Where the folder is in the image. */
  static final String HOME = "opt/ostler";

  private final Release release;
  private final Optional<Path> base;

  /**
   * Prepares one.
   *
   * @param base a root file system as a plain tar archive, such as {@code docker export} writes
   */
  ContainerImage(Release release, Optional<Path> base) {
    this.release = release;
    this.base = base;
  }

  /** The name that it has once it is loaded. */
  String name() {
    return "ostler:" + release.version();
  }

  Path file() {
    return release
        .target()
        .resolve(release.name() + "-linux-" + Release.architecture() + "-image.tar");
  }

  /** Writes it where it belongs, and returns that. */
  Path write() throws IOException {
    write(file());
    return file();
  }

  void write(Path file) throws IOException {
    Path application = Files.createTempFile(release.target(), "layer-", ".tar");
    try {
      writeLayer(application);
      List<Path> files = new ArrayList<>();
      base.ifPresent(files::add);
      files.add(application);
      List<Layer> layers = new ArrayList<>();
      for (Path layer : files) {
        layers.add(new Layer(layer, Digests.of(layer, "SHA-256")));
      }
      writeArchive(file, layers);
    } finally {
      Files.delete(application);
    }
  }

  /** A layer's archive and the digest that names it. */
  private record Layer(Path file, String digest) {
    String name() {
      return digest + ".tar";
    }
  }

  private void writeLayer(Path file) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
        TarWriter tar = new TarWriter(out, release.timestamp())) {
      tar.tree(HOME, release.folder());
    }
  }

  private void writeArchive(Path file, List<Layer> layers) throws IOException {
    byte[] configuration = configuration(layers).getBytes(StandardCharsets.UTF_8);
    String name = Digests.of(configuration, "SHA-256") + ".json";
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
        TarWriter tar = new TarWriter(out, release.timestamp())) {
      tar.file(name, configuration);
      for (Layer layer : layers) {
        tar.file(layer.name(), layer.file());
      }
      tar.file("manifest.json", manifest(name, layers).getBytes(StandardCharsets.UTF_8));
    }
  }

  private String configuration(List<Layer> layers) {
    String digests =
        layers.stream()
            .map(layer -> "\"sha256:" + layer.digest() + "\"")
            .collect(Collectors.joining(","));
    return """
    {"architecture":"%s","os":"linux","created":"%s","config":{\
    "Env":["PATH=/opt/ostler/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"],\
    "Entrypoint":["/opt/ostler/bin/ostler"],"Cmd":["--help"],\
    "Labels":{"org.opencontainers.image.title":"Ostler",\
    "org.opencontainers.image.licenses":"Apache-2.0","org.opencontainers.image.version":"%s"}},\
    "rootfs":{"type":"layers","diff_ids":[%s]}}\
    """
        .formatted(Release.packageArchitecture(), release.timestamp(), release.version(), digests);
  }

  private String manifest(String configuration, List<Layer> layers) {
    String names =
        layers.stream().map(layer -> "\"" + layer.name() + "\"").collect(Collectors.joining(","));
    return "[{\"Config\":\"%s\",\"RepoTags\":[\"%s\"],\"Layers\":[%s]}]"
        .formatted(configuration, name(), names);
  }
}
