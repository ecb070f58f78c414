package dev.ostler.entrypoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Replaces sources as careful writers do: a new file is renamed over the old one. */
final class Replacing {
  private Replacing() {}

  static void replace(Path file, String content) throws IOException {
    replace(file, content.getBytes(StandardCharsets.UTF_8));
  }

  static void replace(Path file, byte[] content) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    Files.write(temporary, content);
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Swaps the link of a Kubernetes volume to a new generation, as the kubelet does. */
  static void swapVolume(Path volume, String generation, String... namesAndContents)
      throws IOException {
    Path folder = Files.createDirectory(volume.resolve(generation));
    for (int i = 0; i < namesAndContents.length; i += 2) {
      Files.writeString(folder.resolve(namesAndContents[i]), namesAndContents[i + 1]);
    }
    Path temporary = Files.createSymbolicLink(volume.resolve("..data_tmp"), Path.of(generation));
    Path data = volume.resolve("..data");
    Path former = Files.exists(data) ? data.toRealPath() : folder;
    Files.move(temporary, data, StandardCopyOption.ATOMIC_MOVE);
    for (int i = 0; i < namesAndContents.length; i += 2) {
      Path visible = volume.resolve(namesAndContents[i]);
      if (!Files.isSymbolicLink(visible)) {
        Files.createSymbolicLink(visible, Path.of("..data", namesAndContents[i]));
      }
    }
    if (!former.equals(folder)) {
      deleteTree(former);
    }
  }

  static void deleteTree(Path folder) throws IOException {
    try (var all = Files.walk(folder)) {
      for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
