package dev.ostler.fleet;

import dev.ostler.engine.Chunk;
import dev.ostler.engine.ContainerDetails;
import dev.ostler.engine.ContainerQuery;
import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.ContainerStatus;
import dev.ostler.engine.ContainerSummary;
import dev.ostler.engine.Containers;
import dev.ostler.engine.Engine;
import dev.ostler.engine.EngineException;
import dev.ostler.engine.ExecSpec;
import dev.ostler.engine.ImageArchive;
import dev.ostler.engine.LogQuery;
import dev.ostler.engine.Mount;
import dev.ostler.engine.Networking;
import dev.ostler.engine.Output;
import dev.ostler.engine.Resources;
import dev.ostler.engine.Restart;
import dev.ostler.engine.Storage;
import dev.ostler.engine.TransferProgress;
import dev.ostler.engine.VolumeSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A host whose engine is asked over its API. */
final class EngineHost implements HostEngine {
  private static final Duration LONGEST_COMMAND = Duration.ofMinutes(1);

  private final Engine engine;
  private final EngineFiles files;
  private final EngineImages images;
  private final Prober prober;

  EngineHost(Engine engine, Logins logins) {
    this.engine = engine;
    files = new EngineFiles(engine);
    images = new EngineImages(engine, logins);
    prober = new Prober(engine, LONGEST_COMMAND);
  }

  @Override
  public List<ContainerView> list() throws IOException {
    return engine.containers().list(ContainerQuery.ALL).stream().map(EngineHost::view).toList();
  }

  private static ContainerView view(ContainerSummary summary) {
    return new ContainerView(
        summary.id(),
        summary.name(),
        summary.image(),
        summary.imageId(),
        summary.state(),
        summary.labels(),
        summary.networks().keySet(),
        ContainerView.Contents.UNSEEN);
  }

  @Override
  public Inspected inspect(String container) throws IOException {
    ContainerDetails details = engine.containers().inspect(container);
    return new Inspected(details.spec(), details.status());
  }

  @Override
  public Map<String, FileView> read(String container, Collection<String> paths) throws IOException {
    return files.read(container, paths);
  }

  @Override
  public void write(String container, Map<String, FileView> written) throws IOException {
    files.write(container, written);
  }

  @Override
  public void makeFolders(String helper, Collection<String> paths) throws IOException {
    files.makeFolders(helper, HOST_ROOT, paths);
  }

  @Override
  public String helper(String fleet, String image) throws IOException {
    String name = HostEngine.helperName(fleet);
    try {
      ContainerDetails there = engine.containers().inspect(name);
      if (!fleet.equals(there.spec().labels().get(Labels.HELPER))) {
        throw new FleetException(
            FleetException.Kind.FAILED,
            "cannot reach files of "
                + engine.address()
                + ": its container "
                + name
                + " is not ours; give that another name");
      }
      return there.id();
    } catch (EngineException e) {
      if (!e.isNotFound()) {
        throw e;
      }
    }
    ContainerSpec spec =
        ContainerSpec.of(image)
            .withLabels(Map.of(Labels.HELPER, fleet))
            // Never run; but images without a command of their own make no container.
            .withCommand("never-started")
            .withStorage(
                Storage.NONE.withMounts(List.of(new Mount.Bind("/", HOST_ROOT, false, "", false))));
    images.ensure(spec, PullPolicy.MISSING, _ -> {});
    return engine.containers().create(name, spec).id();
  }

  @Override
  public void removeHelper(String fleet) throws IOException {
    discard(HostEngine.helperName(fleet));
  }

  @Override
  public boolean isThere(String container, String path) throws IOException {
    return engine.files().stat(container, path).isPresent();
  }

  @Override
  public Optional<String> stranger(String container, String folder, Set<String> expected)
      throws IOException {
    return files.stranger(container, folder, expected);
  }

  @Override
  public void ensureImage(
      ContainerSpec spec, PullPolicy policy, Consumer<TransferProgress> progress)
      throws IOException {
    images.ensure(spec, policy, progress);
  }

  @Override
  public void sendImage(String image, ImageArchive archive, Consumer<TransferProgress> progress)
      throws IOException {
    images.send(image, archive, progress);
  }

  @Override
  public Optional<String> imageId(String image) throws IOException {
    return images.id(image);
  }

  @Override
  public Optional<Image> imageOf(String container) throws IOException {
    return images.of(container);
  }

  @Override
  public void removeImage(Image image) throws IOException {
    images.remove(image);
  }

  /** What it asks. */
  Engine engine() {
    return engine;
  }

  @Override
  public String create(String name, ContainerSpec spec) throws IOException {
    return engine.containers().create(name, spec).id();
  }

  @Override
  public void start(String container) throws IOException {
    engine.containers().start(container);
  }

  @Override
  public void stop(String container, Optional<Duration> grace) throws IOException {
    engine.containers().stop(container, grace);
  }

  @Override
  public void restart(String container, Optional<Duration> grace) throws IOException {
    engine.containers().restart(container, grace);
  }

  @Override
  public void pause(String container) throws IOException {
    engine.containers().pause(container);
  }

  @Override
  public void unpause(String container) throws IOException {
    engine.containers().unpause(container);
  }

  @Override
  public void rename(String container, String name) throws IOException {
    engine.containers().rename(container, name);
  }

  @Override
  public void remove(String container) throws IOException {
    remove(container, Containers.Removal.GENTLE);
  }

  @Override
  public void discard(String container) throws IOException {
    remove(container, new Containers.Removal(false, true));
  }

  private void remove(String container, Containers.Removal how) throws IOException {
    try {
      engine.containers().remove(container, how);
    } catch (EngineException e) {
      if (!e.isNotFound()) {
        throw e;
      }
    }
  }

  @Override
  public int waitFor(String container) throws IOException {
    return engine.containers().waitFor(container, LONGEST_COMMAND);
  }

  @Override
  public boolean update(String container, Restart restart, Resources limits) throws IOException {
    try {
      engine.containers().update(container, restart, limits);
      return true;
    } catch (EngineException e) {
      if (!e.isNotFound()) {
        throw e;
      }
      // Either the container is not there, which this says, or the call is not.
      engine.containers().inspect(container);
      return false;
    }
  }

  @Override
  public void attach(String container, String network, Networking.Attachment how)
      throws IOException {
    engine.networks().connect(network, container, how);
  }

  @Override
  public void signal(String container, String name) throws IOException {
    engine.containers().kill(container, name);
  }

  @Override
  public int exec(String container, List<String> command) throws IOException {
    return engine
        .processes()
        .run(container, ExecSpec.of(command.toArray(String[]::new)), LONGEST_COMMAND)
        .exitCode();
  }

  @Override
  public ContainerStatus status(String container) throws IOException {
    return engine.containers().inspect(container).status();
  }

  @Override
  public Optional<String> complaint(String container, HealthProbe probe) throws IOException {
    return prober.complaint(container, probe);
  }

  @Override
  public List<String> lastLines(String container, int lines) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Output output = engine.processes().logs(container, LogQuery.ALL.withTail(lines))) {
      Optional<Chunk> chunk = output.next();
      while (chunk.isPresent()) {
        bytes.write(chunk.get().bytes());
        chunk = output.next();
      }
    }
    return new ArrayList<>(bytes.toString(StandardCharsets.UTF_8).lines().toList());
  }

  @Override
  public Optional<LockHolder> lock(String name, LockHolder holder) throws IOException {
    Map<String, String> labels = new HashMap<>();
    labels.put(Labels.HOLDER, holder.id());
    labels.put(Labels.WHO, holder.who());
    labels.put(Labels.SINCE, holder.since().toString());
    // A volume that is there stays as it is, labels and all: who made it has the lock.
    Map<String, String> made =
        engine.volumes().create(VolumeSpec.of(name).withLabels(labels)).spec().labels();
    return holder.id().equals(made.get(Labels.HOLDER)) ? Optional.empty() : holder(made);
  }

  private static Optional<LockHolder> holder(Map<String, String> labels) {
    return Optional.of(
        new LockHolder(
            labels.getOrDefault(Labels.HOLDER, ""),
            labels.getOrDefault(Labels.WHO, "somebody"),
            since(labels.getOrDefault(Labels.SINCE, ""))));
  }

  /** A volume of somebody else may have anything there, or nothing. */
  private static Instant since(String label) {
    try {
      return Instant.parse(label);
    } catch (DateTimeParseException e) {
      return Instant.EPOCH;
    }
  }

  @Override
  public Optional<LockHolder> holder(String name) throws IOException {
    try {
      return holder(engine.volumes().inspect(name).spec().labels());
    } catch (EngineException e) {
      if (e.isNotFound()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public boolean unlock(String name, LockHolder holder) throws IOException {
    // Engines remove by name alone, so the look must come right before.
    if (holder(name).filter(now -> now.id().equals(holder.id())).isEmpty()) {
      return false;
    }
    try {
      engine.volumes().remove(name);
    } catch (EngineException e) {
      if (!e.isNotFound()) {
        throw e;
      }
    }
    return true;
  }

  @Override
  public void close() {
    engine.close();
  }
}
