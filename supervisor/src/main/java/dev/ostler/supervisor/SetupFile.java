package dev.ostler.supervisor;

import dev.ostler.configuration.InvalidConfigurationException;
import java.io.IOException;
import java.nio.file.Path;

/** A file that says what to look after, and may say something else later. */
public interface SetupFile {
  /**
   * Returns its name.
   *
   * @return as given
   */
  Path path();

  /**
   * Reads what it says now.
   *
   * @return all of it, checked
   * @throws InvalidConfigurationException if something in it is wrong, with all that is
   * @throws IOException if it cannot be read
   */
  Setup read() throws InvalidConfigurationException, IOException;
}
