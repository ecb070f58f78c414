package dev.ostler.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RequestLineTest {
  private static final long SEED = 1_121;

  static Stream<Request> requests() {
    return Stream.of(
        new Request.Hello(),
        new Request.GetStatus(List.of()),
        new Request.GetStatus(List.of("web", "naïve \"name\"")),
        new Request.Check(List.of("web"), true),
        new Request.Change(Verb.START, List.of("web"), Optional.of(Duration.ofSeconds(30))),
        new Request.Change(Verb.STOP, List.of(), Optional.empty()),
        new Request.Change(Verb.RESTART, List.of(), Optional.of(Duration.ZERO)),
        new Request.Change(Verb.SUSPEND, List.of(), Optional.empty()),
        new Request.Change(Verb.RESUME, List.of(), Optional.of(Request.LONGEST_WAIT)),
        new Request.SendSignal("HUP", List.of("web")),
        new Request.Reload(true, Optional.empty()),
        new Request.Reload(false, Optional.of(Duration.ofSeconds(1))),
        new Request.GetLogs(List.of("web"), Request.MOST_LINES, true),
        new Request.FollowEvents(),
        new Request.GetMetrics());
  }

  @ParameterizedTest
  @MethodSource("requests")
  void whatIsWrittenIsReadTheSame(Request request) {
    RequestLine line = new RequestLine(7, request, true);

    assertThat(read(line.write().strip())).isEqualTo(line);
  }

  @Test
  void writtenByHandItIsShort() {
    assertThat(read("{\"id\":1,\"command\":\"logs\"}"))
        .isEqualTo(new RequestLine(1, new Request.GetLogs(List.of(), 100, false), false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "status|expected a value at character 1",
        "[]|expected an object",
      })
  void whatIsNoObjectHasNoId(String line, String why) {
    assertThat(read(line)).isEqualTo(refused(OptionalLong.empty(), ErrorCode.BAD_JSON, why));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|the field 'id' is missing",
        "{\"id\":\"1\"}|the field 'id' must be a whole number from 0 to 9007199254740991",
        "{\"id\":-1}|the field 'id' must be a whole number from 0 to 9007199254740991",
        "{\"id\":1e99}|the field 'id' must be a whole number from 0 to 9007199254740991",
        "{\"id\":0.5}|the field 'id' must be a whole number from 0 to 9007199254740991",
      })
  void whatHasNoIdIsAnsweredWithoutOne(String line, String why) {
    assertThat(read(line)).isEqualTo(refused(OptionalLong.empty(), ErrorCode.BAD_REQUEST, why));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`{\"id\":1}`|the field 'command' is missing",
        "`{\"id\":1,\"command\":null}`|the field 'command' is missing",
        "`{\"id\":1,\"command\":\"stop\",\"proceses\":[\"web\"]}`"
            + "|unknown field 'proceses'; it takes id, command, close, processes, waitMs",
        "`{\"id\":1,\"command\":\"stop\",\"processes\":[]}`"
            + "|the field 'processes' must not be empty; leave it out to mean all of them",
        "`{\"id\":1,\"command\":\"stop\",\"processes\":\"web\"}`"
            + "|the field 'processes' must be a list",
        "`{\"id\":1,\"command\":\"stop\",\"processes\":[1]}`"
            + "|the field 'processes' must be a string",
        "`{\"id\":1,\"command\":\"stop\",\"waitMs\":86400001}`"
            + "|the field 'waitMs' must be a whole number from 0 to 86400000",
        "`{\"id\":1,\"command\":\"logs\",\"lines\":10001}`"
            + "|the field 'lines' must be a whole number from 0 to 10000",
        "`{\"id\":1,\"command\":\"logs\",\"follow\":\"yes\"}`"
            + "|the field 'follow' must be true or false",
        "`{\"id\":1,\"command\":\"signal\"}`|the field 'signal' is missing",
      })
  void whatIsWrongIsNamed(String line, String why) {
    assertThat(read(line)).isEqualTo(refused(OptionalLong.of(1), ErrorCode.BAD_REQUEST, why));
  }

  @Test
  void unknownCommandIsAnsweredWithThoseThatThereAre() {
    assertThat(read("{\"id\":4,\"command\":\"explode\",\"loudly\":true}"))
        .isEqualTo(
            new Incoming.Refused(
                OptionalLong.of(4),
                Failure.of(
                    ErrorCode.UNKNOWN_COMMAND,
                    "cannot do 'explode': the commands are hello, status, check, start, stop,"
                        + " restart, suspend, resume, signal, reload, logs, events, metrics")));
  }

  @Test
  void nothingThatComesIsMoreThanRefused() {
    Random random = new Random(SEED);
    List<byte[]> lines =
        requests()
            .map(request -> new RequestLine(3, request, false).write().getBytes(UTF_8))
            .toList();
    for (int i = 0; i < 20_000; i++) {
      byte[] broken = JsonReaderTest.broken(lines.get(random.nextInt(lines.size())), random);

      assertThat(Incoming.read(broken)).isInstanceOfAny(RequestLine.class, Incoming.Refused.class);
    }
  }

  @Test
  void requestsCannotHoldNonsense() {
    assertThatThrownBy(() -> new Request.GetLogs(List.of(), 10_001, false))
        .hasMessage("lines must be 0 to 10000, got 10001");
    assertThatThrownBy(
            () -> new Request.Change(Verb.STOP, List.of(), Optional.of(Duration.ofMillis(-1))))
        .hasMessage("within must be 0 to 24 hours, got PT-0.001S");
    assertThatThrownBy(() -> new RequestLine(-1, new Request.Hello(), false))
        .hasMessage("id must be 0 to 9007199254740991, got -1");
  }

  private static Incoming read(String line) {
    return Incoming.read(line.getBytes(UTF_8));
  }

  private static Incoming refused(OptionalLong id, ErrorCode code, String why) {
    return new Incoming.Refused(id, Failure.of(code, "cannot take this line as a request: " + why));
  }
}
