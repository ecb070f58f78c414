package dev.ostler.engine;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The beginning of what a program on a host has written to its standard error. */
final class SshComplaints extends OutputStream {
  private static final int ENOUGH = 1000;

  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

  @Override
  public void write(int one) {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    kept.write(bytes, offset, Math.min(length, ENOUGH - kept.size()));
  }

  /** On one line. */
  synchronized String text() {
    return kept.toString(StandardCharsets.UTF_8).strip().replaceAll("\\s+", " ");
  }
}
