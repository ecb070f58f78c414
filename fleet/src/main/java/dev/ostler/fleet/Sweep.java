package dev.ostler.fleet;

import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.Mount;
import dev.ostler.engine.Networking;
import dev.ostler.engine.Privileges;
import dev.ostler.engine.Program;
import dev.ostler.engine.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Removes files and folders of a host. Engines have no call for it: a container does it that lives
 * for just that long. It sees no more of the host than the folders in which they lie, for its
 * program comes from an image that was not made for this.
 */
final class Sweep {
  /** How many are files, those, and folders, those first that are in others. */
  private static final String SCRIPT =
      "files=$1; shift;"
          + " while [ $files -gt 0 ]; do rm -f -- \"$1\" || exit 1; shift; files=$((files - 1)); done;"
          + " for folder; do if [ -d \"$folder\" ]; then rmdir -- \"$folder\" || exit 1; fi; done";

  private static final int LAST_LINES = 3;

  private static final Privileges OF_WHO_REMOVES =
      new Privileges(
          false,
          // In folders of others, sticky ones among them.
          List.of("DAC_OVERRIDE", "FOWNER"),
          List.of("ALL"),
          List.of("no-new-privileges"),
          List.of(),
          List.of(),
          Privileges.Namespaces.OWN,
          Map.of());

  private final String fleet;
  private final String host;
  private final HostEngine engine;
  private final Journal journal;

  Sweep(String fleet, String host, HostEngine engine, Journal journal) {
    this.fleet = fleet;
    this.host = host;
    this.engine = engine;
    this.journal = journal;
  }

  /** Removes those that are to go, and forgets those that are gone. Can be done again. */
  void remove(List<Leftover> leftovers) throws IOException {
    removeForgotten();
    List<Leftover> there =
        leftovers.stream()
            .filter(one -> one.fate() == Leftover.Fate.REMOVE && one.isOfFiles())
            .toList();
    if (!there.isEmpty()) {
      run(there);
    }
    List<String> gone = leftovers.stream().map(Leftover::path).toList();
    journal.change(recorded -> recorded.withoutTraces(host, gone));
    if (leftovers.stream().anyMatch(one -> one.kind() == Leftover.Kind.HELPER)) {
      engine.removeHelper(fleet);
    }
    removeImages(leftovers);
  }

  /** After all else: files are removed with images, too. */
  private void removeImages(List<Leftover> leftovers) throws IOException {
    Set<String> unwanted =
        leftovers.stream()
            .filter(one -> one.kind() == Leftover.Kind.IMAGE)
            .map(Leftover::path)
            .collect(Collectors.toSet());
    List<Recorded.Spent> gone = new ArrayList<>();
    for (Recorded.Spent spent : journal.recorded().imagesOn(host)) {
      if (unwanted.contains(spent.image().name()) || unwanted.contains(spent.image().id())) {
        engine.removeImage(spent.image());
        gone.add(spent);
      }
    }
    journal.change(recorded -> recorded.withoutImages(host, gone));
  }

  private String name() {
    return "ostler-remove-" + fleet;
  }

  /** A run that was killed may have left its container, even at work. */
  private void removeForgotten() throws IOException {
    for (ContainerView container : engine.list()) {
      if (container.helps(fleet) && container.name().equals(name())) {
        end(container.id());
      }
    }
  }

  private void end(String container) throws IOException {
    engine.waitFor(container);
    engine.discard(container);
  }

  private static List<String> arguments(List<Leftover> leftovers) {
    List<String> files = new ArrayList<>();
    List<String> folders = new ArrayList<>();
    for (Leftover one : leftovers) {
      String path = HostEngine.HOST_ROOT + one.path();
      switch (one.kind()) {
        case FILE -> files.add(path);
        case FOLDER -> folders.addFirst(path);
        case HELPER, IMAGE -> {
          // These are no files.
        }
      }
    }
    List<String> arguments = new ArrayList<>();
    arguments.add(Integer.toString(files.size()));
    arguments.addAll(files);
    arguments.addAll(folders);
    return arguments;
  }

  /** Images with which it may be done: not each has a shell. */
  private Set<String> images(List<Leftover> leftovers) throws IOException {
    NavigableMap<String, Trace> traces = journal.recorded().tracesOn(host);
    Set<String> images = new LinkedHashSet<>();
    for (Leftover one : leftovers) {
      Optional.ofNullable(traces.get(one.path())).map(Trace::image).ifPresent(images::add);
    }
    for (ContainerView container : engine.list()) {
      if (container.isOf(fleet)) {
        images.add(container.imageId());
      }
    }
    return images;
  }

  private void run(List<Leftover> leftovers) throws IOException {
    IOException failure = null;
    for (String image : images(leftovers)) {
      ContainerSpec spec = spec(image, leftovers);
      Optional<String> begun = Optional.empty();
      try {
        engine.ensureImage(spec, PullPolicy.MISSING, _ -> {});
        begun = Optional.of(engine.create(name(), spec));
        engine.start(begun.get());
      } catch (IOException e) {
        if (Reconnection.isLostLink(e)) {
          throw e;
        }
        failure = e;
        if (begun.isPresent()) {
          engine.discard(begun.get());
        }
        continue;
      }
      finish(begun.get());
      return;
    }
    throw new FleetException(
        FleetException.Kind.FAILED,
        "cannot remove files of "
            + host
            + ": no image of the fleet there has a shell to do it with",
        failure);
  }

  private void finish(String container) throws IOException {
    int status = engine.waitFor(container);
    List<String> said = status == 0 ? List.of() : engine.lastLines(container, LAST_LINES);
    engine.discard(container);
    if (status != 0) {
      throw new FleetException(
          FleetException.Kind.FAILED,
          "cannot remove files of " + host + ": " + String.join("; ", said));
    }
  }

  private ContainerSpec spec(String image, List<Leftover> leftovers) {
    Program program =
        new Program(
            Optional.of(List.of("sh", "-c", SCRIPT, "ostler")),
            arguments(leftovers),
            Map.of(),
            "0:0",
            "/",
            false,
            false,
            Optional.empty());
    return ContainerSpec.of(image)
        .withLabels(Map.of(Labels.HELPER, fleet))
        .withProgram(program)
        .withNetworking(Networking.NONE)
        .withStorage(new Storage(mounts(leftovers), Map.of(), true, OptionalLong.empty()))
        .withPrivileges(OF_WHO_REMOVES);
  }

  /** The folders in which lies what goes; none of them is in another, and none goes itself. */
  private static List<Mount> mounts(List<Leftover> leftovers) {
    NavigableSet<String> folders = new TreeSet<>();
    for (Leftover one : leftovers) {
      String parent = one.path().substring(0, one.path().lastIndexOf('/'));
      boolean isCovered =
          folders.stream().anyMatch(folder -> (parent + "/").startsWith(folder + "/"));
      // A folder comes before what is in it.
      if (!isCovered) {
        folders.removeIf(folder -> folder.startsWith(parent + "/"));
        folders.add(parent);
      }
    }
    return folders.stream()
        .map(folder ->
            (Mount)
                new Mount.Bind(
                    folder.isEmpty() ? "/" : folder,
                    HostEngine.HOST_ROOT + folder,
                    false,
                    "",
                    false))
        .toList();
  }
}
