package dev.ostler.entrypoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Map;
import java.util.TreeMap;

/**
 * The extended attributes of a regular file or directory that belong to users, named without {@code
 * user.}.
 *
 * @param values name to value, a character for each byte
 */
record ExtendedAttributes(Map<String, String> values) {
  static final ExtendedAttributes NONE = new ExtendedAttributes(Map.of());

  ExtendedAttributes {
    values = Map.copyOf(values);
  }

  static ExtendedAttributes of(Path path) throws IOException {
    UserDefinedFileAttributeView view = view(path);
    Map<String, String> values = new TreeMap<>();
    for (String name : view.list()) {
      ByteBuffer value = ByteBuffer.allocate(view.size(name));
      view.read(name, value);
      values.put(name, StandardCharsets.ISO_8859_1.decode(value.flip()).toString());
    }
    return new ExtendedAttributes(values);
  }

  static UserDefinedFileAttributeView view(Path path) {
    return Files.getFileAttributeView(path, UserDefinedFileAttributeView.class);
  }

  /** Gives a file or directory exactly these. */
  void write(Disk disk, Path path) throws IOException {
    Map<String, String> former = of(path).values();
    for (String name : former.keySet()) {
      if (!values.containsKey(name)) {
        disk.deleteAttribute(path, name);
      }
    }
    for (Map.Entry<String, String> wanted : values.entrySet()) {
      if (!wanted.getValue().equals(former.get(wanted.getKey()))) {
        disk.attribute(path, wanted.getKey(), wanted.getValue());
      }
    }
  }

  /** Refuses a place where there cannot be any. */
  static void require(WorkPlace place, Path target) throws IOException {
    Path probe = place.path("probe");
    place.trees().delete(probe);
    place.disk().createDirectory(probe, 0700);
    try {
      place.disk().attribute(probe, "ostler.probe", "1");
    } catch (FileSystemException refused) {
      throw new ConfigurationException(
          "cannot keep extended attributes in %s: its file system refuses them; have it on another one, or do without them"
              .formatted(target),
          refused);
    } finally {
      place.trees().delete(probe);
    }
  }
}
