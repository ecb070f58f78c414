package dev.ostler.benchmarks;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the figures depend on, for whoever compares them with others. */
final class Machine {
  private Machine() {}

  /** Names and values in the order of printing. */
  static Map<String, String> describe(Bench bench) throws Exception {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    facts.put("processor", processor());
    facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put("load before", firstWords("/proc/loadavg"));
    facts.put("scratch", fileSystem());
    facts.put("driver", System.getProperty("java.vm.name") + " " + Runtime.version());
    for (Supervisor supervisor : bench.supervisors().all()) {
      facts.put(supervisor.contender().title(), supervisor.version());
    }
    facts.put("empty Java main", bench.supervisors().emptyJvm().version());
    return facts;
  }

  private static String processor() throws IOException {
    return Files.readString(Path.of("/proc/cpuinfo"))
        .lines()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }

  private static String firstWords(String file) throws IOException {
    return Files.readString(Path.of(file)).strip();
  }

  private static String fileSystem() throws IOException {
    Path folder = Path.of(System.getProperty("java.io.tmpdir"));
    FileStore store = Files.getFileStore(folder);
    return folder + " on " + store.type();
  }
}
