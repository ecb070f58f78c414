package dev.ostler.engine;

/**
 * The name of an image as a pull wants it.
 *
 * @param repository registry and path
 * @param tag tag or digest
 */
record ImageName(String repository, String tag) {
  /** Splits a name. Without a tag it means "latest": to an engine it would mean all tags. */
  static ImageName parse(String name) {
    int at = name.indexOf('@');
    if (at >= 0) {
      return new ImageName(name.substring(0, at), name.substring(at + 1));
    }
    int colon = name.lastIndexOf(':');
    return colon > name.lastIndexOf('/')
        ? new ImageName(name.substring(0, colon), name.substring(colon + 1))
        : new ImageName(name, "latest");
  }
}
