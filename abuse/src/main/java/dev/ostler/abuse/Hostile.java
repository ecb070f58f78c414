package dev.ostler.abuse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.zip.GZIPOutputStream;

/** What nobody in his right mind would send. */
final class Hostile {
  private static final int BOMB = 64 << 20;

  private Hostile() {}

  static byte[] noise(RandomGenerator random, int most) {
    byte[] bytes = new byte[1 + random.nextInt(most)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Lines for a control socket. */
  static byte[] controlLine(RandomGenerator random) {
    return switch (random.nextInt(9)) {
      case 0 -> noise(random, 4096);
      case 1 -> utf8("{\"id\":1,\"command\":\"status\",\"processes\":" + "[".repeat(20_000) + "\n");
      case 2 -> utf8("x".repeat(200_000));
      case 3 -> utf8("{\"id\":1,\"command\":\"sta");
      case 4 -> utf8("{\"id\":-1,\"command\":\"stop\",\"waitMs\":1e99}\n");
      case 5 -> utf8("{\"id\":1,\"id\":2,\"command\":\"stop\"}\n\0\n{}\n[]\nnull\n");
      case 6 -> utf8("{\"id\":1,\"command\":\"logs\",\"follow\":true,\"lines\":1000}\n".repeat(40));
      case 7 -> utf8("{\"id\":1,\"command\":\"signal\",\"signal\":\"KILLL\"}\n".repeat(500));
      default -> utf8("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    };
  }

  static String word(RandomGenerator random) {
    return switch (random.nextInt(5)) {
      case 0 -> new String(noise(random, 2000), StandardCharsets.ISO_8859_1);
      case 1 -> "STOPSTOP";
      case 2 -> " \t\n";
      case 3 -> "START STOP";
      default -> "x".repeat(4000);
    };
  }

  /** An archive that is damaged or lies, made of a good one; {@code name} is written nowhere. */
  static byte[] archive(RandomGenerator random, byte[] good, String name) {
    return switch (random.nextInt(12)) {
      case 0 -> Arrays.copyOf(good, random.nextInt(good.length));
      case 1 -> damagedHeader(random, good);
      case 2 -> noise(random, 20_000);
      case 3 -> new Tar().file("f0", "1\n").file("../" + name, "x").end();
      case 4 -> new Tar().file("/tmp/" + name, "x").end();
      case 5 -> new Tar().link("out", Tar.SYMBOLIC_LINK, "/tmp").file("out/" + name, "x").end();
      case 6 -> new Tar().link("f0", Tar.HARD_LINK, "/etc/passwd").end();
      case 7 -> new Tar().link("f0", Tar.DEVICE, "").end();
      case 8 -> new Tar().member("f0", Tar.FILE, "", 0x1_FFFF_FFFFL, new byte[512]).end();
      case 9 -> new Tar().file("f0", "1\n").file("./f0", "2\n").file("f0/x", "3\n").end();
      case 10 -> bomb();
      default -> new byte[0];
    };
  }

  /** Every member's header is checked by a sum, so a wrong byte in it must be seen. */
  private static byte[] damagedHeader(RandomGenerator random, byte[] good) {
    byte[] bad = good.clone();
    bad[random.nextInt(257)] ^= (byte) (1 + random.nextInt(255));
    return bad;
  }

  private static byte[] bomb() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(new Tar().member("f0", Tar.FILE, "", BOMB, new byte[0]).end(), 0, 512);
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < BOMB; i += zeros.length) {
        zip.write(zeros);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * A YAML file that must be refused, made of a good one. Nothing is changed within it: a command
   * that was cut off might be run.
   */
  static String yaml(RandomGenerator random, String good) {
    List<String> bad =
        List.of(
            good + "nonsense: 1\n",
            good + "\t\tx: [\n",
            good + good,
            good + "x: " + "[".repeat(5_000) + "\n",
            good + "y: &y [1, 2]\nz: [*y, *y, *nobody]\n",
            good + "\0\1\2\n",
            good + "? !!java.lang.Thread {}\n: x\n",
            "a: &a [x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b]\nd: &d [*c, *c, *c, *c, *c, *c, *c]\n"
                + good,
            "",
            "---\n---\n" + good,
            "x".repeat(200_000));
    return bad.get(random.nextInt(bad.size()));
  }

  /** What may come instead of a request, or as one. */
  static byte[] http(RandomGenerator random) {
    String host = "Host: shop\r\n";
    return switch (random.nextInt(12)) {
      case 0 -> noise(random, 8192);
      case 1 -> utf8("GET / HTTP/1.1\r\n" + host + "X: " + "x".repeat(300_000) + "\r\n\r\n");
      case 2 -> utf8("GET / HTTP/1.1\r\n" + host + "X-%d: 1\r\n".repeat(5_000) + "\r\n");
      case 3 ->
          utf8(
              "POST / HTTP/1.1\r\n"
                  + host
                  + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /");
      case 4 -> utf8("POST / HTTP/1.1\r\n" + host + "Content-Length: 5, 6\r\n\r\nhello");
      case 5 -> utf8("POST / HTTP/1.1\r\n" + host + "Content-Length: -1\r\n\r\n");
      case 6 ->
          utf8(
              "POST / HTTP/1.1\r\n"
                  + host
                  + "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n");
      case 7 -> utf8("GET " + "/../".repeat(10_000) + " HTTP/1.1\r\n" + host + "\r\n");
      case 8 -> utf8("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + "\0".repeat(500));
      case 9 -> utf8("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n");
      case 10 ->
          utf8("GET / HTTP/1.1\r\n" + host + "Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
      default -> utf8("\r\n".repeat(2_000) + "HELO gateway\r\n");
    };
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
