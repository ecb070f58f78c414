package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.entrypoint.FakeEntrypoint;
import dev.ostler.entrypoint.TreeOptions;
import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that says something else while what it said before runs, without processes and time. */
class ReloadTest {
  private static final String SOCKET = "/words.sock";
  private static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/bin:/usr/bin");
  private static final Policy POLICY = Policies.of(RestartPolicy.When.ALWAYS);

  private final FakeEntrypoint fake = new FakeEntrypoint();
  @TempDir Path folder;
  private Path source;
  private boolean broken;
  private Setup inFile = setup(process("web"));

  @BeforeEach
  void makeSource() throws IOException {
    source = Files.writeString(folder.resolve("source"), "");
  }

  private static ChildCommand command(String... words) {
    return ChildCommand.of(List.of(words), ENVIRONMENT);
  }

  private static ProcessSetup process(String name) {
    return process(name, POLICY, Optional.empty());
  }

  private static ProcessSetup process(
      String name, Policy policy, Optional<PostStart.Plan> following) {
    Surroundings around =
        new Surroundings(
            Optional.empty(),
            Optional.empty(),
            OutputPlan.of(new OutputMode.Plain()),
            following,
            OptionalInt.empty());
    return new ProcessSetup(name, command("true"), policy, Map.of(), Optional.of(around));
  }

  private static ProcessSetup draining(String name) {
    Stopping.Drain drain =
        new Stopping.Drain(Optional.of(command("true", "drain")), Duration.ofSeconds(9));
    Stopping.Step term = new Stopping.Step(Signal.TERM, Policies.GRACE);
    return process(
        name,
        POLICY.withStopping(new Stopping(Optional.of(drain), List.of(term), Stopping.Whom.GROUP)),
        Optional.empty());
  }

  private static ProcessSetup followed(String name) {
    PostStart.Plan plan =
        new PostStart.Plan(
            command("true", "warm-up"),
            Optional.empty(),
            Duration.ofSeconds(1),
            Duration.ofMinutes(1),
            Policies.GRACE,
            false);
    return process(name, POLICY, Optional.of(plan));
  }

  private static Setup setup(ProcessSetup... processes) {
    return new Setup(
        List.of(processes),
        List.of(),
        Optional.empty(),
        new SignalSetup(
            SignalMap.withoutTerminal(), Set.of(Signal.TERM), Set.of(Signal.HUP), false),
        new Setup.Access(
            Optional.of(Setup.Datagrams.silent(Path.of(SOCKET))),
            Optional.empty(),
            Optional.empty()),
        new Setup.End(Optional.of(0), Duration.ofSeconds(1), false),
        MessageFormat.TEXT);
  }

  private ConfigurationSetup checked(String name, String check) {
    return new ConfigurationSetup(
        name,
        new ConfigurationSetup.Source(ConfigurationSetup.Form.ARCHIVE, source),
        Path.of("/target"),
        TreeOptions.defaults(),
        Optional.of(
            new ConfigurationSetup.Check(command(check, "{staged}"), Duration.ofMinutes(1))),
        List.of(),
        Optional.empty(),
        Set.of("web"),
        false);
  }

  private Supervision supervision() throws IOException {
    SetupFile file =
        new SetupFile() {
          @Override
          public Path path() {
            return Path.of("/run.yaml");
          }

          @Override
          public Setup read() {
            if (broken) {
              throw new IllegalStateException("found nonsense");
            }
            return inFile;
          }
        };
    return Supervision.of(fake, inFile, file, false);
  }

  private void whenIdle(Runnable step) {
    fake.whenIdle(step);
  }

  private void write(Setup next) {
    whenIdle(() -> inFile = next);
    whenIdle(() -> fake.receive(Signal.HUP));
  }

  private List<String> said() {
    return fake.standardError().text().lines().toList();
  }

  private long count(String call) {
    return fake.calls().stream().filter(call::equals).count();
  }

  @Test
  void wordForAllIsNotForThoseThatAreGone() throws Exception {
    inFile = setup(process("web"), process("db"));
    Supervision supervision = supervision();
    write(setup(process("web")));
    whenIdle(() -> fake.process("db").end(0));
    whenIdle(() -> fake.datagrams(SOCKET).receive("STOP"));

    supervision.loop();

    assertThat(supervision.machine().processes()).containsExactly("web");
    assertThat(supervision.machine().claims("web").suspended().holds()).isTrue();
    assertThat(count("web signal TERM")).isEqualTo(1);
  }

  @Test
  void drainOfAProcessThatHasEndedIsKilledAndNotHeardOf() throws Exception {
    inFile = setup(process("web"), draining("db"));
    Supervision supervision = supervision();
    write(setup(process("web")));
    whenIdle(() -> fake.process("db").end(0));
    whenIdle(() -> fake.process("db drain").end(0));

    supervision.loop();

    assertThat(count("db drain signal group KILL")).isPositive();
    assertThat(supervision.machine().processes()).containsExactly("web");
  }

  @Test
  void checkOfAConfigurationThatIsGoneIsKilledAndNotHeardOf() throws Exception {
    inFile = setup(process("web")).withConfigurations(List.of(checked("site", "true")));
    Supervision supervision = supervision();
    whenIdle(() -> fake.configuration(source.toString()).change("a"));
    write(setup(process("web")));

    supervision.loop();

    assertThat(count("configuration check signal group KILL")).isPositive();
    assertThat(count("update " + source)).isZero();
  }

  @Test
  void answerAboutTheFormerConfigurationIsNotTakenForTheNew() throws Exception {
    inFile = setup(process("web")).withConfigurations(List.of(checked("site", "true")));
    Supervision supervision = supervision();
    whenIdle(() -> fake.configuration(source.toString()).change("a"));
    write(setup(process("web")).withConfigurations(List.of(checked("site", "false"))));
    whenIdle(() -> fake.configuration(source.toString()).change("b"));

    supervision.loop();

    assertThat(count("configuration check start")).isEqualTo(2);
    assertThat(count("update " + source)).isZero();
  }

  @Test
  void newProcessHasWhatFollowsItsStart() throws Exception {
    Supervision supervision = supervision();
    write(setup(process("web"), followed("db")));

    supervision.loop();

    assertThat(fake.calls()).containsSubsequence("db start", "post-start start");
  }

  @Test
  void whatFollowsAStartIsAnotherFromTheNextStartOn() throws Exception {
    inFile = setup(followed("web"));
    Supervision supervision = supervision();
    write(setup(process("web")));

    supervision.loop();

    assertThat(count("web start")).isEqualTo(2);
    assertThat(count("post-start start")).isEqualTo(1);
  }

  @Test
  void programThatIsNotThereChangesNothing() throws Exception {
    Supervision supervision = supervision();
    Setup before = inFile;
    ProcessSetup missing =
        new ProcessSetup("x", command("is-not-there"), POLICY, Map.of(), Optional.empty());
    write(setup(process("db"), missing).withConfigurations(List.of(checked("site", "true"))));
    whenIdle(() -> fake.datagrams(SOCKET).receive("STOP"));

    supervision.loop();

    assertThat(supervision.machine().setup()).isEqualTo(before);
    assertThat(supervision.machine().processes()).containsExactly("web");
    assertThat(said())
        .anyMatch(line -> line.contains("cannot reload /run.yaml, all stays as it is"));
  }

  @Test
  void nothingIsReadAgainWhileEverythingEnds() throws Exception {
    Supervision supervision = supervision();
    whenIdle(() -> fake.process("web").ignore(Signal.TERM));
    whenIdle(() -> fake.receive(Signal.TERM));
    write(setup(process("web"), process("db")));

    supervision.loop();

    assertThat(supervision.machine().processes()).containsExactly("web");
    assertThat(said()).anyMatch(line -> line.endsWith("cannot reload /run.yaml: everything ends"));
  }

  @Test
  void nonsenseThatNobodyThoughtOfDoesNotEndWhatRuns() throws Exception {
    Supervision supervision = supervision();
    whenIdle(() -> broken = true);
    whenIdle(() -> fake.receive(Signal.HUP));

    supervision.loop();

    assertThat(said())
        .anyMatch(line ->
            line.endsWith(
                "cannot reload /run.yaml, all stays as it is: internal error:"
                    + " java.lang.IllegalStateException: found nonsense"));
    assertThat(count("web start")).isEqualTo(1);
  }

  @Test
  void whatCannotChangeStaysAsItWas() throws Exception {
    Supervision supervision = supervision();
    Setup before = inFile;
    write(
        before
            .withAccess(Setup.Access.none())
            .withActivation(
                Optional.of(
                    new ActivationSetup(Path.of("/active"), Set.of("web"), Duration.ZERO))));

    supervision.loop();

    assertThat(supervision.machine().setup()).isEqualTo(before);
    assertThat(said())
        .anyMatch(line ->
            line.endsWith(
                "read the file again: activation takes effect when Ostler is started anew, control,"
                    + " datagrams and metrics takes effect when Ostler is started anew"));
  }
}
