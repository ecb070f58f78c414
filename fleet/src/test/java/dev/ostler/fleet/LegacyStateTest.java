package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.engine.FakeEngine;
import dev.ostler.engine.TestImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way to the form of libflexkube and from it. */
class LegacyStateTest {
  private static final String WEB =
      """
      configFiles:
        /etc/web/a.conf: |
          hello
          world
      container:
        config:
          args:
            - sleep
            - '1000'
          env:
            FOO: '1'
          image: IMAGE
          mounts:
            - source: /srv/web/
              target: /data
          name: web-1
          ports:
            - ip: 127.0.0.1
              port: 8080
              protocol: tcp
          user: '1234'
        runtime:
          docker:
            host: unix:///run/engine.sock
      host:
        direct: {}
      """
          .replace("IMAGE", TestImage.NAME);

  private final FakeEngine engine = FakeEngine.start();
  @TempDir private Path folder;

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void stateSaysWhatIsThereAndChangesNothingInTheNextRun() throws Exception {
    Path config = write("fleet.yaml", "desiredState:\n  web:\n" + WEB.indent(4));
    String state = applied(config);
    Path both = write("both.yaml", state + Files.readString(config));
    forgetState();
    engine.forgetCalls();

    try (Operator operator = operator(both)) {
      assertThat(operator.check().plan().hasChanges()).isFalse();
    }

    assertThat(state)
        .isEqualTo(
            "previousState:\n  web:\n"
                + WEB.replace(
                        "host: unix:///run/engine.sock\n",
                        "host: unix:///run/engine.sock\n  status:\n    id: "
                            + id()
                            + "\n    status: running\n")
                    .indent(4));
    assertThat(engine.changes()).isEmpty();
  }

  @Test
  void resourceHasAStateOfItsOwnName() throws Exception {
    assertThat(applied(write("fleet.yaml", "containers:\n  web:\n" + WEB.indent(4))))
        .startsWith("state:\n  web:\n");
  }

  @Test
  void nothingThereIsAStateWithoutContainers() throws Exception {
    Path config = write("fleet.yaml", "desiredState: {}\n");

    assertThat(applied(config)).isEqualTo("previousState: {}\n");
  }

  @Test
  void whatIsNotAsTheFileSaysIsNotWrittenDown() throws Exception {
    Path config = write("fleet.yaml", "desiredState:\n  web:\n" + WEB.indent(4));
    applied(config);
    write("fleet.yaml", "desiredState:\n  web:\n" + WEB.replace("1000", "2000").indent(4));

    assertThatThrownBy(() -> exported(config))
        .hasMessage(
            "cannot write down what is there: web on local is not as the file says; apply it"
                + " first");
  }

  @Test
  void whatTheOldFormHasNoWordsForIsTold() throws Exception {
    Path config =
        write(
            "fleet.yaml",
            """
            hosts: {here: {engine: "unix:///run/engine.sock"}}
            containers:
              web:
                on: here
                image: IMAGE
                restart: unless-stopped
                mem_limit: 64MiB
                read_only: true
            """
                .replace("IMAGE", TestImage.NAME));
    apply(config);

    assertThatThrownBy(() -> exported(config))
        .hasMessage(
            "cannot write container web in the form of libflexkube: mem_limit, read_only cannot be"
                + " said in it");
  }

  @Test
  void fleetOfOurOwnFormIsWrittenInTheOldOne() throws Exception {
    Path config = write("old.yaml", "desiredState:\n  web:\n" + WEB.indent(4));
    Path converted = write("fleet.yaml", Conversion.of(config).text());
    apply(converted);

    assertThat(exported(converted))
        .contains("    name: web-1\n", "      status: running\n", "/etc/web/a.conf: |\n");
  }

  @Test
  void convertedFileMeansTheSameAndItsContainersGoOn() throws Exception {
    Path config = write("fleet.yaml", "desiredState:\n  web:\n" + WEB.indent(4));
    Path old = write("old.yaml", applied(config) + Files.readString(config));
    Files.delete(config);
    forgetState();
    Conversion conversion = Conversion.of(old);
    Path converted = write("fleet.yaml", conversion.text());
    conversion.remember(folder.resolve("state.json"));
    engine.forgetCalls();

    Fleet after = FleetFile.read(converted);
    try (Operator operator = operator(converted)) {
      assertThat(operator.check().plan().hasChanges()).isFalse();
    }

    assertThat(after.workloads()).isEqualTo(FleetFile.read(old).workloads());
    assertThat(engine.changes()).isEmpty();
  }

  @Test
  void portsBesideTheNetworkOfTheHostAreLeftOutAndTheContainerGoesOn() throws Exception {
    String inNetworkOfHost = WEB.replace("name: web-1", "name: web-1\n    networkMode: host");
    Path config = write("fleet.yaml", "desiredState:\n  web:\n" + inNetworkOfHost.indent(4));
    Path old = write("old.yaml", applied(config) + Files.readString(config));
    Files.delete(config);
    forgetState();

    Conversion conversion = Conversion.of(old);
    conversion.remember(folder.resolve("state.json"));
    Path converted = write("fleet.yaml", conversion.text());

    assertThat(conversion.leftOut())
        .containsExactly(
            "ports of container web: with network_mode host its ports are open as they are");
    try (Operator operator = operator(converted)) {
      Plan plan = operator.check().plan();
      assertThat(plan.hasChanges()).as(PlanText.text(plan)).isFalse();
    }
  }

  @Test
  void convertedFileHasNoCredentialsInIt() throws Exception {
    String key = "-----BEGIN OPENSSH PRIVATE KEY-----\nsentinel\n-----END";
    Path old =
        write(
            "old.yaml",
            "desiredState:\n  web:\n"
                + WEB.replace(
                        "direct: {}",
                        "ssh: {address: web1.example.com, password: sentinel, privateKey: \""
                            + key.replace("\n", "\\n")
                            + "\"}")
                    .indent(4));

    Conversion conversion = Conversion.of(old);

    assertThat(conversion.text())
        .doesNotContain("sentinel")
        .contains("key: web1.example.com.key\n", "env: WEB1_EXAMPLE_COM_PASSWORD\n");
    assertThat(conversion.keys()).containsEntry("web1.example.com.key", key);
    assertThat(conversion.variables()).containsExactly("WEB1_EXAMPLE_COM_PASSWORD");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private String applied(Path config) throws Exception {
    apply(config);
    return exported(config);
  }

  private void apply(Path config) throws Exception {
    try (Operator operator = operator(config)) {
      assertThat(operator.check().deploy(_ -> {}).isSuccess()).isTrue();
    }
  }

  private String exported(Path config) throws Exception {
    try (Operator operator = operator(config)) {
      return LegacyState.of(config, operator.check());
    }
  }

  private Operator operator(Path config) throws Exception {
    return Engines.operator(engine, folder, FleetFile.read(config));
  }

  private void forgetState() throws IOException {
    Files.delete(folder.resolve("state.json"));
    Files.delete(folder.resolve("state.json.key"));
  }

  private String id() throws IOException {
    try (var client = engine.connect()) {
      return client.containers().inspect("web-1").id();
    }
  }
}
