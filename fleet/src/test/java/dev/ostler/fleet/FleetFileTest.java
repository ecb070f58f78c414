package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.ostler.configuration.InvalidConfigurationException;
import dev.ostler.engine.Mount;
import dev.ostler.engine.Networking;
import dev.ostler.engine.Restart;
import dev.ostler.engine.SshSecrets;
import dev.ostler.engine.SshSettings;
import java.io.IOException;
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

class FleetFileTest {
  @TempDir private Path folder;

  @Test
  void readsWhatTheReferenceShows() throws Exception {
    Files.writeString(folder.resolve("haproxy.cfg"), "global\n");

    Fleet fleet =
        read(
            """
            name: edge
            hosts:
              web1: {engine: "unix:///run/one.sock", labels: {role: edge}}
              web2: {engine: "unix:///run/two.sock", labels: {role: edge}}
              local: {engine: unix:///var/run/docker.sock}
            containers:
              db:
                on: local
                image: postgres:16
                volumes: ["data:/var/lib/postgresql"]
              proxy:
                on: role=edge
                image: haproxy:2.9
                pull_policy: always
                command: [haproxy, -f, /etc/haproxy/haproxy.cfg]
                ports: ["80:8080/tcp"]
                mounts: [{source: /srv/data, target: /data, readOnly: true}]
                files:
                  /etc/haproxy/haproxy.cfg:
                    from: haproxy.cfg
                    mode: "0640"
                    owner: "99:99"
                    onChange: {signal: HUP}
                health: {http: "http://:8080/healthz", within: 20s}
                restart: unless-stopped
                rest: gateway
                after: [db]
                update:
                  order: stop-first
                  batch: 50%
                  canary: 1
                  monitor: 10s
                  maxFailures: 1
                  onFailure: stop
            """);

    assertThat(fleet.name()).isEqualTo("edge");
    Workload proxy = fleet.workload("proxy").orElseThrow();
    assertThat(proxy.hosts()).containsExactly("web1", "web2");
    assertThat(proxy.spec().networking().ports())
        .containsExactly(new Networking.Port(8080, "tcp", "", 80));
    assertThat(proxy.spec().storage().mounts())
        .containsExactly(new Mount.Bind("/srv/data", "/data", true, "", false));
    assertThat(proxy.spec().lifecycle().restart().policy())
        .isEqualTo(Restart.Policy.UNLESS_STOPPED);
    assertThat(proxy.files())
        .containsExactly(
            new ManagedFile(
                ManagedFile.Place.CONTAINER,
                "/etc/haproxy/haproxy.cfg",
                FileContent.of("global\n"),
                0640,
                new ManagedFile.Owner("99", "99"),
                new OnChange.Signal("HUP")));
    assertThat(proxy.rollout())
        .isEqualTo(
            new Workload.Rules(
                Set.of("db"),
                new UpdatePolicy(
                    UpdatePolicy.Order.STOP_FIRST,
                    UpdatePolicy.Batch.ofPercent(50),
                    1,
                    Duration.ofSeconds(10),
                    1,
                    UpdatePolicy.OnFailure.STOP,
                    true),
                new HealthProbe.Http(8080, "/healthz", Duration.ofSeconds(20)),
                true,
                PullPolicy.ALWAYS,
                Optional.empty()));
  }

  @Test
  void whatHostsHaveInCommonIsSaidOnce() throws Exception {
    Fleet fleet =
        read(
            """
            ssh: {user: deploy, port: 2222, key: id, password: sesame, jump: bastion}
            hosts:
              bastion: {ssh: bastion.example.com}
              web1: {ssh: web1.example.com}
              web2: {ssh: {address: "ssh://anna@web2.example.com:22", hostKeys: accept-new, jump: other}}
              local: {engine: unix:///var/run/docker.sock}
            """);

    SshSettings bastion = settings(fleet, "bastion");
    assertThat(bastion.options()).isEqualTo(options("deploy", "2222", "yes"));
    assertThat(bastion.jumps()).isEmpty();
    SshSettings web1 = settings(fleet, "web1");
    assertThat(web1.options()).isEqualTo(options("deploy", "2222", "yes"));
    assertThat(web1.access().secrets().password("x")).hasValue("sesame".toCharArray());
    assertThat(web1.jumps()).extracting(SshSettings::host).containsExactly("bastion.example.com");
    assertThat(web1.jumps().getFirst().options()).isEqualTo(bastion.options());
    SshSettings web2 = settings(fleet, "web2");
    assertThat(web2.options()).isEqualTo(options("anna", "22", "accept-new"));
    assertThat(web2.jumps()).extracting(SshSettings::host).containsExactly("other");
    Fleet plain = read("hosts: {web1: {ssh: web1.example.com}}\n");
    assertThat(settings(plain, "web1").access().secrets()).isSameAs(SshSecrets.NONE);
    assertThat(fleet.hosts().get("local").address())
        .isEqualTo(new HostAddress.Direct("unix:///var/run/docker.sock"));
  }

  private Map<String, String> options(String user, String port, String hostKeys) {
    return Map.of(
        "User",
        user,
        "Port",
        port,
        "IdentityFile",
        folder.resolve("id").toString(),
        "StrictHostKeyChecking",
        hostKeys);
  }

  private static SshSettings settings(Fleet fleet, String host) {
    return ((HostAddress.Ssh) fleet.hosts().get(host).address()).settings();
  }

  @Test
  void saysAllThatIsWrongWithLineAndColumn() {
    assertThatThrownBy(() ->
            read(
                """
                hosts:
                  a: {engine: unix:///run/one.sock}
                containers:
                  web:
                    on: [a]
                    imagee: x
                    ports: ["80:x"]
                    restart: sometimes
                """))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("fleet.yaml:6:5")
        .hasMessageContaining("did you mean 'image'")
        .hasMessageContaining("fleet.yaml:7:13")
        .hasMessageContaining("fleet.yaml:8:14")
        .hasMessageContaining("expected no, always, unless-stopped or on-failure[:TIMES]");
  }

  /** The kinds of broken YAML that other readers let pass or show elsewhere. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          hosts: {a: {ssh: {address: x, prot: 22}}}   | 1:31: hosts.a.ssh.prot: found an unknown key; did you mean 'port'
          hosts: {a: {ssh: {address: x, port: two}}}  | 1:37: hosts.a.ssh.port: found 'two', expected a whole number
          {hosts: {a: {ssh: x}}, containers: {w1: {image: i, pull_policy: sometimes, on: a}}} | 1:65: containers.w1.pull_policy: found 'sometimes', expected missing, always or never
          {hosts: {a: {ssh: x}}, containers: {w1: {on: a}}} | 1:41: containers.w1.image: found nothing, expected a text
          {hosts: {a: {ssh: x}, a: {ssh: y}}}         | 1:23: hosts.a: found the key a second time, expected it once; it is also in line 1
          {hosts: {a: {ssh: x}}, containers: {w1: {image: i, command: sh, on: a}}} | 1:61: containers.w1.command: found 'sh', expected a list
          {hosts: {a: {ssh: x}}, containers: {w1: {image: i, tty: yes, on: a}}} | 1:57: containers.w1.tty: found 'yes', expected true or false; did you mean 'true'
          {hosts: {a: {ssh: x}}, containers: {w: {on: a, image: i}}} | 1:40: containers.w: found the name 'w', expected at least two characters
          {name: -f, hosts: {a: {ssh: x}}, containers: {}} | 1:8: name: found the name '-f', expected letters, digits, '_', '.' and '-', the first a letter or digit
          {hosts: {"a b": {ssh: x}}, containers: {}} | 1:17: hosts."a b": found the name 'a b', expected letters, digits, '_', '.' and '-', the first a letter or digit
          {hosts: {a: {ssh: x}}, containers: {w1: {on: a, image: i, volumes: ["./www:/www"]}}} | 1:69: containers.w1.volumes[0]: found the source './www', expected an absolute path on the host, or the name of a volume in letters, digits, '_', '.' and '-'; 'files' brings files of this machine along
          {hosts: {a: {ssh: x}}, containers: {w1: {on: a, image: i, volumes: ["~/www:/www"]}}} | 1:69: containers.w1.volumes[0]: found the source '~/www', expected an absolute path on the host, or the name of a volume in letters, digits, '_', '.' and '-'; 'files' brings files of this machine along
          {hosts: {a: {ssh: x}}, containers: {w1: {on: a, image: i, volumes: [data:www]}}} | 1:69: containers.w1.volumes[0]: found the target 'www', expected an absolute path in the container, below its root
          {hosts: {a: {ssh: x}}, containers: {w1: {on: a, image: i, volumes: ["data:/"]}}} | 1:69: containers.w1.volumes[0]: found the target '/', expected an absolute path in the container, below its root
          {hosts: {a: {ssh: x}}, containers: {w1: {on: a, image: i, volumes: ["a:/www", "b:/www/"]}}} | 1:79: containers.w1.volumes[1]: found the target '/www/' a second time, expected it once
          {hosts: {a: {ssh: x}}, containers: {w1: {on: a, image: i, mounts: [{source: www, target: /www}]}}} | 1:77: containers.w1.mounts[0].source: found the source 'www', expected an absolute path on the host; 'files' brings files of this machine along, and 'volumes' has volumes by name
          {hosts: {a: {ssh: x}}, containers: {w1: {on: a, image: i, mounts: [{source: /www, target: www}]}}} | 1:91: containers.w1.mounts[0].target: found the target 'www', expected an absolute path in the container, below its root
          {hosts: {a: {ssh: x}}, containers: {w1: {on: a, image: i, mounts: [{source: /a, target: /b, propagation: slaves}]}}} | 1:106: containers.w1.mounts[0].propagation: found 'slaves', expected private, rprivate, shared, rshared, slave or rslave
          {hosts: {a: {ssh: x}}, containers: {w1: {on: a, image: i, tmpfs: {tmp: size=1m}}}} | 1:72: containers.w1.tmpfs.tmp: found the target 'tmp', expected an absolute path in the container, below its root
          {hosts: {a: {ssh: x}, b: {ssh: y, labels: {role: edge}}}, containers: {w1: {on: role=typo, image: i}}} | 1:81: containers.w1.on[0]: found 'role=typo', which no host has, expected a host (a, b) or a label (role=edge)
          {hosts: {a: {ssh: x}}, containers: {w1: {on: [a, c], image: i}}} | 1:50: containers.w1.on[1]: found 'c', which no host has, expected a host (a) or a label (no host has any)
          {hosts: {a: {ssh: x}}, containers: {w1: {on: [], image: i}}} | 1:46: containers.w1.on: found an empty list, expected a host or a label KEY=VALUE or a list of such
          {hosts: {a: {ssh: x}}, containers: {w1: {image: i}}} | 1:41: containers.w1.on: found nothing, expected a host or a label KEY=VALUE or a list of such
          {hosts: {a: {ssh: x, labels: []}}, containers: {w1: {on: [a, role=edge], image: i}}} | 1:30: hosts.a.labels: found a list, expected a mapping
          {hosts: {a: {ssh: x}}, containers: {w1: {on: a, image: i, health: {exec: []}}}} | 1:67: containers.w1.health: found an empty list in exec, expected a command
          {hosts: {a: {ssh: x}}, containers: {w1: {on: a, image: i, restart: []}}} | 1:68: containers.w1.restart: found a list, expected a restart policy
          {hosts: {a: {ssh: x}}, containers: {w1: {on: a, image: i, ports: [8000-8010:8000-8009]}}} | 1:67: containers.w1.ports[0]: found '8000-8010:8000-8009', expected as many ports of the host as of the container, not 11 and 10
          {hosts: {a: {ssh: x}}, containers: {w1: {on: a, image: i, ports: ["8010-8000:80-90"]}}} | 1:67: containers.w1.ports[0]: found '8010-8000:80-90', expected the smaller port of a range first
          {hosts: {a: {ssh: x}}, containers: {w1: {on: a, image: i, ports: ["0-1:80-81"]}}} | 1:67: containers.w1.ports[0]: found '0-1:80-81', expected a range of ports from 1 to 65535
          {hosts: {a: {ssh: x}}, containers: {w1: {on: a, image: i, ports: ["65530-65536:1-7"]}}} | 1:67: containers.w1.ports[0]: ports must be 1 to 65535 (0 of the host for any), got 65536:7
          {hosts: {a: {ssh: x}}, containers: {w1: {on: a, image: i, ports: ["80-:80"]}}} | 1:67: containers.w1.ports[0]: found '80-:80', expected [[ADDRESS:]HOST:]CONTAINER[/PROTOCOL], such as 80:8080, 53:53/udp or 8000-8010:8000-8010
          {hosts: {a: {ssh: x}}, containers: {w1: {on: a, image: i, ports: ["80-82:80-82", "81:1"]}}} | 1:82: containers.w1.ports[1]: found port 81 of the host a second time, expected it once
          {hosts: {a: {ssh: x}}, containers: {w1: {on: a, image: i, ports: ["80-82:80-82", "81-83:1-3"]}}} | 1:82: containers.w1.ports[1]: found ports 81-82 of the host a second time, expected them once
          {hosts: {a: {ssh: x}}, containers: {w1: {on: a, image: i, network_mode: host, ports: ["80:80"]}}} | 1:86: containers.w1.ports: found 'ports' beside network_mode: host, expected one of them; in that network its ports are open as they are
          {hosts: {a: {ssh: x}}, containers: {w1: {on: a, image: i, network_mode: host, networks: [n]}}} | 1:89: containers.w1.networks: found 'networks' beside network_mode: host, expected one of them
          {hosts: {a: {ssh: x}}, containers: {w1: {on: a, image: i, network_mode: "service:w2", networks: [n]}}} | 1:97: containers.w1.networks: found 'networks' beside network_mode: service:w2, expected one of them
          {hosts: {a: {ssh: x}}, containers: {w1: {on: a, image: i, network_mode: host, update: {order: start-first}}}} | 1:95: containers.w1.update.order: found start-first beside network_mode: host, expected stop-first: the old container has the ports of the new one, and would answer for it
          {hosts: {a: {ssh: x}}, containers: {w1: {on: a, image: i, network_mode: "service:w2", update: {order: start-first}}}} | 1:103: containers.w1.update.order: found start-first beside network_mode: service:w2, expected stop-first: the old container has the ports of the new one, and would answer for it
          {hosts: {a: {ssh: x}}, containers: {w1: {on: a, image: i, network_mode: none, health: {http: "http://:80/"}}}} | 1:94: containers.w1.health.http: found 'http' beside network_mode: none, expected 'exec' or a health check of the engine: its host does not reach it
          {hosts: {a: {ssh: x}}, containers: {w1: {on: a, image: i, network_mode: none, health: {tcp: 80}}}} | 1:93: containers.w1.health.tcp: found 'tcp' beside network_mode: none, expected 'exec' or a health check of the engine: its host does not reach it
          {hosts: {a: {ssh: x}}, containers: {w1: {on: a, image: i, health: {tcp: 99999}}}} | 1:73: containers.w1.health.tcp: found '99999', expected a whole number from 1 to 65535
          {hosts: {a: {ssh: x}}, containers: {w1: {on: a, image: i, health: {http: "http://:99999/"}}}} | 1:74: containers.w1.health.http: found 'http://:99999/', expected a PORT from 1 to 65535
          {hosts: {a: {ssh: x}}, containers: {w1: {on: a, image: i, environment: {A: b}, secrets: {A: c}}}} | 1:93: containers.w1.secrets.A: found the variable A in 'environment', too, expected it once
          {hosts: {a: {ssh: x}}, containers: {w1: {on: a, image: i, container_name: ostler-files-f}}} | 1:75: containers.w1.container_name: found the name 'ostler-files-f', expected one that does not begin with 'ostler-files-', as the containers do that reach files of hosts
          {hosts: {a: {ssh: x}}, containers: {w1: {on: a, image: i, stop_signal: FOO}}} | 1:72: containers.w1.stop_signal: found 'FOO', expected a signal such as TERM or HUP, or a number from 1 to 64
          {hosts: {a: {ssh: x}}, containers: {w1: {on: a, image: i, files: {/f: {content: x, onChange: {signal: HIP}}}}}} | 1:103: containers.w1.files."/f".onChange.signal: found 'HIP', expected a signal such as TERM or HUP, or a number from 1 to 64
          {hosts: {a: {ssh: x}}, containers: {w1: {on: a, image: i, files: {/f: {base64: "!!!"}}}}} | 1:80: containers.w1.files."/f".base64: found '!!!', expected bytes in Base64
          {hosts: {a: {ssh: x}}, containers: {w1: {on: a, image: i, files: {/f: {base64: aGVsbG8}, /g: {base64: a}}}}} | 1:103: containers.w1.files."/g".base64: found 'a', expected bytes in Base64
          {hosts: {a: {ssh: x}}, containers: {w1: {on: a, image: i, cpus: -1}}} | 1:65: containers.w1.cpus: found '-1', expected a number of at least 0
          {hosts: {a: {ssh: x}}, containers: {w1: {on: a, image: i, cpu_shares: -5}}} | 1:71: containers.w1.cpu_shares: found '-5', expected a whole number of at least 0
          {hosts: {a: {ssh: x}}, containers: {w1: {on: a, image: i, mem_limit: -5}}} | 1:70: containers.w1.mem_limit: found '-5', expected a size such as 512, 10MiB or 2GB
          {hosts: {a: {ssh: x}}, containers: {w1: {on: a, image: i, oom_score_adj: 2000}}} | 1:74: containers.w1.oom_score_adj: found '2000', expected a whole number from -1000 to 1000
          {hosts: {a: {ssh: x}}, containers: {w1: {on: a, image: i, update: {canary: -1}}}} | 1:76: containers.w1.update.canary: found '-1', expected a whole number of at least 0
          hosts: {a: {engine: /run/docker.sock}}      | 1:21: hosts.a.engine: address of an engine must be unix:///PATH or tcp://HOST:PORT, got '/run/docker.sock'
          hosts: {a: {ssh: "ssh://docker_host"}}      | 1:18: hosts.a.ssh: not an address such as ssh://user@host:22: 'ssh://docker_host'
          hosts: {a: {ssh: -oProxyCommand=x}}         | 1:18: hosts.a.ssh: an SSH host must be a name or address, got '-oProxyCommand=x'
          hosts: {a: {ssh: {address: x, port: 99999}}} | 1:18: hosts.a.ssh: a port must be 1 to 65535, got 99999
          hosts: {a: {ssh: {address: x, jump: ["b c"]}}} | 1:18: hosts.a.ssh: an SSH host must be a name or address, got 'b c'
          {ssh: {socket: run}, hosts: {a: {ssh: x}}}  | 1:7: ssh: the engine's socket must be an absolute path, got 'run'
          {hosts: {a: {ssh: x, <<: {labels: {}}}}}    | 1:22: hosts.a: found a merge key, which YAML 1.2 does not have, expected the keys themselves
          {hosts: {a: {ssh: x}                        | 1:21: found no YAML while parsing a flow mapping: expected ',' or '}', but got <stream end>
          hosts: [a, b]                               | 1:8: hosts: found a list, expected a mapping
          """)
  void brokenFileIsRefusedAtItsPlace(String text, String problem) throws IOException {
    Path file = Files.writeString(folder.resolve("fleet.yaml"), text);

    assertThatThrownBy(() -> FleetFile.read(file)).hasMessage(file + ":" + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "stop_signal: sigquit",
        "stop_signal: RTMIN+3",
        "stop_signal: 9",
        "files: {/f: {content: x, onChange: {signal: SIGUSR1}}}",
        "pids_limit: -1",
        "network_mode: host, networks: [], ports: []",
        "network_mode: none, update: {order: start-first}",
        "files: {/f: {base64: \"aGVs\\nbG8=\\n\"}}"
      })
  void whatEnginesTakeIsRead(String keys) throws Exception {
    Fleet fleet =
        read(
            "{hosts: {a: {engine: unix:///run/one.sock}}, containers: {w1: {on: a, image: i, "
                + keys
                + "}}}");

    assertThat(fleet.workloads()).containsOnlyKeys("w1");
  }

  @Test
  void brokenLinesAreRefusedAtTheirPlace() throws IOException {
    assertThat(problems("hosts:\n\ta: {ssh: x}\n")).isEqualTo("2:1: found a tab, expected spaces");
    assertThat(problems("hosts: {a: {ssh: x}}\n  name: b\n"))
        .isEqualTo(
            "2:3: found no YAML while parsing a block mapping: expected <block end>, but found"
                + " '<block mapping start>'");
    assertThat(problems("hosts: {a: {ssh: x}}\n---\nname: b\n"))
        .isEqualTo("2:1: found a second document, expected only one");
  }

  private String problems(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("fleet.yaml"), text);
    return String.valueOf(catchThrowable(() -> FleetFile.read(file)).getMessage())
        .replace(file + ":", "");
  }

  @Test
  void contradictionsAreAllNamed() {
    assertThatThrownBy(() ->
            read(
                """
                hosts:
                  a: {engine: unix:///run/one.sock}
                containers:
                  one: {on: a, image: x, ports: ["80:80"], after: [two]}
                  two: {on: a, image: x, ports: ["80:81"], container_name: one}
                  three: {on: a, image: x, ports: ["8000-8010:1-11", "9000:1"]}
                  four: {on: a, image: x, ports: ["8005-8020:1-16", "127.0.0.1:9000:1"]}
                """))
        .hasMessage(
            folder.resolve("fleet.yaml")
                + ": containers four and three have the same ports 8005-8010, 9000 on a;"
                + " containers one and two have the same name one on a; containers one and two"
                + " have the same port 80 on a");
  }

  @Test
  void probeOfAPortIsRefusedWhereNoneIsReached() {
    assertThatThrownBy(() ->
            read(
                """
                hosts:
                  a: {engine: "tcp://10.0.0.1:2376", tls: keys}
                containers:
                  one: {on: a, image: x, health: {tcp: 80}}
                """))
        .hasMessage(
            folder.resolve("fleet.yaml")
                + ": container one has a probe of a port, which cannot be reached on a: its engine"
                + " is asked over TCP; use health: {exec: ...}");
  }

  @Test
  void containersThatWaitForEachOtherAreRefused() {
    assertThatThrownBy(() ->
            read(
                """
                hosts:
                  a: {engine: unix:///run/one.sock}
                containers:
                  one: {on: a, image: x, after: [two]}
                  two: {on: a, image: x, after: [one]}
                """))
        .hasMessage(folder.resolve("fleet.yaml") + ": containers one, two wait for each other");
  }

  @Test
  void nameByWhichEarlierContainersAreKnownIsRefused() {
    assertThatThrownBy(() ->
            read(
                """
                hosts:
                  a: {engine: unix:///run/one.sock}
                containers:
                  web: {on: a, image: x, container_name: web.ostler-1}
                """))
        .hasMessage(
            folder.resolve("fleet.yaml")
                + ":4:42: containers.web.container_name: found the name 'web.ostler-1', expected one"
                + " without '.ostler-', by which earlier containers are known");
  }

  @Test
  void emptyListsAreAsIfTheyWereNotThere() throws Exception {
    Fleet with =
        read(
            """
            hosts: {a: {engine: unix:///run/one.sock}}
            containers:
              one: {on: a, image: x, command: [], environment: {}, mounts: [], ports: []}
            """);
    Fleet without =
        read(
            """
            hosts: {a: {engine: unix:///run/one.sock}}
            containers: {one: {on: a, image: "x:latest"}}
            """);

    assertThat(SpecFields.of(with.workloads().get("one"), World.HASH))
        .isEqualTo(SpecFields.of(without.workloads().get("one"), World.HASH));
  }

  @Test
  void directoryInAFilesPlaceIsNamed() {
    assertThatThrownBy(() -> FleetFile.read(folder))
        .isInstanceOf(FleetException.class)
        .hasMessage("cannot read " + folder + ": it is a directory, not a file");
    assertThatThrownBy(() ->
            read(
                """
                hosts: {a: {engine: unix:///run/one.sock}}
                containers:
                  one: {on: a, image: x, files: {/f: {from: .}}}
                """))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessage(
            folder.resolve("fleet.yaml")
                + ":3:45: containers.one.files.\"/f\".from: found the directory "
                + folder
                + ", expected a file");
  }

  @Test
  void fleetIsNamedLikeItsFolder() throws Exception {
    Fleet fleet = read("hosts: {a: {engine: unix:///run/one.sock}}\n");

    assertThat(List.of(fleet.name())).allMatch(name -> folder.endsWith(name));
  }

  private Fleet read(String text) throws Exception {
    return FleetFile.read(Files.writeString(folder.resolve("fleet.yaml"), text));
  }
}
