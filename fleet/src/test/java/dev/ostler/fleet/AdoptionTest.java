package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.configuration.Secret;
import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.FakeEngine;
import dev.ostler.engine.TestImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Containers that somebody else made. */
class AdoptionTest {
  private final FakeEngine engine = FakeEngine.start();
  @TempDir private Path folder;

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void containerThatMatchesGoesOnAsItIs() throws Exception {
    String id = made("web", "sesame");

    List<Adoption> adopted = adopt(web(), Optional.empty());

    assertThat(adopted).containsExactly(new Adoption("here", "web", id, List.of()));
    assertThat(plan(web()).hasChanges()).isFalse();
  }

  @Test
  void containerOfAnotherNameIsOnlyRenamed() throws Exception {
    String id = made("old-web", "sesame");

    adopt(web(), Optional.of(id.substring(0, 12)));

    assertThat(plan(web()).items().getFirst().steps())
        .extracting(Step::text)
        .containsExactly("rename old-web to web");
  }

  @Test
  void differencesAreTold() throws Exception {
    made("web", "other");

    List<Adoption> adopted = adopt(web(), Optional.empty());

    assertThat(adopted.getFirst().changes())
        .extracting(FieldChange::field)
        .containsExactly("environment.PASSWORD");
    assertThat(plan(web()).items().getFirst().action()).isEqualTo(Plan.Action.REPLACE);
  }

  @Test
  void containerOfAFleetIsNotAdopted() throws Exception {
    try (Operator operator = Engines.operator(engine, folder, web())) {
      operator.check().deploy(_ -> {});
    }

    assertThatThrownBy(() -> adopt(web(), Optional.empty()))
        .hasMessage("cannot adopt container web on here: it is ours already");
  }

  @Test
  void containerThatIsNotThereIsTold() {
    assertThatThrownBy(() -> adopt(web(), Optional.of("none")))
        .hasMessage("cannot adopt container none on here: there is none of this name or ID");
  }

  private static Workload web() {
    ContainerSpec spec = ContainerSpec.of(TestImage.NAME).withCommand("sleep", "1000");
    return Workload.of(
            "web", spec.withProgram(spec.program().withEnvironment(Map.of("LANG", "C"))), "here")
        .withSecrets(Map.of("PASSWORD", Secret.of("sesame")));
  }

  private String made(String name, String password) throws Exception {
    ContainerSpec spec = web().spec();
    try (var client = engine.connect()) {
      String id =
          client
              .containers()
              .create(
                  name,
                  spec.withProgram(
                      spec.program()
                          .withEnvironment(
                              Map.of("LANG", "C", "PATH", "/bin", "PASSWORD", password))))
              .id();
      client.containers().start(id);
      return id;
    }
  }

  private List<Adoption> adopt(Workload workload, Optional<String> container) throws Exception {
    try (Operator operator = Engines.operator(engine, folder, workload)) {
      return operator.adopt("web", container, Scope.ALL);
    }
  }

  private Plan plan(Workload workload) throws Exception {
    try (Operator operator = Engines.operator(engine, folder, workload)) {
      return operator.check().plan();
    }
  }
}
