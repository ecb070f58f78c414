package dev.ostler.fleet;

import java.util.Comparator;
import java.util.List;

/**
 * How a plan was carried out.
 *
 * @param results one for each container that was to change, by host and workload
 * @param files one for each file and folder that was to go, by host and path
 */
public record Report(List<Result> results, List<OfFile> files) {
  /**
   * A report without files and folders.
   *
   * @param results one for each container that was to change
   */
  public Report(List<Result> results) {
    this(results, List.of());
  }

  /** Sorts. */
  public Report {
    files =
        files.stream()
            .sorted(Comparator.comparing(OfFile::host).thenComparing(OfFile::path))
            .toList();
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
   * What came of one file or folder.
   *
   * @param host name of the host
   * @param workload key of the workload that it was written for
   * @param path absolute path on the host
   * @param status what came of it
   * @param reason why; empty if done
   */
  public record OfFile(String host, String workload, String path, Status status, String reason) {
    static OfFile of(Leftover leftover, Status status, String reason) {
      return new OfFile(leftover.host(), leftover.workload(), leftover.path(), status, reason);
    }
  }

  /**
   * Whether everything was done.
   *
   * @return whether nothing failed and nothing was left out
   */
  public boolean isSuccess() {
    return results.stream().allMatch(result -> result.status() == Status.DONE)
        && files.stream().allMatch(file -> file.status() == Status.DONE);
  }
}
