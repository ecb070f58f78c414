package dev.ostler.entrypoint;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.BooleanSupplier;

/**
 * Can be read only as long as somebody wants what it is read for: whoever waits for the reader's
 * end does not wait for all that there is.
 */
final class WantedInput extends FilterInputStream {
  private final BooleanSupplier wanted;

  WantedInput(InputStream input, BooleanSupplier wanted) {
    super(input);
    this.wanted = wanted;
  }

  /**
   * Ends what is not wanted any more.
   *
   * @throws ConfigurationException in that case
   */
  static void require(BooleanSupplier wanted) throws ConfigurationException {
    if (!wanted.getAsBoolean()) {
      throw new ConfigurationException("cannot go on: the new version is not wanted any more");
    }
  }

  @Override
  public int read() throws IOException {
    require(wanted);
    return super.read();
  }

  @Override
  public int read(byte[] buffer, int from, int length) throws IOException {
    require(wanted);
    return super.read(buffer, from, length);
  }
}
