package dev.ostler.fleet;

import dev.ostler.engine.Mount;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

  /**
   * Makes folders of the host that a container mounts, where the source ends in a slash. Engines
   * would make them readable for all.
   */
  void makeFolders(Workload workload) throws IOException {
    List<String> folders =
        workload.spec().storage().mounts().stream()
            .filter(mount -> mount instanceof Mount.Bind bind && isFolder(bind.source()))
            .map(mount -> ((Mount.Bind) mount).source())
            .map(source -> source.substring(0, source.length() - 1))
            .toList();
    if (!folders.isEmpty()) {
      engine.makeFolders(engine.helper(fleet, workload.spec().image()), folders);
    }
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

  private static String throughHelper(ManagedFile file) {
    return HostEngine.HOST_ROOT + file.path();
  }
}
