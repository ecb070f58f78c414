package dev.ostler.fleet;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Removes files, folders and images that are no longer wanted, on all hosts at once. */
final class Sweeps {
  private final String fleet;
  private final Journal journal;
  private final Patience patience;
  private final Consumer<FleetEvent> listener;

  Sweeps(String fleet, Journal journal, Patience patience, Consumer<FleetEvent> listener) {
    this.fleet = fleet;
    this.journal = journal;
    this.patience = patience;
    this.listener = listener;
  }

  /** Says why all stay. */
  static List<Report.OfFile> leave(List<Leftover> leftovers, String reason) {
    return leftovers.stream()
        .map(one -> Report.OfFile.of(one, Report.Status.ABORTED, reason))
        .toList();
  }

  /** Removes them; a failure is a value. */
  List<Report.OfFile> remove(List<Leftover> leftovers, Map<String, HostEngine> engines) {
    NavigableMap<String, List<Leftover>> byHost =
        leftovers.stream()
            .collect(Collectors.groupingBy(Leftover::host, TreeMap::new, Collectors.toList()));
    Map<String, HostEngine> concerned = new TreeMap<>(engines);
    concerned.keySet().retainAll(byHost.keySet());
    Map<String, IOException> failures =
        EachHost.ask(
            concerned,
            (host, engine) -> remove(byHost.getOrDefault(host, List.of()), host, engine));
    return leftovers.stream()
        .map(one -> {
          IOException failure = failures.get(one.host());
          return failure == null
              ? Report.OfFile.of(one, Report.Status.DONE, "")
              : Report.OfFile.of(one, Report.Status.FAILED, String.valueOf(failure.getMessage()));
        })
        .toList();
  }

  private void remove(List<Leftover> leftovers, String host, HostEngine engine)
      throws IOException, InterruptedException {
    long start = patience.nanos();
    Sweep sweep = new Sweep(fleet, host, engine, journal);
    Reconnection.ask(
        patience,
        Host.Retry.USUAL,
        () -> {
          sweep.remove(leftovers);
          return true;
        });
    Duration took = Duration.ofNanos(patience.nanos() - start);
    leftovers.stream()
        .filter(Leftover::isOfFiles)
        .collect(Collectors.groupingBy(Leftover::workload, TreeMap::new, Collectors.toList()))
        .forEach((workload, of) ->
            listener.accept(
                new FleetEvent.FilesRemoved(
                    host, workload, of.stream().map(Leftover::path).toList(), took)));
    leftovers.stream()
        .filter(one -> one.kind() == Leftover.Kind.IMAGE)
        .forEach(one ->
            listener.accept(new FleetEvent.ImageRemoved(host, one.workload(), one.path(), took)));
  }
}
