package dev.ostler.fleet;

import dev.ostler.engine.ContainerState;
import java.util.List;
import java.util.Map;

/** What a workload's containers on one host should come to. */
sealed interface Goal {
  /**
   * One container made from this, with these files, running.
   *
   * @param spec what it is made from
   * @param image reference of its image, as the file has it
   * @param files what a change of each file asks for, by path
   * @param order which of old and new comes first
   * @param mayRest whether it may be stopped or paused
   * @param inPlace whether limits are changed while it lives
   */
  record Present(
      SpecFields spec,
      String image,
      Map<String, OnChange> files,
      UpdatePolicy.Order order,
      boolean mayRest,
      boolean inPlace)
      implements Goal {

    /** The same for an engine that can change nothing while a container lives. */
    Present withoutChangesInPlace() {
      return new Present(spec, image, files, order, mayRest, false);
    }

    /** What a running container needs after these files were written; a new one if not empty. */
    List<OnChange> reactions(List<String> paths) {
      List<OnChange> all =
          paths.stream()
              .map(path -> files.getOrDefault(path, new OnChange.Nothing()))
              .filter(reaction -> !(reaction instanceof OnChange.Nothing))
              .distinct()
              .toList();
      List<OnChange> restarts =
          all.stream().filter(reaction -> reaction instanceof OnChange.Restart).toList();
      // Who is started anew reads all files anew: no signal is needed besides.
      return restarts.isEmpty() ? all : restarts;
    }
  }

  /**
   * The container of an earlier generation, and none newer.
   *
   * @param generation which
   * @param running whether it should run
   */
  record Earlier(long generation, boolean running) implements Goal {}

  /**
   * As it is, without what is left of earlier runs and versions.
   *
   * @param keep how many earlier containers stay
   */
  record Tidy(int keep) implements Goal {}

  /** No container. */
  record Absent() implements Goal {}

  /**
   * The current container in this state, whatever it was made from.
   *
   * @param state {@code RUNNING}, {@code EXITED} or {@code PAUSED}
   */
  record InState(ContainerState state) implements Goal {}
}
