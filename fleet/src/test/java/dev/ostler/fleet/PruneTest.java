package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.engine.ContainerQuery;
import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.FakeEngine;
import dev.ostler.engine.ImageSummary;
import dev.ostler.engine.TestImage;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is removed when nobody wants to go back any more. */
class PruneTest {
  private static final Scope PRUNE = Scope.of(Operator.Aim.PRUNE);

  private final FakeEngine engine = FakeEngine.start();
  @TempDir private Path folder;

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void earlierContainersAndTheirImagesGo() throws Exception {
    engine.addImage("web:2");
    deploy(Scope.ALL, TestImage.NAME);
    deploy(Scope.ALL, "web:2");

    Report report = deploy(PRUNE, "web:2");

    assertThat(report.isSuccess()).isTrue();
    try (var client = engine.connect()) {
      assertThat(client.containers().list(ContainerQuery.ALL))
          .singleElement()
          .satisfies(container -> assertThat(container.name()).isEqualTo("web"));
      assertThat(client.images().list()).flatMap(ImageSummary::tags).containsExactly("web:2");
    }
  }

  @Test
  void planNamesTheImagesThatGo() throws Exception {
    engine.addImage("web:2");
    deploy(Scope.ALL, TestImage.NAME);
    deploy(Scope.ALL, "web:2");

    String plan = plan("web:2");

    assertThat(plan)
        .isEqualTo(
            """
            fleet f: 1 to prune, 1 image to remove, 0 unchanged

            here
              - web: prune, because asked for
                  1. remove web.ostler-1
              - %s: remove image, because no container here is made from it any more\
            """
                .formatted(TestImage.NAME));
  }

  @Test
  void imagesGoOfContainersThatEarlierRunsHaveRemoved() throws Exception {
    engine.addImage("web:2");
    engine.addImage("web:3");
    deploy(Scope.ALL, TestImage.NAME);
    deploy(Scope.ALL, "web:2");
    deploy(Scope.ALL, "web:3");
    deploy(Scope.of(Operator.Aim.DESTROY), "web:3");

    deploy(PRUNE, "web:3");

    assertThat(images()).isEmpty();
    assertThat(plan("web:3")).isEqualTo("fleet f: 0 unchanged");
  }

  @Test
  void imageGoesThatHasLostItsNameToTheNext() throws Exception {
    engine.addImage("web:latest");
    deploy(Scope.ALL, "web");
    engine.moveName("web:latest");
    deploy(Scope.ALL.deeply(), "web");

    deploy(PRUNE, "web");

    try (var client = engine.connect()) {
      assertThat(client.images().list())
          .extracting(ImageSummary::tags)
          .containsExactlyInAnyOrder(List.of(TestImage.NAME), List.of("web:latest"));
    }
  }

  @Test
  void imageStaysThatAContainerOfSomebodyElseIsMadeFrom() throws Exception {
    engine.addImage("web:2");
    deploy(Scope.ALL, TestImage.NAME);
    deploy(Scope.ALL, "web:2");
    try (var client = engine.connect()) {
      client.containers().create("theirs", ContainerSpec.of(TestImage.NAME));
    }

    deploy(PRUNE, "web:2");

    assertThat(images()).containsExactlyInAnyOrder(TestImage.NAME, "web:2");
  }

  @Test
  void nameStaysThatSomebodyHasGivenToAnotherImage() throws Exception {
    engine.addImage("web:2");
    deploy(Scope.ALL, TestImage.NAME);
    deploy(Scope.ALL, "web:2");
    engine.moveName(TestImage.NAME);

    deploy(PRUNE, "web:2");

    assertThat(images()).containsExactlyInAnyOrder(TestImage.NAME, "web:2");
  }

  @Test
  void asManyStayAsAreToBeKept() throws Exception {
    engine.addImage("web:2");
    deploy(Scope.ALL, TestImage.NAME);
    deploy(Scope.ALL, "web:2");
    engine.forgetCalls();

    Report report = deploy(PRUNE.keeping(1), "web:2");

    assertThat(report.results()).isEmpty();
    assertThat(engine.changes()).isEmpty();
  }

  @Test
  void filesStayWhileNotAllContainersAreWell() throws Exception {
    ManagedFile file = World.hostFile("/etc/web", "one");
    Workload web = Workload.of("web", ContainerSpec.of(TestImage.NAME), "here");
    Workload bad = Workload.of("bad", ContainerSpec.of("nowhere:1"), "here");
    try (Operator operator = Engines.operator(engine, folder, web.withFiles(file))) {
      operator.check().deploy(_ -> {});
    }

    Report report;
    try (Operator operator = Engines.operator(engine, folder, web, bad)) {
      report = operator.check(Scope.ALL.withFiles()).deploy(_ -> {});
    }

    assertThat(report.files())
        .contains(
            new Report.OfFile(
                "here", "web", "/etc/web", Report.Status.ABORTED, "not all containers are well"));
  }

  @Test
  void filesStayWhenTheRunIsInterrupted() throws Exception {
    ManagedFile file = World.hostFile("/etc/web", "one");
    try (Operator operator =
        Engines.operator(engine, folder, web(TestImage.NAME).withFiles(file))) {
      operator.check().deploy(_ -> {});
    }

    Report report;
    try (Operator operator = Engines.operator(engine, folder)) {
      report =
          operator
              .check(Scope.ALL.withFiles())
              .deploy(event -> {
                if (event instanceof FleetEvent.Done) {
                  operator.cancel();
                }
              });
    }

    assertThat(report.results())
        .extracting(Report.Result::status)
        .containsExactly(Report.Status.DONE);
    assertThat(report.files())
        .contains(
            new Report.OfFile(
                "here", "web", "/etc/web", Report.Status.ABORTED, "the run was interrupted"));
  }

  private String plan(String image) throws Exception {
    try (Operator operator = Engines.operator(engine, folder, web(image))) {
      return PlanText.text(operator.check(PRUNE).plan());
    }
  }

  private List<String> images() throws Exception {
    try (var client = engine.connect()) {
      return client.images().list().stream().flatMap(image -> image.tags().stream()).toList();
    }
  }

  private static Workload web(String image) {
    return Workload.of("web", ContainerSpec.of(image).withCommand("sleep", "9"), "here");
  }

  private Report deploy(Scope scope, String image) throws Exception {
    try (Operator operator = Engines.operator(engine, folder, web(image))) {
      return operator.check(scope).deploy(_ -> {});
    }
  }
}
