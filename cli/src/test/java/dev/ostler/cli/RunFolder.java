package dev.ostler.cli;

import dev.ostler.control.ConfigurationStatus;
import dev.ostler.control.ControlClient;
import dev.ostler.control.ControlException;
import dev.ostler.control.ProcessStatus;
import dev.ostler.testing.Eventually;
import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerProcess;
import dev.ostler.testing.Tool;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A folder with a file for {@code ostler run}, sources and targets; its control socket. */
final class RunFolder {
  static final String NO_ANSWER = "no answer";

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Path folder;
  private final int port;
  private int archives;

  RunFolder(Path folder) throws IOException {
    this.folder = folder;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  /** One that nobody listened at when this was made. */
  int port() {
    return port;
  }

  /** What is run, whole at any moment; FOLDER and PORT in it are replaced. */
  void file(String yaml) throws IOException {
    offer("run.yaml", filled(yaml) + "control: {socket: " + path("control.sock") + "}\n");
  }

  String filled(String text) {
    return text.replace("FOLDER", folder.toString()).replace("PORT", Integer.toString(port));
  }

  /** Renames a file to the name that is watched. */
  void offer(String name, String content) throws IOException {
    Path next = Files.writeString(path(name + ".next"), content);
    Files.move(next, path(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Renames an archive of these files to the name that is watched. */
  void offerArchive(String name, Map<String, String> files) throws IOException {
    Path tree = Files.createDirectory(path("tree-" + ++archives));
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path member = tree.resolve(file.getKey());
      Files.createDirectories(member.resolveSibling(""));
      Files.writeString(member, file.getValue());
    }
    Path next = path(name + ".next");
    Tool.run("tar", "-C", tree.toString(), "-cf", next.toString(), ".");
    Files.move(next, path(name), StandardCopyOption.ATOMIC_MOVE);
  }

  OstlerProcess start() {
    return OstlerCommand.of("run", path("run.yaml").toString()).in(folder).start();
  }

  ControlClient client() {
    return ControlClient.at(path("control.sock"));
  }

  ConfigurationStatus configuration(String name) throws ControlException {
    return client().status(List.of()).configurations().stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /**
   * How a configuration stands and whether a process is ready; {@link #NO_ANSWER} if nobody says.
   */
  String standing(String configuration, String process) {
    try {
      boolean ready = client().check(List.of(process), true).passed();
      return configuration(configuration).state() + (ready ? " ready" : " down");
    } catch (ControlException notYet) {
      return NO_ANSWER;
    }
  }

  /** What the files of a folder say, each once; nothing if it is not there. */
  NavigableSet<String> versions(String name) throws IOException {
    NavigableSet<String> versions = new TreeSet<>();
    if (Files.exists(path(name))) {
      try (Stream<Path> files = Files.list(path(name))) {
        for (Path file : files.toList()) {
          versions.add(Files.readString(file).strip());
        }
      }
    }
    return versions;
  }

  /** Waits until nothing is beside the targets but what is kept there. */
  void awaitTidy(String round) {
    Eventually.await(
        round + ": nothing is left but what is kept", this::left, List.of()::equals, () -> "");
  }

  private List<String> left() {
    try (Stream<Path> all = Files.walk(folder, 2)) {
      return all.map(path -> folder.relativize(path).toString())
          .filter(name -> name.startsWith("."))
          .filter(name -> !name.matches("\\.[^/]*(/(lock|previous|kept))?"))
          .sorted()
          .toList();
    } catch (IOException e) {
      return List.of(e.toString());
    }
  }

  ProcessStatus process(String name) throws ControlException {
    return client().status(List.of(name)).processes().getFirst();
  }

  void awaitState(String configuration, ConfigurationStatus.State state, int generation) {
    Eventually.await(
        configuration + " is " + state + " with generation " + generation,
        () -> {
          ConfigurationStatus now = configuration(configuration);
          return now.state() == state && now.version().generation() == generation;
        });
  }

  /** Why the last new version was not taken, or that it was. */
  String lastMessage(String configuration) throws ControlException {
    return configuration(configuration).lastUpdate().orElseThrow().message();
  }

  void awaitReady(String process) {
    Eventually.await(
        process + " is ready",
        () ->
            Files.exists(path("control.sock")) && client().check(List.of(process), true).passed());
  }

  /** What a server of this machine says; its failure to do so if it does not answer. */
  String get(String path) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(5))
            .build();
    try {
      HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() + " " + answer.body();
    } catch (IOException refused) {
      return NO_ANSWER;
    }
  }

  /** The lines of one family of figures, without the time stamps. */
  List<String> metrics(String family) throws ControlException {
    return client().metrics().text().lines().filter(line -> line.startsWith(family)).toList();
  }
}
