package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.configuration.Secret;
import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.Containers;
import dev.ostler.engine.FakeEngine;
import dev.ostler.engine.TestImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
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

  @Test
  void containerWhoseIdBeginsWithANameIsNotMeantByIt() throws Exception {
    String id = made("other", "sesame");
    String name = id.substring(0, 11);
    Workload named = Workload.of(name, web().spec(), "here");

    try (Operator operator = Engines.operator(engine, folder, named)) {
      assertThatThrownBy(() -> operator.adopt(name, Optional.empty(), Scope.ALL))
          .hasMessage(
              "cannot adopt container " + name + " on here: there is none of this name or ID");
      assertThatThrownBy(() -> operator.adopt(name, Optional.of(name), Scope.ALL))
          .hasMessage(
              "cannot adopt container "
                  + name
                  + " on here: there is none of this name; give 12 digits of an ID or more");
    }
  }

  @Test
  void nameIsMeantBeforeTheBeginningOfAnId() throws Exception {
    String other = made("other", "sesame");
    String name = other.substring(0, 12);
    String id = made(name, "sesame");

    List<Adoption> adopted = adopt(web(), Optional.of(name));

    assertThat(adopted).extracting(Adoption::id).containsExactly(id);
  }

  @Test
  void adoptedContainerIsTheNewestOfThoseThatAreKept() throws Exception {
    String first = deployed();
    deploy(web().with(web().spec().withCommand("sleep", "2000")));
    remove("web");
    String mine = made("mine", "sesame");

    adopt(web(), Optional.of("mine"));
    deploy(web().with(web().spec().withCommand("sleep", "3000")));

    assertThat(generations()).containsEntry(mine, 2L).hasSize(2).doesNotContainKey(first);
    assertThat(namesById()).containsEntry(mine, "web.ostler-2").containsValue("web");
  }

  @Test
  void secondContainerIsNotAdopted() throws Exception {
    made("web", "sesame");
    made("other", "sesame");
    adopt(web(), Optional.empty());

    assertThatThrownBy(() -> adopt(web(), Optional.of("other")))
        .hasMessage(
            "cannot adopt container other on here: the fleet has container web in that place;"
                + " remove it first");
    adopt(web(), Optional.empty());
    assertThat(plan(web()).hasChanges()).isFalse();
  }

  @Test
  void containerIsNotAdoptedWhereTheFleetHasItsOwn() throws Exception {
    deployed();
    made("other", "sesame");

    assertThatThrownBy(() -> adopt(web(), Optional.of("other")))
        .hasMessage(
            "cannot adopt container other on here: the fleet has container web in that place;"
                + " remove it first");
  }

  @Test
  void containerIsNotAdoptedForTwo() throws Exception {
    made("other", "sesame");
    Workload shop = Workload.of("shop", web().spec(), "here");
    try (Operator operator = Engines.operator(engine, folder, web(), shop)) {
      operator.adopt("web", Optional.of("other"), Scope.ALL);

      assertThatThrownBy(() -> operator.adopt("shop", Optional.of("other"), Scope.ALL))
          .hasMessage("cannot adopt container other on here: it is ours already, for web");
    }
  }

  private String deployed() throws Exception {
    deploy(web());
    return generations().keySet().iterator().next();
  }

  private void deploy(Workload workload) throws Exception {
    Workload quick = workload.with(World.quick(workload.rollout()));
    try (Operator operator = Engines.operator(engine, folder, quick)) {
      assertThat(operator.check().deploy(_ -> {}).isSuccess()).isTrue();
    }
  }

  private void remove(String name) throws Exception {
    try (var client = engine.connect()) {
      client.containers().remove(name, new Containers.Removal(true, false));
    }
  }

  private Map<String, Long> generations() throws Exception {
    return seen(Checked.Seen::generation);
  }

  private Map<String, String> namesById() throws Exception {
    return seen(Checked.Seen::name);
  }

  private <T> Map<String, T> seen(Function<Checked.Seen, T> what) throws Exception {
    try (Operator operator = Engines.operator(engine, folder, web())) {
      return operator.check().containers().stream()
          .collect(Collectors.toMap(Checked.Seen::id, what));
    }
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
