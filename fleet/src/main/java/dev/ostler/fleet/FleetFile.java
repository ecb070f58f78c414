package dev.ostler.fleet;

import dev.ostler.configuration.Configuration;
import dev.ostler.configuration.InvalidConfigurationException;
import dev.ostler.configuration.Reference;
import dev.ostler.configuration.Schema;
import dev.ostler.engine.ImageArchive;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the file of a fleet. */
public final class FleetFile {
  private static final Pattern HOSTS =
      Pattern.compile("^[\"']?hosts[\"']?\\s*:", Pattern.MULTILINE);

  /** A gateway's {@code state} is a text. */
  private static final Pattern LEGACY =
      Pattern.compile(
          "^[\"']?((previousState|desiredState|containers)[\"']?\\s*:"
              + "|state[\"']?\\s*:[ \\t]*+(?=[{#&\\r\\n]|\\z))",
          Pattern.MULTILINE);

  private FleetFile() {}

  /**
   * The format, for editors.
   *
   * @return JSON Schema 2020-12
   */
  public static String schema() {
    return Schema.of(FleetForm.class);
  }

  /**
   * What the format has, for manuals.
   *
   * @return a section for each mapping
   */
  public static List<Reference.Section> reference() {
    return Reference.sections(FleetForm.class);
  }

  /**
   * Whether a file is meant to be one of a fleet, by the names of its first level.
   *
   * @param file in YAML
   * @return whether it names hosts, or states as files of libflexkube do
   * @throws IOException if it cannot be read
   */
  public static boolean isOne(Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    return HOSTS.matcher(text).find() || LEGACY.matcher(text).find();
  }

  /**
   * Reads a file and the files that it names.
   *
   * @param file in YAML
   * @return the fleet, whole and without contradictions
   * @throws InvalidConfigurationException if something in it is wrong; it says all that is, with
   *     line and column
   * @throws IOException if it, or a file that it names, cannot be read
   */
  public static Fleet read(Path file) throws InvalidConfigurationException, IOException {
    try {
      return isLegacy(file) ? LegacyFile.read(file, nameFor(file)) : readOurs(file);
    } catch (IllegalArgumentException e) {
      throw new FleetException(FleetException.Kind.BAD_FILE, file + ": " + e.getMessage(), e);
    }
  }

  /** Files of libflexkube have no hosts of their own: each container says where it is. */
  static boolean isLegacy(Path file) throws IOException {
    String text = FileText.read(file);
    return LEGACY.matcher(text).find() && !HOSTS.matcher(text).find();
  }

  private static Fleet readOurs(Path file) throws InvalidConfigurationException, IOException {
    FleetForm form = Configuration.of(FleetForm.class).withCheck(new FleetCheck()).read(file);
    Secrets secrets = new Secrets();
    FleetHosts named = new FleetHosts(form, secrets);
    Map<String, Host> hosts = named.hosts();
    Map<String, Workload> workloads = new TreeMap<>();
    for (Map.Entry<String, ContainerForm> entry : form.containers().entrySet()) {
      workloads.put(entry.getKey(), workload(entry, hosts, secrets));
    }
    return new Fleet(
        form.name().orElseGet(() -> nameFor(file)),
        hosts,
        workloads,
        List.of(),
        named.registries());
  }

  /** The folder's name, so that each project is a fleet of its own. */
  private static String nameFor(Path file) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    Path last = folder == null ? null : folder.getFileName();
    String name = last == null ? "fleet" : last.toString();
    String plain = name.replaceAll("[^a-zA-Z0-9_.-]", "-").replaceAll("^[^a-zA-Z0-9]+", "");
    return plain.isEmpty() ? "fleet" : plain;
  }

  private static Workload workload(
      Map.Entry<String, ContainerForm> entry, Map<String, Host> hosts, Secrets secrets)
      throws IOException {
    String key = entry.getKey();
    ContainerForm form = entry.getValue();
    List<ManagedFile> files = new ArrayList<>(files(ManagedFile.Place.CONTAINER, form, secrets));
    files.addAll(files(ManagedFile.Place.HOST, form, secrets));
    return new Workload(
        key,
        form.containerName().orElse(key),
        hosts(form.on(), hosts),
        FleetSpecs.of(form),
        secrets.of(form.secrets()),
        files,
        rules(form));
  }

  private static List<ManagedFile> files(
      ManagedFile.Place place, ContainerForm form, Secrets secrets) throws IOException {
    List<ManagedFile> files = new ArrayList<>();
    Map<String, ContainerForm.ManagedForm> forms =
        place == ManagedFile.Place.CONTAINER ? form.files() : form.hostFiles();
    for (Map.Entry<String, ContainerForm.ManagedForm> file : forms.entrySet()) {
      ContainerForm.ManagedForm it = file.getValue();
      files.add(
          new ManagedFile(
              place,
              file.getKey(),
              content(it, secrets),
              it.mode().bits(),
              it.owner().owner(),
              it.onChange()));
    }
    return files;
  }

  private static List<String> hosts(List<HostSelector> on, Map<String, Host> hosts) {
    return on.stream().flatMap(selector -> hosts(selector, hosts)).toList();
  }

  private static Stream<String> hosts(HostSelector selector, Map<String, Host> hosts) {
    return hosts.values().stream()
        .filter(host -> selector.takes(host.name(), host.labels()))
        .map(Host::name);
  }

  private static FileContent content(ContainerForm.ManagedForm file, Secrets secrets)
      throws IOException {
    if (file.from().isPresent()) {
      Path from = file.from().get();
      try {
        return FileContent.of(Files.readAllBytes(from));
      } catch (NoSuchFileException e) {
        throw new FleetException(
            FleetException.Kind.BAD_FILE, "cannot read " + from + ": it is not there", e);
      }
    }
    if (file.base64().isPresent()) {
      return file.base64().get().content();
    }
    if (file.secret().isPresent()) {
      return FileContent.of(secrets.of(file.secret().get()).reveal());
    }
    return FileContent.of(
        file.content()
            .orElseThrow(() -> new AssertionError("internal error: a file without content")));
  }

  private static Optional<ImageArchive> archive(ContainerForm form) throws IOException {
    if (form.imageFrom().isEmpty()) {
      return Optional.empty();
    }
    Path file = form.imageFrom().get();
    try {
      return Optional.of(ImageArchive.of(file));
    } catch (NoSuchFileException e) {
      throw new FleetException(
          FleetException.Kind.BAD_FILE, "cannot read " + file + ": it is not there", e);
    } catch (IOException | IllegalArgumentException e) {
      throw new FleetException(
          FleetException.Kind.BAD_FILE,
          "cannot send the image in "
              + file
              + ": it is no archive of one image, uncompressed, as 'docker save' writes it",
          e);
    }
  }

  private static Workload.Rules rules(ContainerForm form) throws IOException {
    UpdatePolicy usual = UpdatePolicy.careful();
    UpdatePolicy update =
        form.update()
            .map(it ->
                new UpdatePolicy(
                    it.order(),
                    it.batch().batch(),
                    it.canary(),
                    it.monitor().orElse(usual.monitor()),
                    it.maxFailures(),
                    it.onFailure(),
                    it.monitor().isPresent()))
            .orElse(usual);
    return new Workload.Rules(
        Set.copyOf(form.after()),
        update,
        form.health().map(FleetFile::probe).orElse(HealthProbe.ofEngine()),
        form.rest().isPresent(),
        form.pull(),
        archive(form));
  }

  private static HealthProbe probe(ContainerForm.ProbeForm form) {
    if (form.http().isPresent()) {
      ContainerForm.HttpForm http = form.http().get();
      return new HealthProbe.Http(http.port(), http.path(), form.within());
    }
    if (form.tcp().isPresent()) {
      return new HealthProbe.Tcp(form.tcp().get(), form.within());
    }
    return form.exec().isPresent()
        ? new HealthProbe.Exec(form.exec().get(), form.within())
        : new HealthProbe.Engine(form.within());
  }
}
