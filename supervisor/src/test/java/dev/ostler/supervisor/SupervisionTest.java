package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.entrypoint.FakeEntrypoint;
import dev.ostler.entrypoint.TreeOptions;
import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.Errno;
import dev.ostler.linux.LinuxException;
import dev.ostler.linux.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Supervision over an entrypoint without processes and time. */
class SupervisionTest {
  private static final String SOCKET = "/control.sock";
  private static final String CHECK = "configuration check";
  private static final String CONDITION = "post-start condition";
  private static final String POST_START = "post-start";
  private static final Duration INTERVAL = Duration.ofSeconds(3);

  private final FakeEntrypoint fake = new FakeEntrypoint();
  private final List<String> said = new ArrayList<>();
  @TempDir Path folder;
  private Path source;

  @BeforeEach
  void makeSource() throws IOException {
    source = Files.writeString(folder.resolve("source"), "");
  }

  private static ChildCommand command(String... words) {
    return ChildCommand.of(List.of(words), Map.of());
  }

  private Supervision checked() throws IOException {
    ConfigurationSetup configuration =
        new ConfigurationSetup(
            "site",
            new ConfigurationSetup.Source(ConfigurationSetup.Form.ARCHIVE, source),
            Path.of("/target"),
            TreeOptions.defaults(),
            Optional.of(
                new ConfigurationSetup.Check(command("check", "{staged}"), Duration.ofMinutes(1))),
            List.of(Rule.always(new Action.Send(Map.of(Setup.ONLY, Signal.HUP)))),
            Optional.empty(),
            Set.of(Setup.ONLY),
            false);
    return supervision(
        setup(Policies.of(RestartPolicy.When.NEVER)).withConfigurations(List.of(configuration)));
  }

  private static Setup setup(Policy policy) {
    return Setup.of(command("app"), policy, SignalMap.withoutTerminal())
        .withAccess(
            new Setup.Access(
                Optional.of(new Setup.Datagrams(Path.of(SOCKET), true)),
                Optional.empty(),
                Optional.empty()));
  }

  private static Setup onRequest() {
    return setup(Policies.of(RestartPolicy.When.ON_REQUEST))
        .withEnd(new Setup.End(Optional.of(0), Policies.GRACE, false));
  }

  private Supervision supervision(Setup setup) throws IOException {
    return new Supervision(fake, setup, said::add);
  }

  private Supervision followed() throws IOException {
    Supervision supervision = supervision(onRequest());
    supervision
        .unit(Setup.ONLY)
        .accompany(
            new PostStart(
                fake,
                supervision,
                new PostStart.Plan(
                    command("warm-up"),
                    Optional.of(command("is-ready")),
                    INTERVAL,
                    Duration.ofMinutes(15),
                    Policies.GRACE,
                    false)));
    return supervision;
  }

  private void change(String name) {
    fake.configuration(source.toString()).change(name);
  }

  private void send(String word) {
    fake.datagrams(SOCKET).receive(word);
  }

  /** How often something was asked for. */
  private long count(String call) {
    return fake.calls().stream().filter(call::equals).count();
  }

  @Test
  void unreadableSourceDuringACheckDoesNotEndIt() throws Exception {
    Supervision supervision = checked();
    fake.whenIdle(() -> change("a"));
    fake.whenIdle(() -> fake.configuration(source.toString()).refuse("cannot read it"));
    fake.whenIdle(() -> fake.process(CHECK).end(0));

    supervision.loop();

    assertThat(fake.calls())
        .containsSubsequence("stage " + source, CHECK + " start", "update " + source, "app start");
    assertThat(said).contains("cannot read it");
  }

  @Test
  void firstConfigurationThatVanishesIsNotWaitedFor() throws Exception {
    Supervision supervision = checked();
    fake.whenIdle(() -> fake.configuration(source.toString()).remove());

    supervision.loop();

    assertThat(fake.calls()).containsExactly("app start");
  }

  @Test
  void configurationThatVanishesDuringItsCheckIsStillUsed() throws Exception {
    Supervision supervision = checked();
    fake.whenIdle(() -> change("a"));
    fake.whenIdle(() -> fake.configuration(source.toString()).remove());
    fake.whenIdle(() -> assertThat(count("app start")).isZero());
    fake.whenIdle(() -> fake.process(CHECK).end(0));

    supervision.loop();

    assertThat(fake.calls()).containsSubsequence("update " + source, "app start");
  }

  @Test
  void checkThatDoesNotEndIsKilledAfterAMinuteAndRefuses() throws Exception {
    Supervision supervision = checked();
    fake.whenIdle(() -> change("a"));
    fake.whenIdle(() -> fake.advance(Duration.ofSeconds(59)));
    fake.whenIdle(() -> assertThat(count(CHECK + " signal group KILL")).isZero());
    fake.whenIdle(() -> fake.advance(Duration.ofSeconds(1)));

    supervision.loop();

    assertThat(said)
        .containsExactly(
            "the configuration check has not ended within 60 s",
            "refused what came from "
                + source
                + ", the old stays: its check was killed by signal KILL");
    assertThat(count("update " + source)).isZero();
  }

  @Test
  void checkIsOfWhatIsStaged() throws Exception {
    Supervision supervision = checked();
    fake.whenIdle(() -> change("a"));

    supervision.loop();

    assertThat(fake.process(CHECK).command().arguments()).containsExactly("check", "/staged/1");
  }

  @Test
  void changeDuringAnUpdateIsNotLostAndNoneFollowsOnceWeLeave() throws Exception {
    Supervision supervision = checked();
    fake.whenIdle(() -> change("a"));
    fake.whenIdle(() -> change("b"));
    fake.whenIdle(() -> fake.process(CHECK).end(1));
    fake.whenIdle(() -> assertThat(count(CHECK + " start")).isEqualTo(2));
    fake.whenIdle(() -> change("c"));
    fake.whenIdle(() -> fake.receive(Signal.TERM));

    assertThat(supervision.loop()).isEqualTo(128 + Signal.TERM.number());
    assertThat(count(CHECK + " start")).isEqualTo(2);
  }

  @Test
  void conditionIsLookedAtEveryThreeSecondsUntilItHolds() throws Exception {
    Supervision supervision = followed();
    fake.whenIdle(() -> fake.advance(INTERVAL.minusMillis(1)));
    fake.whenIdle(() -> assertThat(count(CONDITION + " start")).isZero());
    fake.whenIdle(() -> fake.advance(Duration.ofMillis(1)));
    fake.whenIdle(() -> fake.process(CONDITION).end(1));
    fake.whenIdle(() -> fake.advance(INTERVAL.minusMillis(1)));
    fake.whenIdle(() -> assertThat(count(CONDITION + " start")).isEqualTo(1));
    fake.whenIdle(() -> fake.advance(Duration.ofMillis(1)));
    fake.whenIdle(() -> fake.process(CONDITION).end(0));
    fake.whenIdle(() -> fake.process(POST_START).end(0));
    fake.whenIdle(() -> fake.advance(Duration.ofHours(1)));

    supervision.loop();

    assertThat(count(CONDITION + " start")).isEqualTo(2);
    assertThat(count(POST_START + " start")).isEqualTo(1);
    assertThat(said).isEmpty();
  }

  @Test
  void conditionThatDoesNotHoldForFifteenMinutesEndsEverything() throws Exception {
    Supervision supervision = followed();
    for (int look = 1; look < 300; look++) {
      fake.whenIdle(() -> fake.advance(INTERVAL));
      fake.whenIdle(() -> fake.process(CONDITION).end(1));
    }
    fake.whenIdle(() -> assertThat(said).isEmpty());
    fake.whenIdle(() -> fake.advance(INTERVAL));

    assertThat(supervision.loop()).isEqualTo(1);
    assertThat(said).containsExactly("post-start was not done within 900 s: warm-up");
    assertThat(fake.calls()).contains("app signal TERM");
  }

  @Test
  void stopCancelsTheWaitForTheCondition() throws Exception {
    Supervision supervision = followed();
    fake.whenIdle(() -> send("STOP"));
    fake.whenIdle(() -> fake.advance(Duration.ofHours(1)));

    supervision.loop();

    assertThat(count(CONDITION + " start")).isZero();
    assertThat(said).containsExactly("suspended");
  }

  @Test
  void conditionThatIgnoresTermIsKilledAfterTheGrace() throws Exception {
    Supervision supervision = followed();
    fake.whenIdle(() -> fake.advance(INTERVAL));
    fake.whenIdle(() -> fake.process(CONDITION).ignore(Signal.TERM));
    fake.whenIdle(() -> send("STOP"));
    fake.whenIdle(() -> fake.advance(Policies.GRACE.minusMillis(1)));
    fake.whenIdle(() -> assertThat(count(CONDITION + " signal group KILL")).isZero());
    fake.whenIdle(() -> fake.advance(Duration.ofMillis(1)));

    supervision.loop();

    assertThat(count(CONDITION + " signal group KILL")).isEqualTo(1);
  }

  @Test
  void endOfTheProcessEndsWhatFollowedEvenWhileOthersOfItsGroupAreLeft() throws Exception {
    Supervision supervision = followed();
    fake.whenIdle(() -> fake.advance(INTERVAL));
    fake.whenIdle(() -> {
      fake.process("app").leaveOthers();
      fake.process("app").end(0);
    });

    supervision.loop();

    assertThat(fake.calls()).contains(CONDITION + " signal group TERM");
  }

  @Test
  void quitIsForEveryoneAndOtherSignalsForTheProcessAlone() throws Exception {
    Supervision supervision = followed();
    fake.whenIdle(() -> fake.process("app").ignore(Signal.QUIT));
    fake.whenIdle(() -> fake.advance(INTERVAL));
    fake.whenIdle(() -> fake.receive(Signal.HUP));
    fake.whenIdle(() -> send("QUIT"));

    supervision.loop();

    assertThat(fake.calls())
        .containsSubsequence("app signal HUP", CONDITION + " signal QUIT", "app signal QUIT")
        .doesNotContain(CONDITION + " signal HUP");
  }

  @Test
  void senderWithANameIsTold() throws Exception {
    fake.whenIdle(() -> fake.datagrams(SOCKET).receive("STOP", "@me"));
    fake.whenIdle(() -> fake.datagrams(SOCKET).receive("PAUSE", "/run/me"));

    supervision(onRequest()).loop();

    assertThat(fake.calls())
        .contains(
            "app signal TERM",
            "reply @me OK\n",
            "reply /run/me ERROR expected START, STOP or QUIT\n");
  }

  @Test
  void wordsThatArriveTogetherAreObeyedInOrder() throws Exception {
    Supervision supervision = supervision(onRequest());
    fake.whenIdle(() -> {
      send("STOP");
      send(" START\n");
      send("nonsense");
      send("");
      send("QUIT");
    });

    supervision.loop();

    assertThat(said).startsWith("suspended", "resumed");
    assertThat(fake.calls()).containsSubsequence("app signal TERM", "app start");
  }

  @Test
  void startThatFailsIsToldAndEndsAsAShellWould() throws Exception {
    Supervision supervision = supervision(onRequest());
    fake.process("app").failNextStart(new LinuxException("run 'app'", Errno.ENOENT));

    assertThat(supervision.loop()).isEqualTo(127);
    assertThat(said).containsExactly("cannot run 'app': No such file or directory (errno 2)");
  }

  @Test
  void warningsAreTold() throws Exception {
    Supervision supervision = supervision(setup(Policy.defaults()));
    fake.whenIdle(() -> fake.warn("cannot watch"));

    supervision.loop();

    assertThat(said).containsExactly("cannot watch");
  }
}
