package dev.ostler.fleet;

import dev.ostler.engine.Mount;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads and writes a workload's files where each of them is: in its container, or on the host. */
final class FilePlaces {
  private final HostEngine engine;
  private final String fleet;

  FilePlaces(HostEngine engine, String fleet) {
    this.engine = engine;
    this.fleet = fleet;
  }

  /** Those in a container that are there, by key. */
  Map<String, FileView> readInside(String container, Workload workload) throws IOException {
    List<ManagedFile> inside = at(ManagedFile.Place.CONTAINER, workload);
    return inside.isEmpty()
        ? Map.of()
        : engine.read(container, inside.stream().map(ManagedFile::path).toList());
  }

  /** Those of the host that are there, of all workloads, by key. */
  Map<String, FileView> readHost(String image, Collection<Workload> workloads) throws IOException {
    List<ManagedFile> outside =
        workloads.stream()
            .flatMap(workload -> at(ManagedFile.Place.HOST, workload).stream())
            .toList();
    if (outside.isEmpty()) {
      return Map.of();
    }
    Map<String, FileView> seen =
        engine.read(
            engine.helper(fleet, image),
            outside.stream().map(FilePlaces::throughHelper).distinct().toList());
    Map<String, FileView> views = new HashMap<>();
    for (ManagedFile file : outside) {
      FileView view = seen.get(throughHelper(file));
      if (view != null) {
        views.put(file.key(), view);
      }
    }
    return views;
  }

  /** Files of the host that are there, by path. */
  Map<String, FileView> readHost(String image, Set<String> paths) throws IOException {
    Map<String, FileView> views = new HashMap<>();
    if (!paths.isEmpty()) {
      engine
          .read(
              engine.helper(fleet, image),
              paths.stream().map(path -> HostEngine.HOST_ROOT + path).toList())
          .forEach((path, view) -> views.put(withoutHelper(path), view));
    }
    return views;
  }

  /** What is in the places of what was written on the host, by path. */
  Map<String, Remnant> remnants(String image, Map<String, Trace> traces, SecretHash hash)
      throws IOException {
    Set<String> files = new HashSet<>();
    Map<String, Remnant> remnants = new HashMap<>();
    Set<String> ours = new HashSet<>();
    traces.keySet().forEach(path -> ours.add(HostEngine.HOST_ROOT + path));
    for (Map.Entry<String, Trace> trace : traces.entrySet()) {
      if (trace.getValue().kind() != Trace.Kind.FOLDER) {
        files.add(trace.getKey());
        continue;
      }
      String helper = engine.helper(fleet, image);
      String path = HostEngine.HOST_ROOT + trace.getKey();
      if (engine.isThere(helper, path)) {
        Optional<String> stranger = engine.stranger(helper, path, ours);
        remnants.put(trace.getKey(), new Remnant.Folder(stranger.map(FilePlaces::withoutHelper)));
      }
    }
    readHost(image, files)
        .forEach((path, file) -> remnants.put(path, new Remnant.File(Trace.print(file, hash))));
    return remnants;
  }

  /** A folder and those that it is in, as far as they are not there on the host. */
  NavigableSet<String> missing(String image, String folder) throws IOException {
    NavigableSet<String> missing = new TreeSet<>();
    String helper = engine.helper(fleet, image);
    String path = folder;
    while (!path.isEmpty() && !engine.isThere(helper, HostEngine.HOST_ROOT + path)) {
      missing.add(path);
      path = path.substring(0, path.lastIndexOf('/'));
    }
    return missing;
  }

  /** Folders of the host that a container mounts and that are ours to make: with a slash there. */
  static List<String> folders(Workload workload) {
    return workload.spec().storage().mounts().stream()
        .filter(mount -> mount instanceof Mount.Bind bind && isFolder(bind.source()))
        .map(mount -> ((Mount.Bind) mount).source())
        .map(source -> source.substring(0, source.length() - 1))
        .toList();
  }

  /** Makes {@link #folders}. Engines would make them readable for all. */
  void makeFolders(Workload workload) throws IOException {
    List<String> folders = folders(workload);
    if (!folders.isEmpty()) {
      engine.makeFolders(engine.helper(fleet, workload.spec().image()), folders);
    }
  }

  /** Files of the host that are not there, and that a container mounts alone or with a folder. */
  List<ManagedFile> mountedAndMissing(Workload workload) throws IOException {
    List<String> sources =
        workload.spec().storage().mounts().stream()
            .filter(mount -> mount instanceof Mount.Bind bind && !isFolder(bind.source()))
            .map(mount -> ((Mount.Bind) mount).source())
            .toList();
    List<ManagedFile> missing = new ArrayList<>();
    for (ManagedFile file : at(ManagedFile.Place.HOST, workload)) {
      boolean isMounted =
          sources.stream()
              .anyMatch(
                  source -> file.path().equals(source) || file.path().startsWith(source + "/"));
      if (isMounted
          && !engine.isThere(engine.helper(fleet, workload.spec().image()), throughHelper(file))) {
        missing.add(file);
      }
    }
    return missing;
  }

  private static boolean isFolder(String source) {
    return source.length() > 1 && source.endsWith("/");
  }

  void write(String container, Workload workload, Map<ManagedFile, FileView> files)
      throws IOException {
    Map<String, FileView> inside = new HashMap<>();
    Map<String, FileView> outside = new HashMap<>();
    files.forEach((file, view) -> {
      switch (file.place()) {
        case CONTAINER -> inside.put(file.path(), view);
        case HOST -> outside.put(throughHelper(file), view);
      }
    });
    if (!inside.isEmpty()) {
      engine.write(container, inside);
    }
    if (!outside.isEmpty()) {
      engine.write(engine.helper(fleet, workload.spec().image()), outside);
    }
  }

  private static List<ManagedFile> at(ManagedFile.Place place, Workload workload) {
    return workload.files().stream().filter(file -> file.place() == place).toList();
  }

  private static String withoutHelper(String path) {
    return path.substring(HostEngine.HOST_ROOT.length());
  }

  private static String throughHelper(ManagedFile file) {
    return HostEngine.HOST_ROOT + file.path();
  }
}
