package dev.ostler.fleet;

import dev.ostler.engine.ArchiveReader;
import dev.ostler.engine.Chunk;
import dev.ostler.engine.ContainerQuery;
import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.ContainerStatus;
import dev.ostler.engine.ContainerSummary;
import dev.ostler.engine.Containers;
import dev.ostler.engine.Engine;
import dev.ostler.engine.EngineException;
import dev.ostler.engine.ExecSpec;
import dev.ostler.engine.FileEntry;
import dev.ostler.engine.LogQuery;
import dev.ostler.engine.Networking;
import dev.ostler.engine.Output;
import dev.ostler.engine.PullSpec;
import dev.ostler.engine.RegistryLogin;
import dev.ostler.engine.Restart;
import dev.ostler.engine.VolumeSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A host whose engine is asked over its API. */
final class EngineHost implements HostEngine {
  /** What a file that is compared may have at most; a longer one differs from any of ours. */
  private static final int LARGEST_FILE = 16 << 20;

  private static final Duration LONGEST_COMMAND = Duration.ofMinutes(1);

  private final Engine engine;
  private final Prober prober;

  EngineHost(Engine engine, Prober prober) {
    this.engine = engine;
    this.prober = prober;
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
        summary.state(),
        summary.labels(),
        summary.networks().keySet(),
        ContainerView.Contents.UNSEEN);
  }

  @Override
  public Map<String, String> environment(String container) throws IOException {
    return engine.containers().inspect(container).spec().program().environment();
  }

  @Override
  public Map<String, FileView> read(String container, Collection<String> paths) throws IOException {
    Map<String, FileView> files = new TreeMap<>();
    for (String path : paths) {
      Optional<ArchiveReader> archive = engine.files().get(container, path);
      if (archive.isPresent()) {
        try (ArchiveReader reader = archive.get()) {
          Optional<FileEntry> entry = reader.next();
          if (entry.isPresent() && entry.get().kind() == FileEntry.Kind.FILE) {
            files.put(path, read(entry.get(), reader));
          }
        }
      }
    }
    return files;
  }

  private static FileView read(FileEntry entry, ArchiveReader reader) throws IOException {
    byte[] bytes = reader.content().readNBytes(LARGEST_FILE);
    return new FileView(FileContent.of(bytes), entry.mode(), entry.user(), entry.group());
  }

  @Override
  public void write(String container, Map<String, FileView> files) throws IOException {
    try {
      put(container, "/", files);
    } catch (EngineException e) {
      if (!e.reason().contains("read-only")) {
        throw e;
      }
      // Where the root cannot be written, a volume in it can.
      for (Map.Entry<String, Map<String, FileView>> folder : byFolder(files).entrySet()) {
        put(container, folder.getKey(), folder.getValue());
      }
    }
  }

  private static Map<String, Map<String, FileView>> byFolder(Map<String, FileView> files) {
    Map<String, Map<String, FileView>> folders = new TreeMap<>();
    files.forEach((path, file) -> {
      int slash = path.lastIndexOf('/');
      folders
          .computeIfAbsent(slash == 0 ? "/" : path.substring(0, slash), _ -> new TreeMap<>())
          .put(path, file);
    });
    return folders;
  }

  private void put(String container, String folder, Map<String, FileView> files)
      throws IOException {
    int prefix = folder.equals("/") ? 1 : folder.length() + 1;
    Instant now = Instant.now();
    engine
        .files()
        .put(
            container,
            folder,
            archive -> {
              for (Map.Entry<String, FileView> file : files.entrySet()) {
                FileView view = file.getValue();
                FileEntry entry =
                    FileEntry.file(
                            file.getKey().substring(prefix), view.mode(), view.content().size())
                        .ownedBy(view.user(), view.group())
                        .modifiedAt(now);
                archive.add(entry, new ByteArrayInputStream(view.content().bytes()));
              }
            });
  }

  @Override
  public void ensureImage(ContainerSpec spec) throws IOException {
    try {
      engine.images().inspect(spec.image());
    } catch (EngineException e) {
      if (!e.isNotFound()) {
        throw e;
      }
      engine
          .images()
          .pull(new PullSpec(spec.image(), spec.platform(), RegistryLogin.ANONYMOUS), _ -> {});
    }
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
    try {
      engine.containers().remove(container, Containers.Removal.GENTLE);
    } catch (EngineException e) {
      if (!e.isNotFound()) {
        throw e;
      }
    }
  }

  @Override
  public void update(String container, Restart restart) throws IOException {
    engine.containers().updateRestart(container, restart);
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
  public boolean answers(String container, HealthProbe probe) throws IOException {
    return prober.answers(engine.containers().inspect(container), probe);
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
            Instant.parse(labels.getOrDefault(Labels.SINCE, Instant.EPOCH.toString()))));
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
  public void unlock(String name) throws IOException {
    try {
      engine.volumes().remove(name);
    } catch (EngineException e) {
      if (!e.isNotFound()) {
        throw e;
      }
    }
  }

  @Override
  public void close() {
    engine.close();
  }
}
