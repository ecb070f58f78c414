package dev.ostler.fleet;

import dev.ostler.engine.ContainerState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Looks at files of one task before they are overwritten, and puts them back if it fails. */
final class FilesBack {
  /** A longer one is not read whole. */
  private static final int LARGEST = 16 << 20;

  private final Task task;
  private final HostEngine engine;
  private final TaskRun.Tools tools;
  private final FilePlaces places;
  private final Map<ManagedFile, FormerFiles.Former> former;
  private final Set<String> knownBefore;
  private final Set<String> staying = new TreeSet<>();
  private boolean areBack;

  FilesBack(Task task, HostEngine engine, TaskRun.Tools tools) {
    this.task = task;
    this.engine = engine;
    this.tools = tools;
    places = new FilePlaces(engine, tools.fleet());
    former = tools.former().of(task.id());
    knownBefore = Set.copyOf(tools.journal().recorded().tracesOn(task.host()).keySet());
  }

  /** Looks for what a run that was killed has left to be put back. */
  void recall() throws IOException {
    Optional<Long> generation = generation();
    if (tools.former().isFirst(task.id()) && generation.isPresent() && isCutOff()) {
      former.putAll(copies().of(generation.get()));
      if (!former.isEmpty()) {
        tools.former().noteLeft(task.id());
      }
    }
  }

  /** Whether there is such. */
  boolean areLeft() {
    return tools.former().areLeft(task.id());
  }

  /**
   * Whether it is seen that the last run did not end, and it may have written files of the host.
   */
  private boolean isCutOff() {
    Member current = task.family().current();
    boolean isUnderWay =
        current == null
            || task.family().next() != null
            || current.pending().unproven()
            || !current.pending().untold().isEmpty();
    return isUnderWay
        && task.desired().stream()
            .flatMap(workload -> workload.files().stream())
            .anyMatch(file -> file.place() == ManagedFile.Place.HOST);
  }

  /** Of the container that one would go back to. */
  private Optional<Long> generation() {
    return switch (task.goal()) {
      case Goal.Present _ -> task.before().map(Goal.Earlier::generation);
      case Goal.Earlier earlier -> Optional.of(earlier.generation());
      case Goal.Tidy _, Goal.Absent _, Goal.InState _ -> Optional.empty();
    };
  }

  private FormerCopies copies() {
    return new FormerCopies(engine, tools.fleet(), workload());
  }

  /** The container before is back: if its files are, nobody will ask any more. */
  void forgetIfBack() {
    if (areBack) {
      forget();
    }
  }

  /** Files are as they should be: nobody will ask any more. */
  void forget() {
    if (tools.former().forget(task.id())) {
      try {
        copies().empty();
      } catch (IOException notToBeHad) {
        // They are of a generation that nobody will go back to, or are overwritten by the next.
      }
    }
  }

  /** These are about to be written for a container; what was seen before that counts. */
  void look(String container, Collection<ManagedFile> files) throws IOException {
    Member current = task.family().current();
    boolean isCurrent = current != null && current.id().equals(container);
    List<ManagedFile> unseen =
        files.stream()
            // What is in a new container goes with it.
            .filter(file -> isCurrent || file.place() == ManagedFile.Place.HOST)
            .filter(file -> !former.containsKey(file))
            .toList();
    if (task.before().isEmpty() || unseen.isEmpty()) {
      return;
    }
    Map<String, FileView> seen = read(container, unseen);
    Map<ManagedFile, FormerFiles.Former> more = new TreeMap<>();
    for (ManagedFile file : unseen) {
      FileView view = seen.get(file.key());
      if (view == null ? isThere(container, file) : view.content().size() >= LARGEST) {
        staying.add(file.path());
      } else {
        more.put(file, new FormerFiles.Former(container, Optional.ofNullable(view)));
      }
    }
    copy(more);
    former.putAll(more);
  }

  private void copy(Map<ManagedFile, FormerFiles.Former> more) throws IOException {
    Optional<Long> generation = generation();
    if (generation.isEmpty()
        || more.keySet().stream().noneMatch(file -> file.place() == ManagedFile.Place.HOST)) {
      return;
    }
    Map<ManagedFile, FormerFiles.Former> all = new TreeMap<>(former);
    all.putAll(more);
    tools.former().noteCopies(task.id());
    copies().keep(generation.get(), all);
  }

  private Map<String, FileView> read(String container, List<ManagedFile> files) throws IOException {
    Map<String, FileView> seen = new TreeMap<>();
    List<String> inside = paths(files, ManagedFile.Place.CONTAINER);
    if (!inside.isEmpty()) {
      seen.putAll(engine.read(container, inside));
    }
    Set<String> outside = Set.copyOf(paths(files, ManagedFile.Place.HOST));
    Map<String, FileView> onHost = places.readHost(image(), outside);
    files.forEach(file -> {
      FileView view = onHost.get(file.path());
      if (file.place() == ManagedFile.Place.HOST && view != null) {
        seen.put(file.key(), view);
      }
    });
    return seen;
  }

  /** As something that cannot be put back: a link, or a folder. */
  private boolean isThere(String container, ManagedFile file) throws IOException {
    return switch (file.place()) {
      case CONTAINER -> engine.isThere(container, file.path());
      case HOST ->
          engine.isThere(engine.helper(tools.fleet(), image()), HostEngine.HOST_ROOT + file.path());
    };
  }

  private static List<String> paths(Collection<ManagedFile> files, ManagedFile.Place place) {
    return files.stream().filter(file -> file.place() == place).map(ManagedFile::path).toList();
  }

  private Workload workload() {
    return task.desired()
        .orElseThrow(() -> new AssertionError("internal error: no workload for " + task.id()));
  }

  private String image() {
    return workload().spec().image();
  }

  /** Keys of those that can be put back for a container; of a host's, whomever they are for. */
  List<String> keys(String container) {
    return of(container).keySet().stream().map(ManagedFile::key).toList();
  }

  private Map<ManagedFile, FormerFiles.Former> of(String container) {
    Map<ManagedFile, FormerFiles.Former> its = new TreeMap<>(former);
    its.entrySet()
        .removeIf(file ->
            file.getKey().place() == ManagedFile.Place.CONTAINER
                && !file.getValue().container().equals(container));
    return its;
  }

  /** Whether a container was to take notice of any. */
  boolean wereWrittenFor(String container) {
    return former.values().stream().anyMatch(one -> one.container().equals(container));
  }

  /** Puts files back as they were for a container, with those of its host. Can be done again. */
  void putBack(String container, long generation) throws IOException {
    Map<ManagedFile, FileView> views = new TreeMap<>();
    List<ManagedFile> fresh = new ArrayList<>();
    of(container)
        .forEach((file, one) ->
            one.view().ifPresentOrElse(view -> views.put(file, view), () -> fresh.add(file)));
    Footprints footprints = new Footprints(task.host(), workload(), places, tools);
    footprints.before(views, generation);
    places.write(container, workload(), views);
    footprints.after(views);
    removeInside(container, paths(fresh, ManagedFile.Place.CONTAINER));
    removeOnHost(paths(fresh, ManagedFile.Place.HOST));
    areBack = true;
  }

  /** Engines cannot remove a file: a command does it, where one can be run. */
  private void removeInside(String container, List<String> paths) throws IOException {
    if (paths.isEmpty()) {
      return;
    }
    List<String> command = new ArrayList<>(List.of("rm", "-f", "--"));
    command.addAll(paths);
    if (engine.status(container).state() != ContainerState.RUNNING
        || engine.exec(container, command) != 0) {
      staying.addAll(paths);
    }
  }

  private void removeOnHost(List<String> paths) throws IOException {
    if (paths.isEmpty()) {
      return;
    }
    NavigableMap<String, Trace> fresh = new TreeMap<>();
    tools
        .journal()
        .recorded()
        .tracesOn(task.host())
        .forEach((path, trace) -> {
          boolean isOurs = trace.users().keySet().equals(Set.of(task.workload()));
          if (isOurs && (paths.contains(path) || isFreshFolder(path, trace))) {
            fresh.put(path, trace);
          }
        });
    Map<String, Remnant> remnants = places.remnants(image(), fresh, tools.hash());
    List<Leftover> leftovers =
        new Leftovers(task.host(), fresh, tools.hash()).of(remnants, Map.of());
    tools.former().removing().lock();
    try {
      new Sweep(tools.fleet(), task.host(), engine, tools.journal())
          .remove(leftovers.stream().filter(Leftover::isChange).toList());
    } finally {
      tools.former().removing().unlock();
    }
    Set<String> gone =
        leftovers.stream()
            .filter(Leftover::isChange)
            .map(Leftover::path)
            .collect(Collectors.toSet());
    paths.stream().filter(path -> !gone.contains(path)).forEach(staying::add);
  }

  private boolean isFreshFolder(String path, Trace trace) {
    return trace.kind() == Trace.Kind.FOLDER && !knownBefore.contains(path);
  }

  /** What could not be put back, for people. */
  String exceptions() {
    return staying.isEmpty()
        ? ""
        : "; " + String.join(", ", staying) + " could not be put back or removed again and stays";
  }
}
