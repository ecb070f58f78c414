package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.configuration.Configuration;
import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.Signal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunFileSetupTest {
  private static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/bin", "A", "ours");

  @TempDir Path folder;

  @Test
  void leastProcessIsLookedAfterAsUsual() throws Exception {
    Setup setup = setup("processes: {app: {command: [app, x]}}");

    ProcessSetup app = setup.processes().getFirst();
    assertThat(app.name()).isEqualTo("app");
    assertThat(app.command().arguments()).containsExactly("app", "x");
    assertThat(app.command().environment()).isEqualTo(ENVIRONMENT);
    assertThat(app.policy())
        .isEqualTo(
            Policy.defaults()
                .withRestart(RestartPolicy.of(RestartPolicy.When.ON_FAILURE))
                .withTraits(new Policy.Traits(false, false, false, false, true)));
    assertThat(setup.end())
        .isEqualTo(new Setup.End(Optional.empty(), Duration.ofSeconds(30), true));
    assertThat(setup.access()).isEqualTo(Setup.Access.none());
  }

  @Test
  void oneShotIsNotRestarted() throws Exception {
    Setup setup = setup("processes: {job: {command: [job], oneShot: true, essential: true}}");

    Policy policy = setup.processes().getFirst().policy();
    assertThat(policy.restart().when()).isEqualTo(RestartPolicy.When.NEVER);
    assertThat(policy.traits()).isEqualTo(new Policy.Traits(true, true, false, false, true));
  }

  @Test
  void processIsStartedByItselfUnlessTheFileSaysOtherwise() throws Exception {
    Setup setup =
        setup(
            "{control: /x, processes: {web: {command: [app]}, debug: {command: [app], after: [web],"
                + " autostart: false}, more: {command: [app], after: [debug], autostart: false}}}");

    assertThat(setup.processes())
        .extracting(process -> process.policy().traits().autostart())
        .containsExactly(true, false, false);
  }

  @Test
  void variablesOfTheProcessWinOverFilesAndFilesOverOurs() throws Exception {
    Files.writeString(folder.resolve("env"), "A=file\nB=file\n");
    Setup setup =
        setup(
            "processes: {app: {command: [app], environmentFiles: "
                + folder.resolve("env")
                + ", environment: {B: own}}}");

    assertThat(setup.processes().getFirst().command().environment())
        .isEqualTo(Map.of("PATH", "/bin", "A", "file", "B", "own"));
  }

  @Test
  void policyIsWhatTheFileSays() throws Exception {
    Setup setup =
        setup(
            """
            processes:
              app:
                command: [app]
                after: {db: started}
                ready: {notify: true, within: 7s}
                alive: {tcp: "127.0.0.1:80", then: stop}
                restart: {when: always, first: 2s, factor: 3, limit: 9s, jitter: 0, stableAfter: 1s, attempts: 5}
                stop: {steps: [{signal: INT, within: 1s}, {signal: TERM, within: 2s}], drain: {delay: 4s}, whom: leader}
                signals: group
                success: [3, TERM]
                exitCodes: {75: 0}
                suspend: freeze
              db: {command: [db]}
            """);

    ProcessSetup app = setup.processes().getFirst();
    assertThat(app.after()).isEqualTo(Map.of("db", Milestone.STARTED));
    assertThat(app.policy())
        .isEqualTo(
            new Policy(
                new Stopping(
                    Optional.of(new Stopping.Drain(Optional.empty(), Duration.ofSeconds(4))),
                    List.of(
                        new Stopping.Step(Signal.INT, Duration.ofSeconds(1)),
                        new Stopping.Step(Signal.TERM, Duration.ofSeconds(2))),
                    Stopping.Whom.LEADER),
                new RestartPolicy(
                    RestartPolicy.When.ALWAYS,
                    Duration.ofSeconds(2),
                    3,
                    Duration.ofSeconds(9),
                    0,
                    Duration.ofSeconds(1),
                    5),
                new ExitCodes(Set.of(3, 143), Map.of(75, 0)),
                new Unhealthy.StopEverything(),
                Optional.of(Duration.ofSeconds(7)),
                new Policy.Traits(false, false, true, true, true)));
  }

  @Test
  void probesAndOutputAreWhatTheFileSays() throws Exception {
    Setup setup =
        setup(
            """
            processes:
              web:
                command: [web]
                ready: {http: "http://127.0.0.1/a", status: 204, header: {Host: a}, every: 2s}
                alive: {exec: [check, it], timeout: 1s, failures: 5, successes: 2, delay: 3s}
                output: {file: /var/log/web, size: 1MB, keep: 2}
            """);

    Surroundings web = setup.processes().getFirst().surroundings().orElseThrow();
    assertThat(web.ready())
        .contains(
            new Probing(
                new Probe.Http(URI.create("http://127.0.0.1/a"), 204, 204, Map.of("Host", "a")),
                Probing.Purpose.READY,
                Duration.ZERO,
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                3,
                1));
    assertThat(web.alive())
        .contains(
            new Probing(
                new Probe.Exec(ChildCommand.of(List.of("check", "it"), ENVIRONMENT)),
                Probing.Purpose.ALIVE,
                Duration.ofSeconds(3),
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                5,
                2));
    assertThat(web.output())
        .isEqualTo(OutputPlan.of(new OutputMode.ToFile(Path.of("/var/log/web"), 1_000_000, 2)));
  }

  @Test
  void outputIsReadForReadinessByALine() throws Exception {
    Setup setup =
        setup("processes: {db: {command: [cat], ready: {log: up}}, web: {command: [cat]}}");

    assertThat(setup.processes())
        .extracting(process -> process.surroundings().orElseThrow().output().mode())
        .containsExactly(new OutputMode.Plain(), new OutputMode.Inherit());
  }

  @Test
  void configurationIsWhatTheFileSays() throws Exception {
    Setup setup =
        setup(
            """
            processes: {web: {command: [web], ready: {tcp: "127.0.0.1:80"}}, db: {command: [db]}}
            configuration:
              site:
                archive: /config/site.tar
                target: /etc/site
                sync: false
                check: [check, "{staged}"]
                then:
                  - {paths: "*.conf", then: {signal: {web: HUP}}}
                keepIf: {ready: web, within: 5s, stays: 1s}
              plain: {file: /config/a, target: /etc/a, mode: 600, required: true}
            """);

    ConfigurationSetup site = setup.configurations().getFirst();
    ConfigurationSetup plain = setup.configurations().getLast();
    assertThat(site.source())
        .isEqualTo(
            new ConfigurationSetup.Source(
                ConfigurationSetup.Form.ARCHIVE, Path.of("/config/site.tar")));
    assertThat(site.options().durable()).isFalse();
    assertThat(site.check().orElseThrow().within()).isEqualTo(Duration.ofMinutes(1));
    assertThat(site.rules())
        .containsExactly(new Rule(List.of("*.conf"), new Action.Send(Map.of("web", Signal.HUP))));
    assertThat(site.keepIf())
        .contains(new KeepIf(Set.of("web"), Duration.ofSeconds(5), Duration.ofSeconds(1)));
    assertThat(site.users()).containsExactly("web");
    assertThat(plain.users()).containsExactlyInAnyOrder("web", "db");
    assertThat(plain.options().newFileMode()).isEqualTo(0600);
    assertThat(plain.rules()).containsExactly(Rule.always(new Action.Nothing()));
    assertThat(plain.required()).isTrue();
  }

  @Test
  void accessAndStandbyAreWhatTheFileSays() throws Exception {
    Setup setup =
        setup(
            """
            processes: {a: {command: [a]}, b: {command: [b]}}
            activation: {file: /run/active, settle: 2s}
            control: {socket: /run/c, mode: 660, group: "0"}
            datagrams: {socket: /run/d, answers: true}
            metrics: 127.0.0.1:9600
            """);

    assertThat(setup.activation())
        .contains(
            new ActivationSetup(Path.of("/run/active"), Set.of("a", "b"), Duration.ofSeconds(2)));
    assertThat(setup.access())
        .isEqualTo(
            new Setup.Access(
                Optional.of(new Setup.Datagrams(Path.of("/run/d"), true)),
                Optional.of(new Setup.Control(Path.of("/run/c"), 0660, Optional.of("0"))),
                Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9600))));
  }

  @ParameterizedTest
  @CsvSource({
    "/run/c, 0600",
    "'{socket: /run/c, group: \"0\"}', 0660",
    "'{socket: /run/c, mode: 640}', 0640"
  })
  void controlSocketIsForItsOwnerAndItsGroupUnlessAModeIsGiven(String control, String mode)
      throws Exception {
    Setup.Access access =
        setup("{processes: {a: {command: [a]}}, control: " + control + "}").access();

    assertThat(access.control()).map(Setup.Control::mode).contains(Mode.parse(mode).bits());
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:9600, 127.0.0.1",
    "localhost:9600, 127.0.0.1",
    "'[::1]:9600', 0:0:0:0:0:0:0:1"
  })
  void metricsAreServedAtAnAddressThatIsNotLookedUp(String listen, String address)
      throws Exception {
    Setup.Access access =
        setup("{processes: {a: {command: [a]}}, metrics: \"" + listen + "\"}").access();

    assertThat(access.metrics())
        .map(socket -> socket.getAddress().getHostAddress() + " " + socket.getPort())
        .contains(address + " 9600");
  }

  @Test
  void signalsMeanWhatTheFileSays() throws Exception {
    SignalSetup signals =
        setup("{processes: {a: {command: [a]}}, signals: {HUP: reload, INT: none, USR1: USR2}}")
            .signals();

    assertThat(signals.stopping()).containsExactly(Signal.TERM);
    assertThat(signals.reloading()).containsExactly(Signal.HUP);
    assertThat(signals.map().apply(Signal.USR1)).contains(Signal.USR2);
    assertThat(signals.map().apply(Signal.INT)).isEmpty();
  }

  @Test
  void fileThatIsReadTwiceAsksForTheSame() throws Exception {
    String text =
        """
        processes:
          web:
            command: [web]
            user: "1:1"
            ready: {log: "listening on \\\\d+"}
            alive: {http: "http://127.0.0.1:8080/", header: {a: b}, then: {command: [help]}}
            stop: {drain: {command: [drain], delay: 5s}, within: 20s}
            postStart: {command: [warm-up], condition: [test]}
            limits: {open-files: 1024}
            exitCodes: {143: 0}
            output: {file: /var/log/web, size: 1MiB, keep: 3}
          db:
            command: [db]
            ready: {exec: [is-ready]}
            alive: {tcp: "127.0.0.1:5432", then: ignore}
        configuration:
          site:
            archive: /config/site.tar
            target: /etc/site
            check: [check, "{staged}"]
            then:
              - {paths: ["*.conf"], then: {signal: {web: HUP}}}
              - {paths: ["**"], then: {restart: [db]}}
            keepIf: {ready: web}
        activation: {file: /run/active, processes: [web]}
        control: {socket: /run/ostler.sock}
        metrics: {listen: "127.0.0.1:9600"}
        signals: {USR1: HUP, USR2: none, HUP: reload}
        """;

    assertThat(SetupDifferences.between(setup(text), setup(text))).isEmpty();
    assertThat(setup(text)).isEqualTo(setup(text));
  }

  private static Setup setup(String text) throws Exception {
    RunFile file = Configuration.of(RunFile.class).withEnvironment(Map.of()).read("run.yaml", text);
    return RunFiles.setup(file, ENVIRONMENT);
  }
}
