package dev.ostler.engine;

import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Something that is mounted into a container. */
public sealed interface Mount {
  /**
   * Returns where it is in the container.
   *
   * @return an absolute path
   */
  String target();

  /**
   * A path of the host.
   *
   * @param source absolute path on the host
   * @param target absolute path in the container
   * @param readOnly whether the container cannot write
   * @param propagation such as {@code rslave}; empty for {@code rprivate}
   * @param createSource whether a source that is not there is made, as a directory; otherwise
   *     creating the container fails. Neither path can have a colon then
   */
  record Bind(
      String source, String target, boolean readOnly, String propagation, boolean createSource)
      implements Mount {
    /** Checks the paths. */
    public Bind {
      requireAbsolute("source", source);
      requireAbsolute("target", target);
      if (createSource && (source + target).contains(":")) {
        throw new IllegalArgumentException(
            "a bind that makes its source cannot have a colon in its paths, got "
                + source
                + " and "
                + target);
      }
    }
  }

  /**
   * A named volume, or an anonymous one.
   *
   * @param name of the volume, which is made if it is not there; empty for an anonymous one
   * @param target absolute path in the container
   * @param readOnly whether the container cannot write
   * @param noCopy whether an empty volume stays empty, instead of getting what the image has there
   */
  record Volume(String name, String target, boolean readOnly, boolean noCopy) implements Mount {
    /** Checks the path. */
    public Volume {
      requireAbsolute("target", target);
    }
  }

  /**
   * A file system in memory.
   *
   * @param target absolute path in the container
   * @param bytes at most; nothing for the kernel's default
   * @param mode permission bits; nothing for 01777
   */
  record Memory(String target, OptionalLong bytes, OptionalInt mode) implements Mount {
    /** Checks the path. */
    public Memory {
      requireAbsolute("target", target);
    }
  }

  /**
   * A mount of a kind that is only read, never made here.
   *
   * @param type the engine's word, such as {@code npipe} or {@code cluster}
   * @param target path in the container
   * @param details what else the engine says about it
   */
  record Other(String type, String target, Map<String, String> details) implements Mount {
    /** Copies. */
    public Other {
      details = Copies.of(details);
    }
  }

  private static void requireAbsolute(String name, String path) {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException(
          "the " + name + " of a mount must be an absolute path, got \"" + path + "\"");
    }
  }
}
