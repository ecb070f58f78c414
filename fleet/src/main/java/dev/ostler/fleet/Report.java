package dev.ostler.fleet;

import java.util.Comparator;
import java.util.List;

/**
 * How a plan was carried out.
 *
 * @param results one for each container that was to change, by host and workload
 */
public record Report(List<Result> results) {
  /** Sorts. */
  public Report {
    results =
        results.stream()
            .sorted(Comparator.comparing(Result::host).thenComparing(Result::workload))
            .toList();
  }

  /** What came of one container. */
  public enum Status {
    /** It is as it should be. */
    DONE,
    /** A step did not succeed. */
    FAILED,
    /** It was as it should be, and was taken back because others failed. */
    TAKEN_BACK,
    /** Nothing was begun, because others failed or the run was interrupted. */
    ABORTED
  }

  /**
   * What came of one container.
   *
   * @param host name of the host
   * @param workload key of the workload
   * @param status what came of it
   * @param reason why; empty if done
   */
  public record Result(String host, String workload, Status status, String reason) {}

  /**
   * Whether everything was done.
   *
   * @return whether nothing failed and nothing was left out
   */
  public boolean isSuccess() {
    return results.stream().allMatch(result -> result.status() == Status.DONE);
  }
}
