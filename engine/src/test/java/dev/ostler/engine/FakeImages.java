package dev.ostler.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ostler.engine.FakeAnswer.Refused;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;

/** The images of a fake engine: names and IDs, nothing in them. */
final class FakeImages {
  /** Begins what stands in the place of a name where an image has none. */
  private static final String NAMELESS = "<none>:";

  private final FakeState state;

  /** What its registry has. */
  final CopyOnWriteArraySet<String> pullable = new CopyOnWriteArraySet<>();

  /** Whether images are named by their manifests, as Docker 29 does. */
  volatile boolean inContainerd;

  final List<String> logins = new CopyOnWriteArrayList<>();

  FakeImages(FakeState state) {
    this.state = state;
  }

  void add(String name) {
    ImageName parsed = ImageName.parse(name);
    String id = "sha256:" + "%08x".formatted(name.hashCode()).repeat(8);
    state.images.put(parsed.repository() + ":" + parsed.tag(), id);
  }

  /** The name stands for another image from now on; the one before has none. */
  void moveName(String name) {
    String before = id(name);
    add(name + "-moved");
    ImageName parsed = ImageName.parse(name);
    state.images.put(
        parsed.repository() + ":" + parsed.tag(),
        Objects.requireNonNull(
            state.images.remove(parsed.repository() + ":" + parsed.tag() + "-moved")));
    state.images.put(NAMELESS + before, before);
  }

  Optional<FakeAnswer> answer(FakeCall call) {
    String rest = call.path().substring("/images".length());
    return switch (call.method() + " " + rest) {
      case "GET /json" -> Optional.of(list());
      case "POST /create" -> Optional.of(pull(call));
      case "POST /load" -> Optional.of(load(call));
      case "GET /get" -> Optional.of(save(call.query().getOrDefault("names", List.of())));
      default -> one(call, rest.substring(1));
    };
  }

  private Optional<FakeAnswer> one(FakeCall call, String rest) {
    int slash = rest.lastIndexOf('/');
    return switch (call.method()) {
      case "GET" -> Optional.of(FakeAnswer.ok(details(id(rest.substring(0, slash)))));
      case "POST" -> {
        state.images.put(
            call.parameter("repo") + ":" + call.parameter("tag"), id(rest.substring(0, slash)));
        yield Optional.of(FakeAnswer.created(Map.of()));
      }
      case "DELETE" -> Optional.of(remove(rest, call.flag("force")));
      default -> Optional.empty();
    };
  }

  private String id(String reference) {
    return state
        .imageId(reference)
        .orElseThrow(() -> new Refused(404, "No such image: " + reference));
  }

  private List<String> tags(String id) {
    return state.images.entrySet().stream()
        .filter(image -> image.getValue().equals(id))
        .map(Map.Entry::getKey)
        .filter(name -> !name.startsWith(NAMELESS))
        .toList();
  }

  private FakeAnswer list() {
    return FakeAnswer.ok(
        state.images.values().stream()
            .distinct()
            .map(id ->
                Map.of("Id", id, "RepoTags", tags(id), "Created", 0, "Size", 1, "Labels", Map.of()))
            .toList());
  }

  private Map<String, Object> details(String id) {
    return Map.of(
        "Id",
        id,
        "RepoTags",
        tags(id),
        "Created",
        "2026-01-01T00:00:00Z",
        "Size",
        1,
        "Os",
        "linux",
        "Architecture",
        "amd64",
        "Config",
        Map.of("Cmd", TestImage.COMMAND, "Labels", Map.of()));
  }

  private FakeAnswer remove(String reference, boolean force) {
    String id = id(reference);
    boolean used =
        state.containers.values().stream().anyMatch(container -> container.imageId.equals(id));
    if (used && !force) {
      throw new Refused(
          409, "conflict: unable to remove repository reference \"" + reference + "\"");
    }
    ImageName name = ImageName.parse(reference);
    if (state.images.remove(name.repository() + ":" + name.tag()) == null) {
      state.images.values().removeIf(id::equals);
    }
    return FakeAnswer.ok(List.of(Map.of("Untagged", reference)));
  }

  private FakeAnswer pull(FakeCall call) {
    String name = call.parameter("fromImage") + ":" + call.parameter("tag");
    boolean there = pullable.contains(name);
    logins.add(new String(Base64.getUrlDecoder().decode(call.auth()), UTF_8));
    if (there) {
      add(name);
    }
    return new FakeAnswer.Stream(
        "application/json",
        out -> {
          line(
              out,
              Map.of(
                  "status",
                  "Pulling from " + call.parameter("fromImage"),
                  "id",
                  call.parameter("tag")));
          line(
              out,
              there
                  ? Map.of(
                      "status",
                      "Downloading",
                      "id",
                      "1234",
                      "progressDetail",
                      Map.of("current", 5, "total", 10))
                  : Map.of(
                      "error",
                      "manifest for " + name + " not found",
                      "errorDetail",
                      Map.of("message", "manifest for " + name + " not found")));
        });
  }

  private static void line(OutputStream out, Map<String, Object> json) throws IOException {
    out.write(Json.bytes(json));
    out.write("\r\n".getBytes(UTF_8));
    out.flush();
  }

  private FakeAnswer load(FakeCall call) {
    try {
      Path file = Files.createTempFile("fake-image-", ".tar");
      try {
        Files.copy(call.body(), file, StandardCopyOption.REPLACE_EXISTING);
        return loaded(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private FakeAnswer loaded(Path file) throws IOException {
    try (ImageFiles files = new ImageFiles(file)) {
      Json image = files.json("manifest.json").elements().getFirst();
      List<String> names = image.texts("RepoTags");
      for (String name : names) {
        add(name);
        if (image.at("Config").isThere()) {
          state.images.put(
              name,
              inContainerd
                  ? files.manifestAsContainerdMakesIt()
                  : files.digest(image.text("Config")));
        }
      }
      return new FakeAnswer.Stream(
          "application/json",
          out -> {
            for (String name : names) {
              line(out, Map.of("stream", "Loaded image: " + name + "\n"));
            }
          });
    }
  }

  private FakeAnswer save(List<String> names) {
    names.forEach(this::id);
    return new FakeAnswer.Stream(
        "application/x-tar",
        out -> {
          try (ArchiveWriter archive = new ArchiveWriter(out)) {
            byte[] manifest = Json.bytes(List.of(Map.of("RepoTags", names)));
            archive.add(
                FileEntry.file("manifest.json", 0644, manifest.length),
                new ByteArrayInputStream(manifest));
          }
        });
  }
}
