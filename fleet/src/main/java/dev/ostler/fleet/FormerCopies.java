package dev.ostler.fleet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/*
 * They lie in the container through which files of the host are reached. It is never started, so
 * that nobody reads them there, and what may be a secret stays on its host, for its owner alone.
 * An index names them; a run that is killed while it writes leaves copies of other sizes than
 * those in the index, which then count for nothing: nothing was overwritten by then.
 */
/** Copies of what files of a host were like, for whoever goes on when this run is killed. */
final class FormerCopies {
  private static final String FOLDER = "/ostler-former/";
  private static final String INDEX = "index";
  private static final int FOR_OWNER = 0600;

  private final HostEngine engine;
  private final String fleet;
  private final Workload workload;

  FormerCopies(HostEngine engine, String fleet, Workload workload) {
    this.engine = engine;
    this.fleet = fleet;
    this.workload = workload;
  }

  /** Notes what files were like while the container of that generation worked. */
  void keep(long generation, Map<ManagedFile, FormerFiles.Former> former) throws IOException {
    Map<String, FileView> copies = new TreeMap<>();
    Map<String, Object> files = new LinkedHashMap<>();
    for (Map.Entry<ManagedFile, FormerFiles.Former> one : former.entrySet()) {
      if (one.getKey().place() == ManagedFile.Place.HOST) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("container", one.getValue().container());
        one.getValue()
            .view()
            .ifPresent(view -> {
              String name = Integer.toString(copies.size());
              entry.put("copy", name);
              entry.put("size", view.content().size());
              copies.put(path(name), view);
            });
        files.put(one.getKey().path(), entry);
      }
    }
    copies.put(path(INDEX), own(Json.write(Map.of("generation", generation, "files", files))));
    engine.write(helper(), copies);
  }

  /** What is noted of that generation. */
  Map<ManagedFile, FormerFiles.Former> of(long generation) throws IOException {
    Map<String, Object> index = index();
    if (!Json.text(index.get("generation")).equals(Long.toString(generation))) {
      return Map.of();
    }
    Map<?, ?> files = Json.map(index.get("files"));
    Map<String, FileView> copies = engine.read(helper(), copies(files.values()));
    Map<ManagedFile, FormerFiles.Former> former = new TreeMap<>();
    files.forEach((path, value) -> {
      Map<?, ?> entry = Json.map(value);
      Optional<FileView> view =
          Optional.ofNullable(copies.get(path(Json.text(entry.get("copy")))))
              .filter(copy -> size(copy).equals(Json.text(entry.get("size"))));
      if (view.isPresent() || !entry.containsKey("copy")) {
        former.put(
            file(Json.text(path)), new FormerFiles.Former(Json.text(entry.get("container")), view));
      }
    });
    return former;
  }

  /** There is nothing to go back to any more. Engines cannot remove files: they are emptied. */
  void empty() throws IOException {
    Map<String, FileView> copies = new TreeMap<>();
    copies(Json.map(index().get("files")).values()).forEach(path -> copies.put(path, own("")));
    copies.put(path(INDEX), own(""));
    engine.write(helper(), copies);
  }

  private Map<String, Object> index() throws IOException {
    FileView index = engine.read(helper(), List.of(path(INDEX))).get(path(INDEX));
    try {
      return index == null || index.content().size() == 0
          ? Map.of()
          : Json.read(new String(index.content().bytes(), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException halfWritten) {
      return Map.of();
    }
  }

  private List<String> copies(Collection<?> entries) {
    return entries.stream()
        .map(Json::map)
        .filter(entry -> entry.containsKey("copy"))
        .map(entry -> path(Json.text(entry.get("copy"))))
        .toList();
  }

  private String helper() throws IOException {
    return engine.helper(fleet, workload.spec().image());
  }

  private String path(String name) {
    return FOLDER + workload.key() + "/" + name;
  }

  private static FileView own(String text) {
    return new FileView(FileContent.of(text), FOR_OWNER, 0, 0);
  }

  private static String size(FileView view) {
    return Integer.toString(view.content().size());
  }

  /** Stands for a file of which only the place is of interest. */
  private static ManagedFile file(String path) {
    return new ManagedFile(
        ManagedFile.Place.HOST,
        path,
        FileContent.of(""),
        FOR_OWNER,
        ManagedFile.Owner.ROOT,
        new OnChange.Nothing());
  }
}
