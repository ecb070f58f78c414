package dev.ostler.entrypoint;

import java.io.IOException;
import java.io.InputStream;

final class ZstdInputStream extends InputStream {
  ZstdInputStream(InputStream in) throws IOException {
    throw new IOException("it is packed with zstd; pack it with gzip");
  }

  @Override
  public int read() throws IOException {
    return -1;
  }
}
