package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ostler.supervisor.StatusReader.BadAnswerException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusReaderTest {
  private final StatusReader reader = new StatusReader();

  private void take(String answer) throws BadAnswerException {
    reader.take(answer.getBytes(StandardCharsets.ISO_8859_1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 204 No Content\r\nServer: x\r\n\r\n",
        "HTTP/1.0 204\r\n\r\n",
        "HTTP/1.1 204 \r\nA: b\r\n folded\r\n\r\nbody",
        "HTTP/1.1 204 OK\nServer: x\n\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nA: b\r\n\r\nHTTP/1.1 204 OK\r\n\r\n"
      })
  void statusIsReadFromAnyPieces(String answer) throws Exception {
    for (int i = 0; i < answer.length(); i++) {
      take(answer.substring(i, i + 1));
    }

    assertThat(reader.isComplete()).isTrue();
    assertThat(reader.status()).isEqualTo(204);
  }

  @Test
  void answerIsNotCompleteBeforeItsHeaderEnds() throws Exception {
    take("HTTP/1.1 200 OK\r\nServer: x\r\n");

    assertThat(reader.isComplete()).isFalse();
  }

  @Test
  void switchOfProtocolsIsAnAnswer() throws Exception {
    take("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n");

    assertThat(reader.status()).isEqualTo(101);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SSH-2.0-OpenSSH_9.2 | the answer is not HTTP/1.1: 'S'",
        "HTTP/2.0 200\\r\\n | the answer is not HTTP/1.1: 'HTTP/2'",
        "HTTP/1.1 20\\r\\n | the answer is not HTTP/1.1: 'HTTP/1.1 20'",
        "HTTP/1.1  200 OK\\r\\n | the answer is not HTTP/1.1: 'HTTP/1.1  200 OK'",
        "HTTP/1.1 2000 OK\\r\\n | the answer is not HTTP/1.1: 'HTTP/1.1 2000 OK'",
        "HTTP/1.1 099 OK\\r\\n | the answer is not HTTP/1.1: 'HTTP/1.1 099 OK'",
        "HTTP/1.1 200\\033[2J\\r\\n | the answer is not HTTP/1.1: 'HTTP/1.1 200?[2J'",
        "HTTP/1.1 200 OK\\r\\nnothing\\r\\n | the answer has a header line that is none: 'nothing'",
        "HTTP/1.1 200 OK\\r\\n:x\\r\\n | the answer has a header line that is none: ':x'"
      })
  void garbageIsQuoted(String answer, String reason) {
    assertThatExceptionOfType(BadAnswerException.class)
        .isThrownBy(() -> take(answer.translateEscapes()))
        .withMessage(reason);
  }

  @Test
  void longHeaderIsNotKept() {
    assertThatExceptionOfType(BadAnswerException.class)
        .isThrownBy(() -> take("HTTP/1.1 200 OK\r\nX: " + "x".repeat(9000)))
        .withMessage("the answer's header is longer than 8192 bytes");
    assertThatExceptionOfType(BadAnswerException.class)
        .isThrownBy(() ->
            new StatusReader()
                .take(("HTTP/1.1 2" + "0".repeat(9000)).getBytes(StandardCharsets.US_ASCII)))
        .withMessage("the answer's header is longer than 8192 bytes");
  }

  @Test
  void endlessAnnouncementsEnd() {
    assertThatExceptionOfType(BadAnswerException.class)
        .isThrownBy(() -> take("HTTP/1.1 100 Continue\r\n\r\n".repeat(20)))
        .withMessage("the answer is only ever announced (status 100)");
  }

  @Test
  void anythingCanBeAnswered() {
    Random random = new Random(1);
    String alphabet = "HTP/1. 20\r\n:ab\0\u00ff";

    long outcomes =
        IntStream.range(0, 20_000)
            .mapToObj(_ ->
                "HTTP/1.1 200 OK\r\n".substring(0, random.nextInt(18))
                    + random
                        .ints(random.nextInt(200), 0, alphabet.length())
                        .mapToObj(index -> alphabet.substring(index, index + 1))
                        .collect(Collectors.joining()))
            .map(StatusReaderTest::outcome)
            .distinct()
            .count();

    assertThat(outcomes).isGreaterThan(2); // complete, incomplete, and many reasons
  }

  private static String outcome(String answer) {
    StatusReader reader = new StatusReader();
    try {
      reader.take(answer.getBytes(StandardCharsets.ISO_8859_1));
      return "complete " + reader.isComplete();
    } catch (BadAnswerException e) {
      assertThat(e.getMessage()).matches("[\\x20-\\x7e]{10,120}");
      return String.valueOf(e.getMessage());
    }
  }
}
