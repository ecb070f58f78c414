package dev.ostler.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AnswerLineTest {
  private static final long SEED = 12_021;
  private static final Request LOGS = new Request.GetLogs(List.of(), 1, true);
  private static final Request STOP = new Request.Change(Verb.STOP, List.of(), Optional.empty());

  static Stream<Arguments> answers() {
    return Stream.of(
        arguments(Samples.INSTANCE, new Request.Hello()),
        arguments(Samples.STATUS, new Request.GetStatus(List.of())),
        arguments(new Health(false, "not live: web"), new Request.Check(List.of(), false)),
        arguments(
            new Changes(
                List.of(
                    ProcessChange.of("web", ProcessChange.Outcome.UNCHANGED),
                    ProcessChange.failed("db", "cannot stop db: \"no\""))),
            STOP),
        arguments(
            new Reloaded(
                false,
                List.of(new Reloaded.Difference(Reloaded.Action.NOT_POSSIBLE, "control", "moved"))),
            new Request.Reload(true, Optional.empty())),
        arguments(new Metrics("# TYPE a gauge\na 1\n"), new Request.GetMetrics()),
        arguments(new Done(), LOGS),
        arguments(new Following(), LOGS),
        arguments(new LogLine("web", LogLine.Stream.STDERR, Samples.NOON, "a\tb"), LOGS),
        arguments(
            new ControlEvent(
                Samples.NOON,
                ControlEvent.Kind.CONFIGURATION_ROLLED_BACK,
                Optional.of("web"),
                Optional.of("site"),
                "rolled back"),
            new Request.FollowEvents()),
        arguments(Failure.tooSlow(3), LOGS));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void whatIsWrittenIsReadTheSame(Answer answer, Request request) throws Exception {
    AnswerLine line = new AnswerLine(OptionalLong.of(5), answer);

    assertThat(Decoding.line(line.write().getBytes(UTF_8), request)).isEqualTo(line);
  }

  @Test
  void answerToNothingHasNoId() {
    assertThat(new AnswerLine(OptionalLong.empty(), new Done()).write())
        .isEqualTo("{\"id\":null,\"ok\":{}}\n");
  }

  @Test
  void whatIsNewIsLeftAlone() throws Exception {
    String line =
        "{\"id\":1,\"event\":{\"at\":\"2026-11-21T12:00:00Z\",\"kind\":\"invented\",\"message\":\"m\","
            + "\"colour\":\"red\"},\"more\":1}";

    assertThat(Decoding.line(line.getBytes(UTF_8), new Request.FollowEvents()).answer())
        .isEqualTo(
            new ControlEvent(
                Samples.NOON, ControlEvent.Kind.OTHER, Optional.empty(), Optional.empty(), "m"));
  }

  @Test
  void processesOfASupervisorThatDoesNotSaySoAreStartedByThemselves() throws Exception {
    Request request = new Request.GetStatus(List.of());
    String line = new AnswerLine(OptionalLong.of(1), Samples.STATUS).write();

    Answer answer =
        Decoding.line(line.replaceAll("\"autostart\":\\w+,", "").getBytes(UTF_8), request).answer();

    assertThat(((Status) answer).processes()).allMatch(ProcessStatus::autostart);
  }

  @Test
  void anotherVersionIsNotUnderstood() {
    String line = "{\"id\":1,\"ok\":{\"version\":2}}";

    assertThatThrownBy(() -> Decoding.line(line.getBytes(UTF_8), new Request.Hello()))
        .isInstanceOf(JsonException.class)
        .hasMessage("it speaks version 2 of the protocol, this is version 1");
  }

  @Test
  void brokenAnswersAreReadOrRefused() {
    Random random = new Random(SEED);
    Request request = new Request.GetStatus(List.of());
    byte[] line =
        new AnswerLine(OptionalLong.of(1), Samples.STATUS).write().strip().getBytes(UTF_8);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] changed = line.clone();
      changed[random.nextInt(changed.length)] = (byte) (' ' + random.nextInt(96));
      try {
        assertThat(Decoding.line(changed, request).answer()).isNotNull();
      } catch (JsonException | IllegalArgumentException understood) {
        refused++;
      }
    }

    assertThat(refused).isBetween(1_000, 19_999);
  }

  @Test
  void statusReadsAsDocumented() {
    assertThat(new Status(Samples.INSTANCE, Optional.empty(), List.of(), List.of()).toJson())
        .isEqualTo(
            "{\"version\":1,\"instance\":{\"release\":\"0.1.0\",\"pid\":1,"
                + "\"file\":\"/etc/ostler.yaml\",\"started\":\"2026-11-21T12:00:00Z\","
                + "\"uptimeMs\":93500,\"ending\":false},\"processes\":[],\"configurations\":[]}");
  }

  @Test
  void recordsCannotHoldNonsense() {
    Readiness no = new Readiness(Readiness.State.NO, Samples.NOON);
    assertThatThrownBy(
            () -> new LastExit(OptionalInt.of(1), Optional.of("TERM"), Samples.NOON, Duration.ZERO))
        .hasMessage("an exit has either a code or a signal, got OptionalInt[1] and Optional[TERM]");
    assertThatThrownBy(() ->
            new Life(
                ProcessPhase.RUNNING,
                OptionalInt.empty(),
                no,
                0,
                Optional.empty(),
                Optional.empty()))
        .hasMessage("a running process has a pid");
    assertThatThrownBy(() ->
            new Life(
                ProcessPhase.BACKING_OFF,
                OptionalInt.empty(),
                no,
                0,
                Optional.empty(),
                Optional.empty()))
        .hasMessage("the next restart belongs to backing off, got Optional.empty when BACKING_OFF");
    assertThatThrownBy(() -> ProcessChange.of("web", ProcessChange.Outcome.LATE))
        .hasMessage("what fails says why, and nothing else does; got LATE and Optional.empty");
  }
}
