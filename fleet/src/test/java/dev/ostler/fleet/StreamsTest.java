package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.FakeEngine;
import dev.ostler.engine.TestImage;
import dev.ostler.testing.Eventually;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes from all hosts at once. */
class StreamsTest {
  private final FakeEngine one = FakeEngine.start();
  private final FakeEngine two = FakeEngine.start();
  private final List<Stream> told = new CopyOnWriteArrayList<>();
  @TempDir private Path folder;

  @BeforeEach
  void deploy() throws Exception {
    try (Operator operator = operator()) {
      assertThat(operator.check().deploy(_ -> {}).isSuccess()).isTrue();
    }
  }

  @AfterEach
  void close() {
    one.close();
    two.close();
  }

  @Test
  void logsOfAllHostsComeLineByLine() throws Exception {
    try (Operator operator = operator("echo", "hello\nworld")) {
      // What ends at once does not work, but stays to be looked at.
      assertThat(operator.check().deploy(_ -> {}).isSuccess()).isFalse();
      List<Checked.Seen> ended =
          operator.check(Scope.of(Operator.Aim.STOP)).containers().stream()
              .filter(container -> container.workload().equals("said"))
              .toList();
      new Streams(operator).logs(ended, Streams.Part.ALL, told::add);
    }

    assertThat(told)
        .containsExactlyInAnyOrder(
            new Stream.Line("one", "said", false, "hello"),
            new Stream.Line("one", "said", false, "world"));
  }

  @Test
  void commandRunsOnAllHostsAndItsStatusIsTold() throws Exception {
    try (Operator operator = operator()) {
      new Streams(operator)
          .exec(
              operator.check(Scope.of(Operator.Aim.START)).containers(),
              List.of("echo", "hello"),
              told::add);
    }

    assertThat(told)
        .containsExactlyInAnyOrder(
            new Stream.Line("one", "web", false, "hello"),
            new Stream.Ended("one", "web", 0),
            new Stream.Line("two", "web", false, "hello"),
            new Stream.Ended("two", "web", 0));
  }

  @Test
  void commandInAStoppedContainerIsRefusedByAHostThatAnswers() throws Exception {
    two.end("web", 0);
    try (Operator operator = operator()) {
      new Streams(operator)
          .exec(
              operator.check(Scope.of(Operator.Aim.START)).containers(),
              List.of("echo", "hello"),
              told::add);
    }

    assertThat(told)
        .filteredOn(it -> it.host().equals("two"))
        .singleElement()
        .isInstanceOfSatisfying(
            Stream.Refused.class,
            it ->
                assertThat(it.reason()).endsWith("; 'ostler fleet start' starts what is stopped"));
    assertThat(told).contains(new Stream.Ended("one", "web", 0));
  }

  @Test
  void whatHappensIsToldWithItsHostUntilTheInterrupt() throws Exception {
    try (Operator operator = operator()) {
      Thread follower =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  new Streams(operator).events(List.of(), told::add);
                } catch (InterruptedException expected) {
                  told.add(new Stream.Broken("", "interrupted"));
                }
              });
      Eventually.await(
          "both are followed",
          () -> one.calls().contains("GET /events") && two.calls().contains("GET /events"));
      two.end("web", 3);

      Eventually.await(
          "the end is told", () -> told.stream().anyMatch(it -> it instanceof Stream.Happened));
      follower.interrupt();
      follower.join();
    }

    assertThat(told.getFirst())
        .isInstanceOfSatisfying(
            Stream.Happened.class,
            it -> {
              assertThat(it.host()).isEqualTo("two");
              assertThat(it.workload()).isEqualTo("web");
              assertThat(it.action()).isEqualTo("die");
              assertThat(it.status()).hasValue(3);
            });
    assertThat(told.getLast()).isEqualTo(new Stream.Broken("", "interrupted"));
  }

  @Test
  void hostThatDoesNotAnswerIsTold() throws Exception {
    try (Operator operator = operator()) {
      List<Checked.Seen> containers = operator.check(Scope.of(Operator.Aim.START)).containers();
      two.close();
      new Streams(operator).exec(containers, List.of("echo", "hello"), told::add);
    }

    assertThat(told)
        .filteredOn(it -> it instanceof Stream.Broken)
        .extracting(Stream::host)
        .containsExactly("two");
    assertThat(told).contains(new Stream.Ended("one", "web", 0));
  }

  private Operator operator(String... said) {
    List<Workload> workloads = new ArrayList<>();
    Workload web =
        Workload.of(
            "web", ContainerSpec.of(TestImage.NAME).withCommand("sleep", "9"), "one", "two");
    workloads.add(web);
    if (said.length > 0) {
      ContainerSpec spec = ContainerSpec.of(TestImage.NAME).withCommand(said);
      workloads.add(Workload.of("said", spec, "one"));
    }
    Fleet fleet = Fleet.of("f", List.of(Host.local("one"), Host.local("two")), workloads);
    return new Operator(
            fleet,
            folder.resolve("state.json"),
            host -> host.name().equals("one") ? one.connect() : two.connect(),
            Operator.Limits.USUAL)
        .with(new World.FakePatience());
  }
}
