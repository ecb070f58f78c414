package dev.ostler.entrypoint;

/** Something that an entrypoint closes when it is closed itself. */
interface Handler extends AutoCloseable {
  boolean isOpen();

  @Override
  void close();
}
