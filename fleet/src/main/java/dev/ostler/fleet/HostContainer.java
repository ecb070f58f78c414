package dev.ostler.fleet;

import dev.ostler.engine.ContainerState;
import dev.ostler.engine.ContainerStatus;
import dev.ostler.engine.FileEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One workload's container on one host, a step at a time: for those who put an order of their own
 * together. {@link Operator#check} and {@link Checked#deploy} do it as a whole, with a way back.
 */
public final class HostContainer {
  private final Fleet fleet;
  private final Workload workload;
  private final String host;
  private final EngineHost engine;
  private final SecretHash hash;
  private final HookRun hooks;

  /** What is needed for one. */
  record Handle(
      Fleet fleet,
      Workload workload,
      String host,
      EngineHost engine,
      SecretHash hash,
      Hooks hooks) {}

  HostContainer(Handle handle) {
    fleet = handle.fleet();
    workload = handle.workload();
    host = handle.host();
    engine = handle.engine();
    hash = handle.hash();
    hooks = new HookRun(handle.hooks(), host, workload.key());
  }

  /**
   * The container that is there.
   *
   * @return empty if there is none, or if one of that name is not the fleet's
   * @throws IOException if the host does not answer
   */
  public Optional<Instance> instance() throws IOException {
    return view().map(container -> new Instance(container.id()));
  }

  private Optional<ContainerView> view() throws IOException {
    return engine.list().stream()
        .filter(container ->
            container.isOf(fleet.name())
                && container.workload().equals(workload.key())
                && container.name().equals(workload.name()))
        .findFirst();
  }

  /**
   * What the container is doing.
   *
   * @return empty if it is not there
   * @throws IOException if the host does not answer
   */
  public Optional<ContainerStatus> status() throws IOException {
    Optional<Instance> instance = instance();
    return instance.isEmpty() ? Optional.empty() : Optional.of(instance.get().status());
  }

  /**
   * Compares the files.
   *
   * @return what is wrong with each, in words, by path; files as they should be are not among them
   * @throws IOException if the host does not answer
   */
  public Map<String, List<String>> configurationStatus() throws IOException {
    FilePlaces places = new FilePlaces(engine, fleet.name());
    Optional<ContainerView> view = view();
    Map<String, FileView> seen =
        new TreeMap<>(places.readHost(workload.spec().image(), List.of(workload)));
    Accounts accounts = Accounts.NONE;
    if (view.isPresent()) {
      seen.putAll(places.readInside(view.get().id(), workload));
      accounts = accounts(view.get().id());
    }
    Map<String, List<String>> wrong = new TreeMap<>();
    for (ManagedFile file : workload.files()) {
      List<String> differences = Families.differences(file, seen.get(file.key()), accounts);
      if (!differences.isEmpty()) {
        wrong.put(file.path(), differences);
      }
    }
    return wrong;
  }

  private Accounts accounts(String container) throws IOException {
    return workload.files().stream().allMatch(file -> file.owner().isNumeric())
        ? Accounts.NONE
        : Observation.accounts(engine, container);
  }

  /**
   * Writes the files that are not as they should be: those of the host, and if there is a
   * container, those in it. Nobody is told.
   *
   * @throws IOException if one cannot be written
   */
  public void configure() throws IOException {
    Collection<String> wrong = configurationStatus().keySet();
    Optional<Instance> instance = instance();
    List<ManagedFile> files = new ArrayList<>(workload.files());
    files.removeIf(file ->
        !wrong.contains(file.path())
            || (file.place() == ManagedFile.Place.CONTAINER && instance.isEmpty()));
    if (!files.isEmpty()) {
      String id = instance.map(Instance::id).orElse("");
      Accounts accounts = instance.isEmpty() ? Accounts.NONE : accounts(id);
      new FilePlaces(engine, fleet.name()).write(id, workload, Making.files(files, accounts));
    }
  }

  /**
   * Makes the container, without starting it. Its image is fetched if its policy says so.
   *
   * @return the container
   * @throws IOException if it cannot be made; also if its name is in use
   */
  public Instance create() throws IOException {
    engine.ensureImage(workload.spec(), workload.rollout().pull(), _ -> {});
    long generation =
        1
            + engine.list().stream()
                .filter(it -> it.isOf(fleet.name()) && it.workload().equals(workload.key()))
                .mapToLong(ContainerView::generation)
                .max()
                .orElse(0);
    Making.Label label = new Making.Label(fleet.name(), generation, SpecFields.of(workload, hash));
    return new Instance(
        engine.create(
            workload.name(),
            Making.spec(
                workload, label, key -> fleet.workload(key).map(Workload::name).orElse(key))));
  }

  /**
   * Starts the container. One that runs stays as it is.
   *
   * @throws IOException if it is not there or cannot start
   * @throws InterruptedException if the thread was interrupted while a hook ran
   */
  public void start() throws IOException, InterruptedException {
    required().start();
  }

  /**
   * Stops the container. One that does not run stays as it is.
   *
   * @throws IOException if it is not there or cannot be stopped
   * @throws InterruptedException if the thread was interrupted while a hook ran
   */
  public void stop() throws IOException, InterruptedException {
    required().stop();
  }

  /**
   * Removes the container, which must not run. Where there is none, nothing is done.
   *
   * @throws IOException if it cannot be removed
   */
  public void delete() throws IOException {
    Optional<Instance> instance = instance();
    if (instance.isPresent()) {
      instance.get().delete();
    }
  }

  private Instance required() throws IOException {
    return instance()
        .orElseThrow(() ->
            new FleetException(
                FleetException.Kind.FAILED,
                "cannot find container " + workload.name() + " on " + host + "; create it first"));
  }

  /** A container that is there. */
  public final class Instance {
    private final String id;

    private Instance(String id) {
      this.id = id;
    }

    /**
     * The engine's name for it.
     *
     * @return its ID
     */
    public String id() {
      return id;
    }

    /**
     * What it is doing.
     *
     * @return its state
     * @throws IOException if it is not there any more, or the host does not answer
     */
    public ContainerStatus status() throws IOException {
      return engine.status(id);
    }

    /**
     * Reads files in it.
     *
     * @param paths absolute paths
     * @return by path; those that are not there, or are no files, are not among them
     * @throws IOException if they cannot be read
     */
    public Map<String, FileContent> read(String... paths) throws IOException {
      Map<String, FileContent> contents = new TreeMap<>();
      engine.read(id, List.of(paths)).forEach((path, file) -> contents.put(path, file.content()));
      return contents;
    }

    /**
     * Writes files into it; folders that are not there are made.
     *
     * @param files of the container, none of the host
     * @throws IOException if they cannot be written
     */
    public void copy(ManagedFile... files) throws IOException {
      Map<String, FileView> views = new TreeMap<>();
      boolean byNumber = List.of(files).stream().allMatch(file -> file.owner().isNumeric());
      Accounts accounts = byNumber ? Accounts.NONE : Observation.accounts(engine, id);
      Making.files(List.of(files), accounts).forEach((file, view) -> views.put(file.path(), view));
      engine.write(id, views);
    }

    /**
     * Looks at a file in it.
     *
     * @param path absolute path
     * @return empty if it is not there
     * @throws IOException if that cannot be told
     */
    public Optional<FileEntry> stat(String path) throws IOException {
      return engine.engine().files().stat(id, path);
    }

    /**
     * Starts it.
     *
     * @throws IOException if it cannot start
     * @throws InterruptedException if the thread was interrupted while a hook ran
     */
    public void start() throws IOException, InterruptedException {
      ContainerState before = status().state();
      hooks.start(id, before, () -> engine.start(id));
    }

    /**
     * Stops it.
     *
     * @throws IOException if it cannot be stopped
     * @throws InterruptedException if the thread was interrupted while a hook ran
     */
    public void stop() throws IOException, InterruptedException {
      hooks.stop(id, () -> engine.stop(id, workload.spec().lifecycle().stopTimeout()));
    }

    /**
     * Removes it.
     *
     * @throws IOException if it runs, or cannot be removed
     */
    public void delete() throws IOException {
      engine.remove(id);
    }
  }
}
