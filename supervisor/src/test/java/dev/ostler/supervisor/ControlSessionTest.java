package dev.ostler.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.control.Answer;
import dev.ostler.control.Done;
import dev.ostler.control.Following;
import dev.ostler.control.Health;
import dev.ostler.control.LogLine;
import dev.ostler.control.Request;
import dev.ostler.control.RequestLine;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ControlSessionTest {
  private static final int PLENTY = 1 << 20;
  private static final long SEED = 2_111;

  private final ControlSession session = new ControlSession();

  @Test
  void requestInPiecesIsOneRequest() {
    List<RequestLine> requests = new ArrayList<>();
    for (byte b : "{\"id\":1,\"command\":\"hello\"}\n".getBytes(UTF_8)) {
      requests.addAll(session.received(new byte[] {b}));
    }

    assertThat(requests).containsExactly(new RequestLine(1, new Request.Hello(), false));
  }

  @Test
  void severalRequestsAtOnceAreTakenInOrder() {
    assertThat(
            receive(
                "{\"id\":1,\"command\":\"hello\"}\r\n\n \t\n{\"id\":2,\"command\":\"events\"}\n"))
        .extracting(RequestLine::id)
        .containsExactly(1L, 2L);
  }

  @Test
  void whatIsNoRequestIsAnsweredAndTheNextIsTaken() {
    List<RequestLine> requests = receive("nonsense\n{\"id\":2,\"command\":\"hello\"}\n");

    assertThat(requests).extracting(RequestLine::id).containsExactly(2L);
    assertThat(said())
        .containsExactly(
            "{\"id\":null,\"error\":{\"code\":\"bad-json\",\"message\":\"cannot take this line as a"
                + " request: expected a value at character 1\"}}");
    assertThat(session.isOver()).isFalse();
  }

  @Test
  void longestLineIsTaken() {
    String padding = " ".repeat(ControlSession.LONGEST_LINE - 26);

    assertThat(receive("{\"id\":1,\"command\":\"hello\"}" + padding + "\n")).hasSize(1);
  }

  @Test
  void longerLineIsAnsweredAndEndsIt() {
    assertThat(receive("{\"id\":1,\"command\":\"hello\"}\n" + "x".repeat(70_000))).hasSize(1);
    assertThat(receive("\n{\"id\":2,\"command\":\"hello\"}\n")).isEmpty();

    assertThat(said())
        .containsExactly(
            "{\"id\":null,\"error\":{\"code\":\"line-too-long\",\"message\":\"cannot take a line"
                + " longer than 65536 bytes\"}}");
    assertThat(session.isOver()).isTrue();
  }

  @Test
  void itIsOverWhenWhatAskedToCloseIsAnswered() {
    receive("{\"id\":1,\"command\":\"hello\",\"close\":true}\n");
    boolean before = session.isOver();
    session.answer(1, List.of(new Done()));
    boolean unsaid = session.isOver();
    said();

    assertThat(List.of(before, unsaid, session.isOver())).containsExactly(false, false, true);
  }

  @Test
  void nothingIsTakenAfterWhatAskedToClose() {
    assertThat(
            receive(
                "{\"id\":1,\"command\":\"hello\",\"close\":true}\n{\"id\":2,\"command\":\"hello\"}\n"))
        .extracting(RequestLine::id)
        .containsExactly(1L);
  }

  @Test
  void anIdIsFreeAgainWhenItsAnswerIsSent() {
    receive("{\"id\":1,\"command\":\"hello\"}\n");
    session.answer(1, List.of(new Done()));
    List<RequestLine> early = receive("{\"id\":1,\"command\":\"hello\"}\n");
    List<String> said = said();

    assertThat(early).isEmpty();
    assertThat(said)
        .containsExactly(
            "{\"id\":1,\"ok\":{}}",
            "{\"id\":1,\"error\":{\"code\":\"bad-request\",\"message\":\"cannot take request 1: one"
                + " of the same id is not answered yet\"}}");
    assertThat(session.takeAnswered()).containsExactly(1L);
    assertThat(receive("{\"id\":1,\"command\":\"hello\"}\n")).hasSize(1);
  }

  @Test
  void onlySoManyRequestsAreOpenAtOnce() {
    String requests =
        IntStream.range(0, ControlSession.MOST_REQUESTS + 1)
            .mapToObj(id -> "{\"id\":" + id + ",\"command\":\"hello\"}\n")
            .collect(Collectors.joining());

    assertThat(receive(requests)).hasSize(ControlSession.MOST_REQUESTS);
    assertThat(said())
        .containsExactly(
            "{\"id\":32,\"error\":{\"code\":\"too-many-requests\",\"message\":\"cannot take request"
                + " 32: 32 of this connection are not answered yet\"}}");
  }

  @Test
  void onlyTheFirstAnswerCounts() {
    receive("{\"id\":1,\"command\":\"hello\"}\n");
    session.answer(1, List.of(new Done()));
    session.answer(1, List.of(new Health(true, "late")));

    assertThat(said()).containsExactly("{\"id\":1,\"ok\":{}}");
  }

  @Test
  void longAnswersAreTakenInPieces() {
    receive("{\"id\":1,\"command\":\"hello\"}\n");
    session.answer(1, List.of(new Health(true, "é".repeat(1_000))));

    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] piece = session.take(7); piece.length > 0; piece = session.take(7)) {
      assertThat(piece).hasSizeLessThanOrEqualTo(7);
      bytes.writeBytes(piece);
    }

    assertThat(bytes.toString(UTF_8))
        .isEqualTo(
            "{\"id\":1,\"ok\":{\"passed\":true,\"message\":\"" + "é".repeat(1_000) + "\"}}\n");
  }

  @Test
  void historyComesBeforeWhatFollows() {
    follow(1, List.of(line("old"), new Following()));
    session.follow(1, line("new"));

    assertThat(texts(said())).containsExactly("old", "following", "new");
  }

  @Test
  void followerThatDoesNotReadLosesTheOldestAndIsDroppedWhenItReads() {
    follow(1, List.of(new Following()));
    IntStream.range(0, 1_200).forEach(i -> session.follow(1, line("line " + i)));
    boolean behind = session.hasFallenBehind();
    List<String> said = said();
    session.follow(1, line("more"));

    assertThat(behind).isTrue();
    assertThat(said).hasSize(1 + 1_000 + 1);
    assertThat(texts(said).subList(0, 2)).containsExactly("following", "line 200");
    assertThat(said.getLast())
        .isEqualTo(
            "{\"id\":1,\"error\":{\"code\":\"too-slow\",\"message\":\"cannot follow so slowly: 200"
                + " lines are lost before those just sent; read faster, or ask for fewer"
                + " processes\",\"lost\":200}}");
    assertThat(session.takeAnswered()).containsExactly(1L);
    assertThat(said()).isEmpty();
    assertThat(session.hasFallenBehind()).isFalse();
  }

  @Test
  void whoStartsReadingTooLateIsNotKeptBusyForEver() {
    follow(1, List.of(new Following()));
    IntStream.range(0, 1_200).forEach(i -> session.follow(1, line("line " + i)));
    session.take(100);
    IntStream.range(0, 5_000).forEach(i -> session.follow(1, line("later " + i)));

    assertThat(texts(said())).doesNotContain("later 0").contains("line 1199");
  }

  @Test
  void longLinesOfAFollowerAreLimitedByTheirSize() {
    follow(1, List.of(new Following()));
    IntStream.range(0, 30).forEach(_ -> session.follow(1, line("x".repeat(16_384))));

    assertThat(said()).hasSize(1 + 16 + 1).last().asString().contains("\"lost\":14");
  }

  @Test
  void oneThatIsSlowDoesNotHarmTheOther() {
    follow(1, List.of(new Following()));
    follow(2, List.of(new Following()));
    IntStream.range(0, 1_200).forEach(i -> session.follow(1, line("line " + i)));
    session.follow(2, line("other"));

    assertThat(texts(said())).contains("other");
    session.follow(2, line("still there"));
    assertThat(texts(said())).containsExactly("still there");
  }

  @Test
  void whoAsksForEverAndReadsNothingIsHopeless() {
    receive("nonsense\n".repeat(ControlSession.MOST_UNREAD));
    boolean before = session.isHopeless();
    receive("nonsense\n");

    assertThat(before).isFalse();
    assertThat(session.isHopeless()).isTrue();
  }

  @Test
  void longHistoryIsNotHopeless() {
    receive("{\"id\":1,\"command\":\"logs\"}\n");
    session.answer(
        1,
        Stream.concat(
                Stream.generate(() -> line("x")).limit(Request.MOST_LINES), Stream.of(new Done()))
            .toList());

    assertThat(session.isHopeless()).isFalse();
    assertThat(said()).hasSize(Request.MOST_LINES + 1);
  }

  @Test
  void whateverComesIsAnsweredLineByLine() {
    Random random = new Random(SEED);
    for (int round = 0; round < 2_000; round++) {
      ControlSession fuzzed = new ControlSession();
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);

      List<RequestLine> requests = fuzzed.received(bytes);

      assertThat(requests).isEmpty();
      assertThat(new String(fuzzed.take(PLENTY), UTF_8).lines())
          .allMatch(line -> line.startsWith("{\"id\":null,\"error\":{"))
          .hasSizeLessThanOrEqualTo(bytes.length);
    }
  }

  private void follow(long id, List<? extends Answer> first) {
    receive("{\"id\":" + id + ",\"command\":\"logs\",\"follow\":true}\n");
    session.answer(id, first);
    session.addFollower(id);
  }

  private static LogLine line(String text) {
    return new LogLine("web", LogLine.Stream.STDOUT, Instant.EPOCH, text);
  }

  private List<RequestLine> receive(String text) {
    return session.received(text.getBytes(UTF_8));
  }

  private List<String> said() {
    StringBuilder said = new StringBuilder();
    for (byte[] piece = session.take(PLENTY); piece.length > 0; piece = session.take(PLENTY)) {
      said.append(new String(piece, UTF_8));
    }
    return said.toString().lines().toList();
  }

  private static List<String> texts(List<String> lines) {
    return lines.stream()
        .map(line -> line.replaceAll(".*\"text\":\"(.*)\".*", "$1"))
        .map(line -> line.replaceAll(".*\"(following|error)\":.*", "$1"))
        .toList();
  }
}
