package dev.ostler.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.control.ControlClient;
import dev.ostler.control.ControlEvent;
import dev.ostler.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of connections to the server, whoever ends them. */
@Timeout(60)
class ControlConnectionTest {
  @TempDir Path folder;
  private RunningControl running;
  private ControlClient client;

  @BeforeEach
  void start() throws IOException {
    running = RunningControl.start(folder);
    client = ControlClient.at(running.socket());
  }

  @AfterEach
  void stop() {
    running.close();
  }

  @Test
  void mistakeOfOursCostsTheClientThatMetItAndIsReportedOnce() throws Exception {
    running.run(FakeCommands::breakMetrics);
    try (RawClient follower = new RawClient(running.socket())) {
      follower.say("{\"id\":1,\"command\":\"logs\",\"follow\":true}");
      assertThat(follower.hear()).isEqualTo("{\"id\":1,\"following\":{}}");

      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(client::metrics)
            .hasMessage(
                "cannot go on with this connection: internal error; the supervisor's messages say"
                    + " which");
      }
      running.write("web", "still here");

      assertThat(follower.hear()).contains("still here");
      assertThat(client.hello().pid()).isEqualTo(1);
      assertThat(running.reported())
          .singleElement()
          .asString()
          .startsWith(
              "internal error in control: java.lang.IllegalStateException: injected at"
                  + " dev.ostler.supervisor.FakeCommands.metrics(")
          .endsWith("; processes run on, and it is not reported again");
    }
  }

  @Test
  void whoHasGoneIsNotAnsweredAndHarmsNobody() throws Exception {
    try (RawClient gone = new RawClient(running.socket())) {
      gone.say("{\"id\":1,\"command\":\"stop\",\"waitMs\":60000}");
      Eventually.await(
          "web is stopped",
          () -> !client.status(List.of("web")).processes().getFirst().intent().started().value());
    }
    running.finish();

    assertThat(client.hello().pid()).isEqualTo(1);
  }

  @Test
  void lateAnswerDoesNotGoToTheNextRequestOfTheSameId() throws Exception {
    try (RawClient raw = new RawClient(running.socket())) {
      raw.say("{\"id\":1,\"command\":\"stop\",\"processes\":[\"db\"],\"waitMs\":1}");
      String late = raw.hear();
      raw.say("{\"id\":1,\"command\":\"events\"}");
      String following = raw.hear();
      running.finish();
      running.run(fake -> fake.happen(ControlEvent.Kind.ENDED, "db", "db has ended"));

      assertThat(late).contains("\"outcome\":\"late\"");
      assertThat(following).isEqualTo("{\"id\":1,\"following\":{}}");
      assertThat(raw.hear()).startsWith("{\"id\":1,\"event\":{");
    }
  }

  @Test
  void whoSaysNoMoreIsAnsweredAll() throws Exception {
    try (RawClient raw = new RawClient(running.socket())) {
      raw.send("{\"id\":1,\"command\":\"hello\"}\n{\"id\":2,\"command\":\"hello\"}".getBytes(UTF_8))
          .sayNoMore();

      assertThat(raw.hearAll().lines())
          .hasSize(2)
          .first()
          .asString()
          .startsWith("{\"id\":1,\"ok\":{\"version\":1,\"release\":\"0.1.0\"");
    }
  }

  @Test
  void waitingGoesOnAfterTheOtherSideHasSaidAll() throws Exception {
    try (RawClient raw = new RawClient(running.socket())) {
      raw.say("{\"id\":1,\"command\":\"stop\",\"waitMs\":60000}").sayNoMore();
      Eventually.await(
          "web is stopped",
          () -> !client.status(List.of("web")).processes().getFirst().intent().started().value());
      running.finish();

      assertThat(raw.hearAll()).startsWith("{\"id\":1,\"ok\":").endsWith("}\n");
    }
  }

  @Test
  void connectionIsClosedIfAsked() throws Exception {
    try (RawClient raw = new RawClient(running.socket())) {
      raw.say("{\"id\":1,\"command\":\"check\",\"close\":true}");

      assertThat(raw.hearAll())
          .isEqualTo(
              "{\"id\":1,\"ok\":{\"passed\":true,\"message\":\"live: 2 of 2 processes"
                  + " running\"}}\n");
    }
  }

  @Test
  void whoWaitsWhenTheSupervisorEndsIsTold() throws Exception {
    Path other = Files.createDirectory(folder.resolve("other"));
    RunningControl ending = RunningControl.start(other);
    try (RawClient raw = new RawClient(ending.socket())) {
      raw.say("{\"id\":1,\"command\":\"events\"}");
      raw.hear();
      ending.close();

      assertThat(raw.hearAll())
          .isEqualTo(
              "{\"id\":null,\"error\":{\"code\":\"ending\",\"message\":\"cannot answer any more:"
                  + " the supervisor ends\"}}\n");
    }
  }
}
