package dev.ostler.entrypoint;

import java.io.IOException;
import java.nio.file.Path;

/** Something watched that configuration comes from. */
interface Source extends AutoCloseable {
  /** Wants to know. */
  interface Listener {
    /** There is new content; the listener closes it. */
    void changed(Content content);

    /** There is nothing any more. */
    void removed();

    /** There is something that cannot be read. */
    void unreadable(IOException reason);
  }

  /** What was there at one moment. */
  interface Content extends AutoCloseable {
    /** Where to read it, whatever is at the source's name by now. */
    Path path();

    /** Refuses if somebody has written to it since. */
    void checkUntouched() throws IOException;

    @Override
    void close();
  }

  /** Starts watching, and reports what is there already. */
  void start();

  @Override
  void close();
}
