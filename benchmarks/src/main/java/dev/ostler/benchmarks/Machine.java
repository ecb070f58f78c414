package dev.ostler.benchmarks;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the figures depend on, for whoever compares them with others. */
final class Machine {
  private static final long KIBIBYTES_PER_GIBIBYTE = 1 << 20;

  /** What else takes part, and how to ask its version. */
  private static final Map<String, String> OTHERS =
      new TreeMap<>(
          Map.of(
              "nginx", "nginx -v",
              "Go", "go version",
              "sshd", "ssh -V",
              "dockerd", "dockerd --version",
              "docker", "docker --version",
              "docker-compose", "docker-compose --version",
              "gcc", "gcc --version"));

  private Machine() {}

  /** Names and values in the order of printing. */
  static Map<String, String> describe(Bench bench) throws Exception {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("measured", Instant.now().truncatedTo(ChronoUnit.MINUTES).toString());
    facts.put("commit", commit(bench.options().home()));
    facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    facts.put("processor", processor());
    facts.put("memory", memory());
    facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put("load before", load());
    facts.put("scratch", fileSystem());
    facts.put("driver", System.getProperty("java.vm.name") + " " + Runtime.version());
    for (Supervisor supervisor : bench.supervisors().all()) {
      facts.put(supervisor.contender().title(), supervisor.version());
    }
    facts.put("empty Java main", bench.supervisors().emptyJvm().version());
    OTHERS.forEach((name, command) ->
        facts.put(name, Tools.firstLine(command.split(" ", -1)).orElse("not here")));
    return facts;
  }

  private static String memory() throws IOException {
    return Files.readString(Path.of("/proc/meminfo"))
        .lines()
        .filter(line -> line.startsWith("MemTotal:"))
        .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / KIBIBYTES_PER_GIBIBYTE + " GiB")
        .findFirst()
        .orElse("unknown");
  }

  private static String processor() throws IOException {
    return Files.readString(Path.of("/proc/cpuinfo"))
        .lines()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }

  /** The mean count of runnable threads during the last minute, five and fifteen minutes. */
  static String load() throws IOException {
    String[] words = Files.readString(Path.of("/proc/loadavg")).split(" ", 4);
    return String.join(" ", words[0], words[1], words[2]);
  }

  /** With a mark if the checkout has other changes; figures of those cannot be repeated. */
  private static String commit(Path home) {
    String git = "git -C " + home + " ";
    Optional<String> commit = Tools.firstLine((git + "rev-parse --short=12 HEAD").split(" ", -1));
    boolean changed =
        Tools.firstLine((git + "status --porcelain --untracked-files=no").split(" ", -1))
            .isPresent();
    return commit.map(id -> changed ? id + ", and changes since" : id).orElse("unknown");
  }

  private static String fileSystem() throws IOException {
    Path folder = Path.of(System.getProperty("java.io.tmpdir"));
    FileStore store = Files.getFileStore(folder);
    return folder + " on " + store.type();
  }
}
