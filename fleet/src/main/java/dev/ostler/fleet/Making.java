package dev.ostler.fleet;

import dev.ostler.engine.ContainerSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** What containers are made from. */
final class Making {
  private Making() {}

  /**
   * A workload's specification with its secrets, and labels that say whose it is.
   *
   * @param label whose and which it is
   * @param nameOf names of containers by keys of workloads
   */
  static ContainerSpec spec(Workload workload, Label label, UnaryOperator<String> nameOf) {
    ContainerSpec spec = workload.spec();
    Map<String, String> labels = new HashMap<>(spec.labels());
    labels.put(Labels.FLEET, label.fleet());
    labels.put(Labels.WORKLOAD, workload.key());
    labels.put(Labels.GENERATION, Long.toString(label.generation()));
    labels.put(Labels.SPEC, label.spec().toLabel());
    labels.put(Labels.MADE_BY, HostLocks.who());
    Map<String, String> environment = new HashMap<>(spec.program().environment());
    workload.secrets().forEach((name, secret) -> environment.put(name, secret.reveal()));
    return Sharing.withNames(spec, nameOf)
        .withLabels(labels)
        .withProgram(spec.program().withEnvironment(environment));
  }

  /**
   * Whose and which one it is.
   *
   * @param fleet the fleet's name
   * @param generation which one after the others
   * @param spec what it is made from, for comparing
   */
  record Label(String fleet, long generation, SpecFields spec) {}

  /** Files with their owners by number, as an engine wants them. */
  static Map<ManagedFile, FileView> files(Iterable<ManagedFile> files, Accounts accounts)
      throws FleetException {
    Map<ManagedFile, FileView> views = new TreeMap<>();
    for (ManagedFile file : files) {
      views.put(
          file,
          new FileView(
              file.content(),
              file.mode(),
              accounts.user(file.owner().user()).orElseThrow(() -> unknown(file, "user")),
              accounts.group(file.owner().group()).orElseThrow(() -> unknown(file, "group"))));
    }
    return views;
  }

  private static FleetException unknown(ManagedFile file, String what) {
    return new FleetException(
        FleetException.Kind.FAILED,
        "cannot write "
            + file.path()
            + ": the image knows no "
            + what
            + " of its owner "
            + file.owner()
            + "; give numbers");
  }
}
