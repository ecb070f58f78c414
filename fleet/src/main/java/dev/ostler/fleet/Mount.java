package dev.ostler.fleet;

/**
 * A folder, a file or a volume in a container.
 *
 * @param kind what is mounted
 * @param source path on the host, or name of the volume; empty for a volume of its own
 * @param target path in the container
 * @param readOnly whether it cannot be written
 * @param propagation how mounts below it travel, such as {@code rshared}; empty for the default
 */
public record Mount(Kind kind, String source, String target, boolean readOnly, String propagation)
    implements Comparable<Mount> {

  /** What can be mounted. */
  public enum Kind {
    /** A folder or file of the host. */
    BIND,
    /** A volume of the engine. */
    VOLUME
  }

  /** Checks the paths. */
  public Mount {
    if (!target.startsWith("/")) {
      throw new IllegalArgumentException(
          "target of a mount must be an absolute path, got '" + target + "'");
    }
    if (kind == Kind.BIND && !source.startsWith("/")) {
      throw new IllegalArgumentException(
          "source of a mount must be an absolute path on the host, got '" + source + "'");
    }
  }

  /**
   * A folder or file of the host.
   *
   * @param source path on the host
   * @param target path in the container
   * @return the mount
   */
  public static Mount bind(String source, String target) {
    return new Mount(Kind.BIND, source, target, false, "");
  }

  /**
   * A volume.
   *
   * @param name its name
   * @param target path in the container
   * @return the mount
   */
  public static Mount volume(String name, String target) {
    return new Mount(Kind.VOLUME, name, target, false, "");
  }

  @Override
  public int compareTo(Mount other) {
    return toString().compareTo(other.toString());
  }

  /** {@code SOURCE:TARGET[:OPTIONS]}, as Compose writes it. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(source).append(source.isEmpty() ? "" : ":");
    text.append(target);
    if (readOnly) {
      text.append(":ro");
    }
    if (!propagation.isEmpty()) {
      text.append(readOnly ? "," : ":").append(propagation);
    }
    return text.toString();
  }
}
