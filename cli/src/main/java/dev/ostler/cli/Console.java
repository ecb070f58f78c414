package dev.ostler.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/*
 * Written straight to the descriptors: System.out and System.err cost their encoders and locks at
 * start-up, and would turn names that are not in the locale's character set into question marks.
 */
/** Prints: results to standard output, everything else to standard error. */
final class Console {
  private Console() {}

  static void result(String text) {
    print(FileDescriptor.out, text);
  }

  static void message(String text) {
    print(FileDescriptor.err, text);
  }

  @SuppressWarnings("resource") // the descriptor stays open
  private static void print(FileDescriptor descriptor, String text) {
    try {
      new FileOutputStream(descriptor).write((text + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException nobodyListens) {
      // A closed pipe must not end what is looked after.
    }
  }
}
