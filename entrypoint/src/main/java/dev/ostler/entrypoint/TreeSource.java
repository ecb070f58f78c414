package dev.ostler.entrypoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Where a new version of a tree comes from. */
sealed interface TreeSource permits TarSource, DirectorySource {
  /** Takes the members of a tree one by one. */
  interface Sink {
    /**
     * Takes one member.
     *
     * @param member what it is; nothing about it has been checked
     * @param content its bytes, valid during this call; need not be read to its end
     */
    void accept(Member member, InputStream content) throws IOException;
  }

  /** Hands every member to the sink, in the source's order. */
  void read(Sink sink) throws IOException;

  /** What to call it in messages. */
  @Override
  String toString();

  /**
   * A tar archive, plain or packed with gzip or zstd.
   *
   * @param name what to call it in messages
   * @param bytes the archive, read once; the caller closes it
   * @param options what it may ask for, and whether its extended attributes count
   */
  static TreeSource archive(String name, InputStream bytes, TreeOptions options) {
    return new TarSource(name, bytes, options.limits(), options.xattrs());
  }

  /**
   * A directory, or the current generation of a Kubernetes ConfigMap or Secret volume.
   *
   * @param directory whose members are copied; names that begin with two dots are left out
   * @param options whether their extended attributes count
   */
  static TreeSource directory(Path directory, TreeOptions options) {
    return new DirectorySource(directory, options.xattrs());
  }
}
