package dev.ostler.fleet;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Writes down what is about to be written on a host. That comes first: a run that is killed between
 * the two leaves nothing on the host of which nobody knows that it is ours.
 */
final class Footprints {
  private final String host;
  private final Workload workload;
  private final FilePlaces places;
  private final TaskRun.Tools tools;

  Footprints(String host, Workload workload, FilePlaces places, TaskRun.Tools tools) {
    this.host = host;
    this.workload = workload;
    this.places = places;
    this.tools = tools;
  }

  /** These files are about to be written for a container of that generation. */
  void before(Map<ManagedFile, FileView> files, long generation) throws IOException {
    Map<String, FileView> onHost = onHost(files);
    if (onHost.isEmpty()) {
      return;
    }
    NavigableMap<String, Trace> fresh = fresh(onHost.keySet());
    change(recorded -> {
      NavigableMap<String, Trace> known = recorded.tracesOn(host);
      Recorded changed = recorded;
      for (Map.Entry<String, Trace> trace : fresh.entrySet()) {
        Trace one = known.getOrDefault(trace.getKey(), trace.getValue());
        changed = changed.withTrace(host, trace.getKey(), one.usedBy(workload, generation));
      }
      for (Map.Entry<String, FileView> file : onHost.entrySet()) {
        Trace one = traceOf(changed, file.getKey());
        changed =
            changed.withTrace(
                host,
                file.getKey(),
                one.usedBy(workload, generation).with(also(one.prints(), file.getValue())));
      }
      return changed;
    });
  }

  /** They are as they should be. */
  void after(Map<ManagedFile, FileView> files) throws IOException {
    Map<String, FileView> onHost = onHost(files);
    if (onHost.isEmpty()) {
      return;
    }
    change(recorded -> {
      Recorded changed = recorded;
      for (Map.Entry<String, FileView> file : onHost.entrySet()) {
        Trace one = traceOf(changed, file.getKey());
        changed =
            changed.withTrace(
                host, file.getKey(), one.with(List.of(Trace.print(file.getValue(), tools.hash()))));
      }
      return changed;
    });
  }

  /** The folders that the workload mounts are about to be made for a container. */
  void beforeFolders(long generation) throws IOException {
    NavigableSet<String> ours = new TreeSet<>();
    for (String folder : FilePlaces.folders(workload)) {
      if (known(folder)) {
        ours.add(folder);
      } else {
        ours.addAll(places.missing(workload.spec().image(), folder));
      }
    }
    if (!ours.isEmpty()) {
      change(recorded -> {
        Recorded changed = recorded;
        for (String folder : ours) {
          Trace one = recorded.tracesOn(host).getOrDefault(folder, Trace.of(Trace.Kind.FOLDER));
          changed = changed.withTrace(host, folder, one.usedBy(workload, generation));
        }
        return changed;
      });
    }
  }

  /** What of these paths, and of the folders that they are in, is not yet known. */
  private NavigableMap<String, Trace> fresh(Set<String> paths) throws IOException {
    Set<String> unknown = new HashSet<>(paths);
    unknown.removeIf(this::known);
    String image = workload.spec().image();
    Map<String, FileView> there = places.readHost(image, unknown);
    NavigableMap<String, Trace> fresh = new TreeMap<>();
    for (String path : unknown) {
      boolean isThere = there.containsKey(path);
      fresh.put(path, Trace.of(isThere ? Trace.Kind.FOUND : Trace.Kind.FILE));
      String folder = path.substring(0, path.lastIndexOf('/'));
      if (!isThere && !fresh.containsKey(folder)) {
        places
            .missing(image, folder)
            .forEach(missing -> fresh.put(missing, Trace.of(Trace.Kind.FOLDER)));
      }
    }
    return fresh;
  }

  private boolean known(String path) {
    return tools.journal().recorded().tracesOn(host).containsKey(path);
  }

  private Trace traceOf(Recorded recorded, String path) {
    return recorded.tracesOn(host).getOrDefault(path, Trace.of(Trace.Kind.FOUND));
  }

  private List<String> also(List<String> prints, FileView file) {
    Set<String> all = new TreeSet<>(prints);
    all.add(Trace.print(file, tools.hash()));
    return List.copyOf(all);
  }

  private static Map<String, FileView> onHost(Map<ManagedFile, FileView> files) {
    Map<String, FileView> onHost = new TreeMap<>();
    files.forEach((file, view) -> {
      if (file.place() == ManagedFile.Place.HOST) {
        onHost.put(file.path(), view);
      }
    });
    return onHost;
  }

  private void change(UnaryOperator<Recorded> change) throws IOException {
    tools.journal().change(change);
  }
}
