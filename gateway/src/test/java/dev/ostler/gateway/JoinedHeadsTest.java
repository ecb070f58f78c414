package dev.ostler.gateway;

import static dev.ostler.gateway.RawHttp2.END_HEADERS;
import static dev.ostler.gateway.RawHttp2.END_STREAM;
import static dev.ostler.gateway.RawHttp2.continuation;
import static dev.ostler.gateway.RawHttp2.data;
import static dev.ostler.gateway.RawHttp2.headers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JoinedHeadsTest {
  private static final int PADDED = 8;
  private static final int PRIORITY = 0x20;
  private static final int WHOLE = END_STREAM | END_HEADERS;
  private static final String SETTINGS = "\0\0\0\4\0\0\0\0\0";

  static Stream<Arguments> frames() {
    return Stream.of(
        Arguments.of(
            SETTINGS + headers(END_HEADERS, "head") + data(END_STREAM, "ok") + SETTINGS,
            SETTINGS + headers(END_HEADERS, "head") + data(END_STREAM, "ok") + SETTINGS),
        Arguments.of(
            SETTINGS + headers(0, "one") + continuation(END_HEADERS, "two") + data(1, "ok"),
            SETTINGS + headers(END_HEADERS, "onetwo") + data(1, "ok")),
        Arguments.of(
            headers(END_STREAM, "a") + continuation(0, "") + continuation(END_HEADERS, "b"),
            headers(WHOLE, "ab")),
        Arguments.of(
            headers(PADDED | PRIORITY, "\2" + "\0\0\0\0\17" + "a" + "\0\0")
                + continuation(END_HEADERS, "b")
                + headers(PADDED | WHOLE, "\1c\0"),
            headers(END_HEADERS, "ab") + headers(PADDED | WHOLE, "\1c\0")));
  }

  @ParameterizedTest
  @MethodSource("frames")
  void eachHeadIsOneFrameHoweverTheBytesCome(String frames, String joined) throws Exception {
    for (int piece = 1; piece <= frames.length(); piece++) {
      for (int room : new int[] {1, 5, 1_000}) {
        assertThat(new Pieces(frames, piece).readAll(JoinedHeads::new, room)).isEqualTo(joined);
      }
    }
  }

  static Stream<String> malformed() {
    return Stream.of(
        headers(0, "a") + data(END_STREAM, "b"),
        headers(0, "a") + "\0\0\0\11\4\0\0\0\3",
        headers(PADDED, "\3ab") + continuation(END_HEADERS, ""),
        headers(PADDED, "") + continuation(END_HEADERS, ""),
        headers(0, "") + continuation(0, "").repeat(100_000));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void whatIsNoHeadIsRefused(String frames) {
    assertThatThrownBy(() -> new Pieces(frames, 1_000).readAll(JoinedHeads::new, 1_000))
        .isInstanceOf(IOException.class);
  }

  @Test
  void interimAnswersOfHttp1AreTakenOutHoweverTheBytesCome() throws Exception {
    String early = "HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n";
    String goOn = "HTTP/1.1 100 Continue\r\n\r\n";
    String last = "HTTP/1.1 200 OK\r\n\r\n" + early;
    String all = early + goOn + early + last;
    for (int piece = 1; piece <= all.length(); piece++) {
      for (int room : new int[] {1, 5, 1_000}) {
        String heard =
            new Pieces(all, piece)
                .readAll(
                    source -> {
                      FinalAnswers answers = new FinalAnswers(source);
                      answers.expect();
                      return answers;
                    },
                    room);

        assertThat(heard).isEqualTo(goOn + last);
      }
    }
  }
}
