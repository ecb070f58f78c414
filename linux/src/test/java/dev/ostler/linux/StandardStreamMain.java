package dev.ostler.linux;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Fills standard output until there is no room, and says in a file how it went. */
final class StandardStreamMain {
  private StandardStreamMain() {}

  public static void main(String[] arguments) throws Exception {
    String report;
    try (StandardStream output = StandardStream.output()) {
      byte[] bytes = "0123456789abcdef".repeat(4096).getBytes(StandardCharsets.US_ASCII);
      int all = 0;
      int taken;
      do {
        taken = output.write(bytes, 0, bytes.length);
        all += taken;
      } while (taken > 0 && all < 4_000_000);
      report = (all >= 65_536 ? "much" : "little") + " then " + (taken == 0 ? "no room" : "room");
    } catch (LinuxException e) {
      report = e.getMessage();
    }
    try (Signals signals = Signals.open()) {
      report += ", signals " + signals.read();
    }
    Files.writeString(Path.of(arguments[0]), report);
  }
}
