package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests of HTTP/2 whose fields are changed by chance, before an app of HTTP/1.1. */
@SuppressWarnings("NullAway.Init")
class Http2FuzzTest {
  /** How many; more on request. */
  private static final int REQUESTS = Integer.getInteger("ostler.fuzz", 400);

  private static final long SEED = Long.getLong("ostler.seed", 3);

  /** A field of a head. */
  private record Field(String name, String value) {
    String block() {
      return RawHttp2.field(name, value);
    }

    Field spiced(Random random) {
      return random.nextBoolean()
          ? new Field(Spice.put(random, name), value)
          : new Field(name, Spice.put(random, value));
    }
  }

  private static final List<Field> PSEUDO =
      List.of(
          new Field(":method", "GET"),
          new Field(":scheme", "http"),
          new Field(":path", "/a?b=c"),
          new Field(":authority", "shop"));

  private static final List<Field> USUAL =
      List.of(
          new Field("accept", "*/*"),
          new Field("cookie", "a=b; c=d"),
          new Field("te", "trailers"),
          new Field("content-length", "3"),
          new Field("x-forwarded-for", "6.6.6.6"),
          new Field("content-type", "text/plain"));

  /** What only a proxy may say; a name that is another one by now says nothing. */
  private static final Pattern SPOOFED =
      Pattern.compile("(?i)\r\nx[-_]forwarded[-_]for:.*6\\.6\\.6\\.6");

  @TempDir Path folder;
  private RawOrigin origin;
  private TestGateway gateway;

  @BeforeEach
  void open() throws Exception {
    origin = new RawOrigin();
    gateway = TestGateway.before(folder, origin.address());
  }

  @AfterEach
  void close() throws Exception {
    gateway.close();
    origin.close();
  }

  /** Mostly good, so that some of it gets far. */
  private static String block(Random random, List<Field> fields) {
    StringBuilder block = new StringBuilder();
    int spiced = random.nextInt(fields.size() * 2);
    for (int i = 0; i < fields.size(); i++) {
      block.append((i == spiced ? fields.get(i).spiced(random) : fields.get(i)).block());
    }
    return block.toString();
  }

  private static List<Field> some(Random random) {
    return List.of(
        USUAL.get(random.nextInt(USUAL.size())), USUAL.get(random.nextInt(USUAL.size())));
  }

  private static String request(Random random) {
    String head = block(random, PSEUDO) + block(random, some(random));
    int last = RawHttp2.END_HEADERS | RawHttp2.END_STREAM;
    return switch (random.nextInt(3)) {
      case 0 -> RawHttp2.headers(last, head);
      case 1 ->
          RawHttp2.headers(RawHttp2.END_HEADERS, head) + RawHttp2.data(RawHttp2.END_STREAM, "abc");
      default ->
          RawHttp2.headers(RawHttp2.END_HEADERS, head)
              + RawHttp2.data(0, "abc")
              + RawHttp2.headers(last, block(random, some(random)));
    };
  }

  @Test
  void whateverIsSaidIsAnsweredOrRefusedAndNothingUncleanReachesTheApp() throws Exception {
    Random random = new Random(SEED);
    for (int i = 0; i < REQUESTS; i++) {
      String said = request(random);
      try (RawHttp2 client = new RawHttp2(gateway.port())) {
        client.send(said);
        assertThat(client.answer().status())
            .as("to request %d of seed %d: %s", i, SEED, said)
            .isNotEqualTo(":status: 500");
      }
    }

    gateway.await("shop", "\"users\":0");
    assertThat(gateway.get("/").statusCode()).isEqualTo(200);
    assertThat(origin.heads()).as("seed %d", SEED).hasSizeGreaterThan(REQUESTS / 10);
    assertThat(origin.heads())
        .as("seed %d", SEED)
        .allMatch(RequestFuzzTest.CLEAN.asMatchPredicate())
        .noneMatch(head -> SPOOFED.matcher(head).find());
  }
}
