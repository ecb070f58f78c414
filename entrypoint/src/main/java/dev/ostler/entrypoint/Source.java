package dev.ostler.entrypoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

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

    /**
     * Refuses if somebody has written to it since.
     *
     * @param wanted for how long that is of interest; asked again and again
     */
    void checkUntouched(BooleanSupplier wanted) throws IOException;

    /** Whether another version is there by now, which may be why this one cannot be read. */
    boolean isSuperseded(BooleanSupplier wanted);

    @Override
    void close();
  }

  /** Starts watching, and reports what is there already. */
  void start();

  /** Reports what is there now, even if it looks like what was reported last. */
  void reportAgain();

  @Override
  void close();
}
