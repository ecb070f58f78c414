package dev.ostler.fleet;

import java.time.Duration;
import java.util.List;

/** Something that happened while a plan was carried out. */
public sealed interface FleetEvent {
  /**
   * Where.
   *
   * @return name of the host
   */
  String host();

  /**
   * To what.
   *
   * @return key of the workload
   */
  String workload();

  /**
   * A step begins.
   *
   * @param host name of the host
   * @param workload key of the workload
   * @param step the step
   */
  record Begun(String host, String workload, Step step) implements FleetEvent {}

  /**
   * A step is done.
   *
   * @param host name of the host
   * @param workload key of the workload
   * @param step the step
   * @param took how long it took
   */
  record Finished(String host, String workload, Step step, Duration took) implements FleetEvent {}

  /**
   * An image comes over the network.
   *
   * @param host name of the host
   * @param workload key of the workload
   * @param percent of what is known to come, 1 to 100
   */
  record Pulling(String host, String workload, int percent) implements FleetEvent {}

  /**
   * A container is as it should be.
   *
   * @param host name of the host
   * @param workload key of the workload
   * @param took how long all its steps took
   */
  record Done(String host, String workload, Duration took) implements FleetEvent {}

  /**
   * A step did not succeed.
   *
   * @param host name of the host
   * @param workload key of the workload
   * @param reason why
   * @param lastLines the end of what the container had printed
   */
  record Failed(String host, String workload, String reason, List<String> lastLines)
      implements FleetEvent {
    /** Copies. */
    public Failed {
      lastLines = List.copyOf(lastLines);
    }
  }

  /**
   * A container is as it should be, but an earlier one that is no longer needed is still there. The
   * next run tries again.
   *
   * @param host name of the host
   * @param workload key of the workload
   * @param reason why
   */
  record LeftOver(String host, String workload, String reason) implements FleetEvent {}

  /**
   * The container before is back in its place.
   *
   * @param host name of the host
   * @param workload key of the workload
   * @param generation which one it is
   * @param running whether it runs; else it is stopped, as it was
   */
  record RolledBack(String host, String workload, long generation, boolean running)
      implements FleetEvent {}

  /**
   * Nothing was begun.
   *
   * @param host name of the host
   * @param workload key of the workload
   * @param reason why not
   */
  record Skipped(String host, String workload, String reason) implements FleetEvent {}

  /**
   * Files and folders of a host that were no longer wanted are gone.
   *
   * @param host name of the host
   * @param workload key of the workload that they were written for
   * @param paths absolute paths on the host
   * @param took how long it took for all of the host
   */
  record FilesRemoved(String host, String workload, List<String> paths, Duration took)
      implements FleetEvent {
    /** Copies. */
    public FilesRemoved {
      paths = List.copyOf(paths);
    }
  }

  /**
   * An image is gone that no container was made from any more.
   *
   * @param host name of the host
   * @param workload key of the workload whose it was
   * @param image its name, or its ID if that name stands for another one by now
   * @param took how long it took for all of the host
   */
  record ImageRemoved(String host, String workload, String image, Duration took)
      implements FleetEvent {}
}
