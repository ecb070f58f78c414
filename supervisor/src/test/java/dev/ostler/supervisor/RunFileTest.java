package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.configuration.Configuration;
import dev.ostler.configuration.Size;
import dev.ostler.linux.ResourceLimit;
import dev.ostler.linux.Signal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a run file can say; here without looking at the machine. */
class RunFileTest {
  /** The example that the documentation begins with. */
  private static final String EXAMPLE =
      """
      processes:
        web:
          command: [nginx, -g, "daemon off;"]
          user: www-data
          after: [db]
          ready: {http: "http://127.0.0.1:8080/healthz", within: 30s}
          alive: {tcp: "127.0.0.1:8080", every: 10s, failures: 3}
          restart: {when: on-failure, first: 1s, factor: 2, limit: 30s}
          stop: {signal: QUIT, within: 20s}
          postStart: {condition: [test, -f, /run/ready], every: 3s, within: 15m, command: [warm-up]}
        db:
          command: [postgres]
      configuration:
        site:
          archive: /config/site.tar
          target: /etc/nginx
          check: [nginx, -t, -c, "{staged}/nginx.conf"]
          then: {signal: {web: HUP}}
          keepIf: {ready: web, within: 10s}
      activation: {file: /run/active, processes: [web]}
      control: {socket: /run/ostler.sock}
      metrics: {listen: 127.0.0.1:9600}
      """;

  /** The same as nothing: what the file's defaults say and what the code says must agree. */
  private static final String RESTART = "processes: {app: {command: [app], restart: on-failure}}";

  @Test
  void exampleIsRead() throws Exception {
    RunFile file = read(EXAMPLE);

    ProcessSettings web = process(file, "web");
    assertThat(file.processes()).containsOnlyKeys("web", "db");
    assertThat(web.command()).containsExactly("nginx", "-g", "daemon off;");
    assertThat(web.after()).isEqualTo(Map.of("db", Milestone.READY));
    assertThat(web.ready().orElseThrow().http())
        .contains(URI.create("http://127.0.0.1:8080/healthz"));
    assertThat(web.alive().orElseThrow().tcp()).contains(new Address("127.0.0.1", 8080));
    assertThat(web.alive().orElseThrow().then()).isEqualTo(new ProbeSettings.Remedy.Restart());
    assertThat(web.stop().allSteps())
        .containsExactly(new StopSettings.Step(Signal.QUIT, Duration.ofSeconds(20)));
    assertThat(web.postStart())
        .contains(
            new PostStartSettings(
                List.of("warm-up"),
                List.of("test", "-f", "/run/ready"),
                Duration.ofSeconds(3),
                Duration.ofMinutes(15),
                false));
    ConfigurationSettings site = configuration(file, "site");
    assertThat(site.source()).isEqualTo(Path.of("/config/site.tar"));
    assertThat(site.then())
        .isEqualTo(new ConfigurationSettings.Reaction.Send(Map.of("web", Signal.HUP)));
    assertThat(site.keepIf().orElseThrow().ready()).containsExactly("web");
    assertThat(file.control())
        .contains(
            new AccessSettings.Control(
                Path.of("/run/ostler.sock"), Optional.empty(), Optional.empty()));
  }

  @Test
  void everythingCanBeSaid() throws Exception {
    RunFile file =
        read(
            """
            processes:
              job:
                command: [job]
                oneShot: true
              app:
                command: [app, 8080]
                user: app:app
                directory: /srv
                environment: {PORT: 8080, DEBUG: no}
                environmentFiles: /etc/app.env
                umask: 027
                nice: -5
                oomScore: -500
                limits: {open-files: 4096, core: unlimited, data: 1GiB}
                after: {job: completed}
                ready: {log: "listening on \\\\d+", failures: 2}
                alive: {exec: [check], then: {signal: QUIT}}
                restart: always
                essential: true
                stop:
                  steps: [{signal: INT, within: 5s}, {signal: TERM, within: 10s}]
                  drain: {delay: 3s}
                signals: group
                success: [3, TERM]
                exitCodes: {75: 0}
                postStart: [warm-up]
                suspend: freeze
                output: {file: /var/log/app, size: 1MiB, keep: 2}
            configuration:
              a:
                file: /config/a
                target: /etc/a
                mode: 0640
                sync: false
                then:
                  - {paths: "*.conf", then: {restart: app}}
                  - {paths: ["**"], then: none}
                atMost: 10s
                required: true
            activation: /run/active
            signals: {HUP: reload, USR1: none, USR2: TERM}
            control: {socket: /run/c, mode: 660, group: ops}
            datagrams: /run/d
            metrics: "[::1]:9600"
            log: {format: json}
            """);

    ProcessSettings app = process(file, "app");
    assertThat(app.command()).containsExactly("app", "8080");
    assertThat(app.environment()).isEqualTo(Map.of("PORT", "8080", "DEBUG", "no"));
    assertThat(app.umask()).contains(new Mode(027));
    assertThat(app.limits())
        .isEqualTo(
            Map.of(
                ResourceLimit.OPEN_FILES,
                new LimitValue(4096),
                ResourceLimit.CORE,
                new LimitValue(ResourceLimit.UNLIMITED),
                ResourceLimit.DATA,
                new LimitValue(1 << 30)));
    assertThat(app.alive().orElseThrow().then())
        .isEqualTo(new ProbeSettings.Remedy.Send(Signal.QUIT));
    assertThat(app.restarting().when()).isEqualTo(RestartSettings.When.ALWAYS);
    assertThat(app.success()).containsExactly(new ExitStatus(3), new ExitStatus(143));
    assertThat(app.exitCodes()).isEqualTo(Map.of(new ExitStatus(75), new ExitStatus(0)));
    assertThat(app.output())
        .isEqualTo(new OutputSettings.ToFile(Path.of("/var/log/app"), new Size(1 << 20), 2));
    assertThat(configuration(file, "a").then())
        .isEqualTo(
            new ConfigurationSettings.Reaction.ByPath(
                List.of(
                    new ConfigurationSettings.PathRule(
                        List.of("*.conf"),
                        new ConfigurationSettings.Reaction.Restart(List.of("app"))),
                    new ConfigurationSettings.PathRule(
                        List.of("**"), new ConfigurationSettings.Reaction.None()))));
    assertThat(file.signals())
        .isEqualTo(
            Map.of(
                Signal.HUP,
                new AccessSettings.Forwarding.Reload(),
                Signal.USR1,
                new AccessSettings.Forwarding.None(),
                Signal.USR2,
                new AccessSettings.Forwarding.As(Signal.TERM)));
    assertThat(file.metrics()).contains(new AccessSettings.Metrics(new Address("::1", 9600)));
    assertThat(file.log().format()).isEqualTo(AccessSettings.Format.JSON);
  }

  @Test
  void leastFileHasSensibleDefaults() throws Exception {
    ProcessSettings app = process(read("processes: {app: {command: [app]}}"), "app");

    assertThat(app.restarting().when()).isEqualTo(RestartSettings.When.ON_FAILURE);
    assertThat(app.restarting()).isEqualTo(process(read(RESTART), "app").restarting());
    assertThat(app.stop().allSteps())
        .containsExactly(new StopSettings.Step(Signal.TERM, Duration.ofSeconds(30)));
    assertThat(app.output()).isEqualTo(new OutputSettings.Inherit());
    assertThat(app.essential()).isFalse();
  }

  private static RunFile read(String text) throws Exception {
    return Configuration.of(RunFile.class).withEnvironment(Map.of()).read("run.yaml", text);
  }

  private static ProcessSettings process(RunFile file, String name) {
    return Objects.requireNonNull(file.processes().get(name));
  }

  private static ConfigurationSettings configuration(RunFile file, String name) {
    return Objects.requireNonNull(file.configuration().get(name));
  }
}
