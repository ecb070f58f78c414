package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.ContainerState;
import dev.ostler.engine.FakeEngine;
import dev.ostler.engine.Fault;
import dev.ostler.engine.TestImage;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody who is none of ours has the port of a container. */
class TakenPortTest {
  private static final Fault TAKEN =
      new Fault.Refusal(
          500,
          "driver failed programming external connectivity on endpoint web:"
              + " Bind for 0.0.0.0:8080 failed: port is already allocated");

  private final FakeEngine engine = FakeEngine.start();
  @TempDir private Path folder;

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void portOfTheNewContainerThatAStrangerHasIsToldAndTheOneBeforeIsBack() throws Exception {
    deploy("one");
    engine.failNext(call -> call.endsWith("/start"), TAKEN);

    Report report = deploy("two");

    assertThat(report.results().getFirst().reason())
        .contains("port is already allocated")
        .endsWith("; the container before is back");
    assertThat(command()).isEqualTo("one");
    assertThat(state()).isEqualTo(ContainerState.RUNNING);
  }

  @Test
  void portThatAStrangerTookFromTheOldContainerIsToldAndTheNextRunHasIt() throws Exception {
    deploy("one");
    engine.failNext(call -> call.endsWith("/start"), TAKEN);
    engine.failNext(call -> call.endsWith("/start"), TAKEN);

    Report report = deploy("two");
    String kept = command();
    Report next = deploy("one");

    assertThat(report.results().getFirst().reason())
        .contains("; and the container before is not back: ", "port is already allocated");
    assertThat(kept).isEqualTo("one");
    assertThat(next.isSuccess()).as(next.toString()).isTrue();
    assertThat(state()).isEqualTo(ContainerState.RUNNING);
  }

  private Report deploy(String command) throws Exception {
    Workload web =
        Workload.of("web", ContainerSpec.of(TestImage.NAME).withCommand("sleep", command), "here");
    try (Operator operator = Engines.operator(engine, folder, web)) {
      return operator.check().deploy(_ -> {});
    }
  }

  private String command() throws Exception {
    try (var client = engine.connect()) {
      return client.containers().inspect("web").spec().program().command().getLast();
    }
  }

  private ContainerState state() throws Exception {
    try (var client = engine.connect()) {
      return client.containers().inspect("web").status().state();
    }
  }
}
