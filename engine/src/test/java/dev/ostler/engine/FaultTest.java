package dev.ostler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ostler.engine.EngineException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What callers are told when engines and connections fail. */
@Timeout(60)
class FaultTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofSeconds(5);

  private final FakeEngine fake = FakeEngine.start();
  private final Engine engine =
      Engine.over(new UnixDialer(fake.socket()), EngineOptions.DEFAULTS.withAnswerWithin(SHORT));

  @AfterEach
  void close() {
    engine.close();
    fake.close();
  }

  private static EngineException failure(EngineFixture.Call call) {
    return catchThrowableOfType(EngineException.class, call::run);
  }

  private static boolean isCreate(String call) {
    return call.equals("POST /containers/create");
  }

  @Test
  void lostAnswerOfAChangeIsUnknownAndNotRepeated() {
    fake.failNext(FaultTest::isCreate, new Fault.ResetAfter());

    EngineException e =
        failure(() -> engine.containers().create("web", ContainerSpec.of(TestImage.NAME)));

    assertThat(e.kind()).isEqualTo(Kind.UNKNOWN);
    assertThat(e.getMessage())
        .isEqualTo(
            "cannot create container web on unix://"
                + fake.socket()
                + ": the connection broke before the answer: The target server failed to respond;"
                + " it is unknown whether it was done");
    assertThat(fake.calls().stream().filter(FaultTest::isCreate)).hasSize(1);
  }

  @Test
  void answerThatNeverComesEndsAtTheDeadline() {
    fake.failNext(FaultTest::isCreate, new Fault.LostAnswer());

    EngineException e =
        failure(() -> engine.containers().create("web", ContainerSpec.of(TestImage.NAME)));

    assertThat(e.kind()).isEqualTo(Kind.UNKNOWN);
    assertThat(e.reason()).isEqualTo("no answer within 300 ms; it is unknown whether it was done");
  }

  @Test
  void stopIsWaitedForAsLongAsTheContainerWasMadeWith() throws EngineException {
    ContainerSpec spec =
        ContainerSpec.of(TestImage.NAME)
            .withCommand("sleep", "1000")
            .withLifecycle(
                new Lifecycle(
                    Restart.NO, Optional.empty(), "", Optional.of(Duration.ofSeconds(1)), false));
    String id = engine.containers().create("web", spec).id();
    engine.containers().start(id);
    fake.failNext(call -> call.endsWith("/stop"), new Fault.LostAnswer());

    EngineException e = failure(() -> engine.containers().stop(id, Optional.empty()));

    assertThat(e.reason()).startsWith("no answer within 1300 ms; ");
  }

  @Test
  void questionOnAConnectionThatWasHungUpIsAskedAgain() throws EngineException {
    engine.images().list();
    fake.disconnectAll();

    assertThat(engine.images().list()).hasSize(1);
  }

  @Test
  void questionIsAskedOnceOnANewConnection() {
    fake.failAt(0, new Fault.ResetBefore());

    EngineException e = failure(engine::ping);

    assertThat(e.kind()).isEqualTo(Kind.NO_ANSWER);
    assertThat(fake.calls()).containsExactly("GET /_ping");
  }

  @Test
  void changeIsNotSentOverAConnectionThatWasHungUp() throws EngineException {
    engine.ping();
    fake.disconnectAll();

    engine.containers().create("web", ContainerSpec.of(TestImage.NAME));

    assertThat(fake.changes()).containsExactly("POST /containers/create");
  }

  @Test
  void errorOfTheEngineKeepsItsWordsAndItsConnection() throws EngineException {
    engine.ping();
    fake.failNext(call -> call.equals("GET /images/json"), new Fault.Refusal(500, "disk full"));

    EngineException e = failure(() -> engine.images().list());

    assertThat(e.getMessage())
        .isEqualTo("cannot list images on unix://" + fake.socket() + ": disk full (500)");
    assertThat(e.status()).isEqualTo(500);
    assertThat(e.kind()).isEqualTo(Kind.REFUSED);
    assertThat(engine.images().list()).hasSize(1);
  }

  @Test
  void lateAnswerInTimeIsTaken() throws EngineException {
    fake.failNext(call -> call.equals("GET /images/json"), new Fault.Delay(SHORT.dividedBy(3)));

    assertThat(engine.images().list()).hasSize(1);
  }

  @Test
  void engineThatIsNotThereIsUnreachable() {
    try (Engine nobody = Engine.over(new UnixDialer(Path.of("/not/there.sock")))) {
      EngineException e = failure(() -> nobody.containers().list(ContainerQuery.ALL));

      assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE);
      assertThat(e.getMessage())
          .isEqualTo(
              "cannot ask for the version of the API on unix:///not/there.sock: the socket"
                  + " /not/there.sock is not there; is the engine running?");
    }
  }

  @Test
  void engineThatIsTooOldIsRefused() {
    try (FakeEngine old = FakeEngine.start("1.40");
        Engine client = old.connect()) {
      EngineException e = failure(client::ping);

      assertThat(e.kind()).isEqualTo(Kind.NOT_UNDERSTOOD);
      assertThat(e.reason())
          .isEqualTo(
              "it speaks 1.40, and 1.41 is the oldest that is understood; update the engine");
    }
  }

  @Test
  void newerEngineIsSpokenToInOurNewestVersion() throws EngineException {
    try (FakeEngine modern = FakeEngine.start("1.99");
        Engine client = modern.connect()) {
      assertThat(client.ping()).isEqualTo(ApiVersion.NEWEST);
    }
  }

  @Test
  void noMoreThanPingAndListForALook() throws EngineException {
    engine.containers().list(ContainerQuery.ALL);
    engine.containers().list(ContainerQuery.ALL);

    assertThat(fake.calls())
        .containsExactly("GET /_ping", "GET /containers/json", "GET /containers/json");
  }

  @Test
  void eventsGoOnWhereTheyWereAfterALostConnection() throws EngineException {
    List<String> actions = new ArrayList<>();
    try (Events events =
        engine.events(EventQuery.OF_CONTAINERS.withSince(Instant.now().minusSeconds(5)))) {
      engine.containers().create("a", ContainerSpec.of(TestImage.NAME));
      actions.add(events.next(Duration.ofSeconds(5)).orElseThrow().action());
      fake.disconnectAll();
      engine.containers().start("a");
      EngineException lost = failure(() -> events.next(Duration.ofSeconds(5)));
      actions.add(events.next(Duration.ofSeconds(5)).orElseThrow().action());
      assertThat(events.next(SHORT)).isEmpty();
      assertThat(lost.kind()).isEqualTo(Kind.NO_ANSWER);
    }

    assertThat(actions).containsExactly("create", "start");
  }

  @Test
  void longStreamsDoNotKeepOrdinaryCallsWaiting() throws Exception {
    EngineOptions one = new EngineOptions(SHORT, Duration.ofSeconds(5), Duration.ofSeconds(5), 1);
    try (Engine narrow = Engine.over(new UnixDialer(fake.socket()), one)) {
      narrow.containers().create("web", ContainerSpec.of(TestImage.NAME));
      narrow.containers().start("web");
      try (Output logs = narrow.processes().logs("web", LogQuery.FOLLOW)) {
        assertThat(narrow.containers().list(ContainerQuery.ALL)).hasSize(1);
        fake.end("web", 0);
        assertThat(logs.next()).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1.41, false", "1.41, true", "1.52, false", "1.52, true"})
  void logsOfAsManyContainersAsThereAreConnectionsAreRead(String version, boolean terminal)
      throws Exception {
    EngineOptions one = new EngineOptions(LONG, LONG, LONG, 1);
    ContainerSpec spec = ContainerSpec.of(TestImage.NAME).withCommand("echo", "hello");
    Program program = spec.program();
    try (FakeEngine engine = FakeEngine.start(version);
        Engine narrow = Engine.over(new UnixDialer(engine.socket()), one)) {
      narrow.containers().create("web", spec.withProgram(atATerminal(program, terminal)));
      narrow.containers().start("web");

      try (Output logs = narrow.processes().logs("web", LogQuery.ALL)) {
        assertThat(logs.next().map(Chunk::text)).hasValue("hello\n");
        assertThat(logs.next()).isEmpty();
      }
      assertThat(narrow.containers().list(ContainerQuery.ALL)).hasSize(1);
    }
  }

  private static Program atATerminal(Program program, boolean terminal) {
    return new Program(
        program.entrypoint(),
        program.command(),
        program.environment(),
        program.user(),
        program.workingDirectory(),
        terminal,
        program.standardInput(),
        program.init());
  }

  @Test
  void manyThreadsShareFewConnections() throws Exception {
    EngineOptions two = new EngineOptions(SHORT, Duration.ofSeconds(20), Duration.ofSeconds(20), 2);
    try (Engine narrow = Engine.over(new UnixDialer(fake.socket()), two);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Integer>> calls = Collections.nCopies(500, () -> narrow.images().list().size());

      assertThat(threads.invokeAll(calls)).allSatisfy(c -> assertThat(c.resultNow()).isEqualTo(1));
      assertThat(fake.mostConnections()).isLessThanOrEqualTo(2);
    }
  }

  @Test
  void closingEndsACallThatWaits() throws Exception {
    engine.containers().create("web", ContainerSpec.of(TestImage.NAME));
    engine.containers().start("web");
    CompletableFuture<EngineException> waiting =
        CompletableFuture.supplyAsync(
            () -> failure(() -> engine.containers().waitFor("web", Duration.ofMinutes(1))));
    dev.ostler.testing.Eventually.await(
        "the call is under way", () -> fake.calls().contains("POST /containers/web/wait"));

    engine.close();

    assertThat(waiting.get(5, TimeUnit.SECONDS).kind()).isEqualTo(Kind.NO_ANSWER);
  }

  @Test
  void pullTellsHowFarItIsAndFailsByTheStream() throws EngineException {
    fake.addToRegistry("registry.example/app:1");
    List<TransferProgress> progress = new ArrayList<>();

    engine.images().pull(PullSpec.of("registry.example/app:1"), progress::add);
    assertThat(progress).contains(new TransferProgress("1234", "Downloading", 5, 10));
    EngineException e =
        failure(() -> engine.images().pull(PullSpec.of("registry.example/app"), _ -> {}));
    assertThat(e.kind()).isEqualTo(Kind.FAILED);
    assertThat(e.getMessage())
        .isEqualTo(
            "cannot pull image registry.example/app on unix://"
                + fake.socket()
                + ": manifest for registry.example/app:latest not found");
  }

  @Test
  void uploadThatIsNotTakenEndsAfterTheSilencePermitted() throws IOException {
    EngineOptions hasty = EngineOptions.DEFAULTS.withIdleWithin(SHORT);
    try (Engine impatient = Engine.over(new UnixDialer(fake.socket()), hasty)) {
      impatient.containers().create("web", ContainerSpec.of(TestImage.NAME));
      fake.failNext(call -> call.endsWith("/archive"), new Fault.Delay(Duration.ofSeconds(20)));

      EngineException e = failure(() -> putMuch(impatient));

      assertThat(e.kind()).isEqualTo(Kind.UNKNOWN);
      assertThat(e.reason())
          .isEqualTo("it stood still for 300 ms; it is unknown whether it was done");
    }
  }

  @Test
  void longRequestThatIsNotTakenEndsWhenItsAnswerIsDue() {
    EngineOptions hasty = EngineOptions.DEFAULTS.withAnswerWithin(Duration.ofSeconds(3));
    ContainerSpec large =
        ContainerSpec.of(TestImage.NAME).withLabels(Map.of("much", "x".repeat(8_000_000)));
    try (Engine impatient = Engine.over(new UnixDialer(fake.socket()), hasty)) {
      fake.failNext(FaultTest::isCreate, new Fault.Delay(Duration.ofSeconds(20)));

      EngineException e = failure(() -> impatient.containers().create("web", large));

      assertThat(e.kind()).isEqualTo(Kind.UNKNOWN);
      assertThat(e.reason())
          .isEqualTo("no answer within 3000 ms; it is unknown whether it was done");
    }
  }

  @Test
  void uploadThatIsRefusedHalfWayTellsTheReason() throws IOException {
    engine.containers().create("web", ContainerSpec.of(TestImage.NAME));
    fake.failNext(call -> call.endsWith("/archive"), new Fault.Refusal(507, "no space left"));

    EngineException e = failure(() -> putMuch(engine));

    assertThat(e.status()).isEqualTo(507);
    assertThat(e.reason()).isEqualTo("no space left (507)");
  }

  private static void putMuch(Engine engine) throws EngineException {
    byte[] much = new byte[8 * 1024 * 1024];
    ArchiveWriter.Content files =
        archive ->
            archive.add(FileEntry.file("big", 0644, much.length), new ByteArrayInputStream(much));
    engine.files().put("web", "/etc", files);
  }
}
