package dev.ostler.fleet;

import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.ContainerState;
import dev.ostler.engine.ContainerStatus;
import dev.ostler.engine.ImageArchive;
import dev.ostler.engine.Networking;
import dev.ostler.engine.Resources;
import dev.ostler.engine.Restart;
import dev.ostler.engine.TransferProgress;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A host in memory that behaves like an engine, counts calls, and fails when told to. */
final class FakeHost extends FaultyHost {
  final Map<String, FakeContainer> containers = new ConcurrentSkipListMap<>();

  /** What those were made from that removed files of the host. */
  final List<ContainerSpec> removers = new ArrayList<>();

  /** The host's own. */
  final FakeDisk disk = new FakeDisk();

  final Map<String, String> images = new HashMap<>();
  final Set<String> brokenImages = new HashSet<>();

  /** What happens while an image is pulled. */
  Runnable pulling = () -> {};

  /** What no process can live with that reads it when it starts. */
  final Set<FileContent> poison = new HashSet<>();

  private final Map<String, LockHolder> locks = new HashMap<>();
  boolean canUpdate = true;
  private int ids;
  private long clock;

  FakeContainer named(String name) {
    return containers.values().stream()
        .filter(container -> container.name.equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no container " + name + " among " + names()));
  }

  List<String> names() {
    return containers.values().stream().map(container -> container.name).sorted().toList();
  }

  /** The same without a result. */
  private interface Action {
    void run() throws IOException;
  }

  private void act(String what, String container, Action work) throws IOException {
    call(
        what + " " + nameOf(container),
        () -> {
          find(container);
          work.run();
          return true;
        });
  }

  private String nameOf(String id) {
    FakeContainer container = containers.get(id);
    return container == null ? id : container.name;
  }

  private FakeContainer find(String id) throws IOException {
    FakeContainer container = containers.get(id);
    if (container == null) {
      throw new IOException("no such container: " + id);
    }
    return container;
  }

  @Override
  public List<ContainerView> list() throws IOException {
    return call("list all", () -> containers.values().stream().map(FakeContainer::view).toList());
  }

  @Override
  public Inspected inspect(String container) throws IOException {
    return call(
        "inspect " + nameOf(container),
        () -> new Inspected(find(container).spec, find(container).status()));
  }

  @Override
  public Optional<String> imageId(String image) throws IOException {
    return call("imageId " + image, () -> Optional.of(images.getOrDefault(image, image)));
  }

  @Override
  public Map<String, FileView> read(String container, Collection<String> paths) throws IOException {
    return call(
        "read " + nameOf(container),
        () -> {
          Map<String, FileView> found = new HashMap<>(find(container).files);
          disk.files.forEach((path, file) -> found.put(HOST_ROOT + path, file));
          found.keySet().retainAll(paths);
          return found;
        });
  }

  @Override
  public void write(String container, Map<String, FileView> files) throws IOException {
    act(
        "write",
        container,
        () -> {
          if (refused.isPresent()) {
            throw new IOException(refused.get());
          }
          FakeContainer it = find(container);
          files.forEach((path, file) -> {
            if (path.startsWith(HOST_ROOT)) {
              disk.files.put(path.substring(HOST_ROOT.length()), file);
            } else {
              it.files.put(path, file);
            }
          });
        });
  }

  @Override
  public boolean isThere(String container, String path) throws IOException {
    if (!path.startsWith(HOST_ROOT)) {
      return call("isThere " + path, () -> find(container).files.containsKey(path));
    }
    String onHost = path.substring(HOST_ROOT.length());
    return call(
        "isThere " + onHost, () -> disk.hasFolder(onHost) || disk.files.containsKey(onHost));
  }

  @Override
  public Optional<String> stranger(String container, String folder, Set<String> expected)
      throws IOException {
    return call(
        "stranger " + folder,
        () ->
            disk.files.keySet().stream()
                .map(path -> HOST_ROOT + path)
                .filter(path -> path.startsWith(folder + "/") && !expected.contains(path))
                .findFirst());
  }

  @Override
  public void makeFolders(String helper, Collection<String> paths) throws IOException {
    act("folders " + String.join(",", paths), helper, () -> disk.folders.addAll(paths));
  }

  @Override
  public String helper(String fleet, String image) throws IOException {
    for (FakeContainer container : containers.values()) {
      if (container.name.equals("ostler-files-" + fleet)) {
        return container.id;
      }
    }
    return create(
        "ostler-files-" + fleet, ContainerSpec.of(image).withLabels(Map.of(Labels.HELPER, fleet)));
  }

  @Override
  public void removeHelper(String fleet) {
    containers.values().removeIf(container -> container.name.equals("ostler-files-" + fleet));
  }

  @Override
  public void sendImage(String image, ImageArchive archive, Consumer<TransferProgress> progress)
      throws IOException {
    call("send " + image, () -> true);
  }

  @Override
  public void ensureImage(
      ContainerSpec spec, PullPolicy policy, Consumer<TransferProgress> progress)
      throws IOException {
    pulling.run();
    call(
        "image " + spec.image(),
        () -> {
          if (brokenImages.contains(spec.image() + "!")) {
            throw new IOException("cannot pull " + spec.image() + ": there is no such image");
          }
          return true;
        });
  }

  @Override
  public Optional<Image> imageOf(String container) throws IOException {
    return call(
        "image of " + nameOf(container),
        () ->
            Optional.ofNullable(containers.get(container))
                .map(it -> new Image(SpecFields.withTag(it.spec.image()), it.imageId)));
  }

  @Override
  public void removeImage(Image image) throws IOException {
    call(
        "remove image " + image.name(),
        () -> {
          images.values().remove(image.id());
          return true;
        });
  }

  @Override
  public String create(String name, ContainerSpec spec) throws IOException {
    return call(
        "create " + name,
        () -> {
          if (names().contains(name)) {
            throw new IOException("the name " + name + " is in use");
          }
          ids++;
          String id = "id" + ids;
          FakeContainer container =
              new FakeContainer(
                  id, name, tied(spec), images.getOrDefault(spec.image(), spec.image()));
          containers.put(id, container);
          return id;
        });
  }

  /** Engines remember the ID of whose namespaces a container has, by whatever name it was told. */
  private ContainerSpec tied(ContainerSpec spec) throws IOException {
    String mode = spec.networking().mode();
    return mode.startsWith(Sharing.OF_A_CONTAINER)
        ? spec.withNetworking(
            spec.networking()
                .withMode(
                    Sharing.OF_A_CONTAINER
                        + named(mode.substring(Sharing.OF_A_CONTAINER.length())).id))
        : spec;
  }

  private void join(ContainerSpec spec) throws IOException {
    String mode = spec.networking().mode();
    if (mode.startsWith(Sharing.OF_A_CONTAINER)
        && find(mode.substring(Sharing.OF_A_CONTAINER.length())).state != ContainerState.RUNNING) {
      throw new IOException("cannot join network of a non running container");
    }
  }

  /** Time passes with every start. */
  private void begin(FakeContainer container) {
    clock++;
    container.started = Optional.of(Instant.ofEpochSecond(clock));
  }

  @Override
  public void start(String container) throws IOException {
    act(
        "start",
        container,
        () -> {
          FakeContainer it = find(container);
          join(it.spec);
          it.start(isBroken(it));
          begin(it);
          if (it.name.startsWith("ostler-remove-")) {
            removeFromHost(it);
          }
        });
  }

  private boolean isBroken(FakeContainer container) {
    return brokenImages.contains(container.spec.image())
        || Stream.concat(container.files.values().stream(), disk.files.values().stream())
            .anyMatch(file -> poison.contains(file.content()));
  }

  /** What the shell does that removes files. */
  private void removeFromHost(FakeContainer container) throws IOException {
    if (brokenImages.contains(container.spec.image())) {
      throw new IOException("exec: \"sh\": executable file not found in $PATH");
    }
    container.state = ContainerState.EXITED;
    removers.add(container.spec);
    List<String> words = container.spec.program().command();
    int count = Integer.parseInt(words.getFirst());
    for (String word : words.subList(1, words.size())) {
      String path = word.substring(HOST_ROOT.length());
      if (words.indexOf(word) <= count) {
        disk.removeFile(path);
      } else {
        disk.removeFolder(path);
      }
    }
  }

  @Override
  public int waitFor(String container) throws IOException {
    return call(
        "wait " + nameOf(container), () -> find(container).state == ContainerState.RUNNING ? 1 : 0);
  }

  @Override
  public void discard(String container) throws IOException {
    call("discard " + nameOf(container), () -> containers.remove(container) != null);
  }

  @Override
  public void stop(String container, Optional<Duration> grace) throws IOException {
    act("stop", container, () -> find(container).stop());
  }

  @Override
  public void restart(String container, Optional<Duration> grace) throws IOException {
    act(
        "restart",
        container,
        () -> {
          FakeContainer it = find(container);
          join(it.spec);
          it.told.add("restart");
          it.state = isBroken(it) ? ContainerState.EXITED : ContainerState.RUNNING;
          begin(it);
        });
  }

  @Override
  public void pause(String container) throws IOException {
    act("pause", container, () -> set(container, ContainerState.PAUSED));
  }

  @Override
  public void unpause(String container) throws IOException {
    act("unpause", container, () -> set(container, ContainerState.RUNNING));
  }

  private void set(String container, ContainerState state) throws IOException {
    find(container).state = state;
  }

  @Override
  public void rename(String container, String name) throws IOException {
    act(
        "rename",
        container,
        () -> {
          if (names().contains(name)) {
            throw new IOException("the name " + name + " is in use");
          }
          find(container).name = name;
        });
  }

  @Override
  public void remove(String container) throws IOException {
    act(
        "remove",
        container,
        () -> {
          find(container).requireStopped();
          containers.remove(container);
        });
  }

  @Override
  public boolean update(String container, Restart restart, Resources limits) throws IOException {
    act(
        "update",
        container,
        () -> {
          FakeContainer it = find(container);
          if (canUpdate) {
            it.spec = it.spec.withLifecycle(it.spec.lifecycle().withRestart(restart));
          }
        });
    return canUpdate;
  }

  @Override
  public void attach(String container, String network, Networking.Attachment how)
      throws IOException {
    act("attach", container, () -> find(container).networks.add(network));
  }

  @Override
  public void signal(String container, String name) throws IOException {
    act("signal", container, () -> find(container).told.add(name));
  }

  @Override
  public int exec(String container, List<String> command) throws IOException {
    act(
        "exec",
        container,
        () -> {
          find(container).told.addAll(command);
          if (command.getFirst().equals("rm")) {
            find(container).files.keySet().removeAll(command);
          }
        });
    return isBroken(find(container)) ? 1 : 0;
  }

  @Override
  public ContainerStatus status(String container) throws IOException {
    return call("status " + nameOf(container), () -> find(container).status());
  }

  @Override
  public Optional<String> complaint(String container, HealthProbe probe) {
    return Optional.empty();
  }

  @Override
  public List<String> lastLines(String container, int lines) {
    return List.of("it said this at last");
  }

  @Override
  public Optional<LockHolder> lock(String name, LockHolder holder) throws IOException {
    return call("lock " + name, () -> Optional.ofNullable(locks.putIfAbsent(name, holder)));
  }

  @Override
  public Optional<LockHolder> holder(String name) throws IOException {
    return call("holder " + name, () -> Optional.ofNullable(locks.get(name)));
  }

  @Override
  public boolean unlock(String name, LockHolder holder) throws IOException {
    return call("unlock " + name, () -> locks.remove(name, holder));
  }

  @Override
  public void close() {}
}
