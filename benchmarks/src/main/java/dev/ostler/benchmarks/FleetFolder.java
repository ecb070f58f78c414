package dev.ostler.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A file of a fleet, and {@code ostler fleet} with it. */
record FleetFolder(Path launcher, Folder folder) implements AutoCloseable {
  static FleetFolder of(Bench bench) throws IOException {
    return new FleetFolder(launcher(bench), bench.newFolder());
  }

  static Path launcher(Bench bench) {
    return bench
        .options()
        .peers()
        .getOrDefault("ostler", bench.options().home().resolve("cli/target/ostler/bin/ostler"));
  }

  private Path file() {
    return folder.path().resolve("fleet.yaml");
  }

  /** Makes the file: hosts by their addresses, all with the label {@code all=yes}. */
  FleetFolder write(List<String> addresses, String containers) throws IOException {
    StringBuilder text = new StringBuilder("name: bench\nhosts:\n");
    for (int i = 0; i < addresses.size(); i++) {
      String host = "  host%d: {%s, labels: {all: \"yes\"}}%n".formatted(i, addresses.get(i));
      text.append(host);
    }
    Files.writeString(file(), text + "containers:\n" + containers);
    return this;
  }

  /** So many containers that run for ever, on each host. */
  static String containers(String image, int count, String version) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(container("web" + i, image, version));
    }
    return text.toString();
  }

  static String container(String name, String image, String version) {
    return """
      %s:
        on: all=yes
        image: %s
        command: [sleep, "1000000"]
        environment: {VERSION: "%s"}
        network_mode: host
        stop_signal: SIGKILL
        update: {batch: 100%%, monitor: 1ms}
    """
        .formatted(name, image, version)
        .indent(0);
  }

  /** How long a command takes. */
  double millis(String command, String... options) throws BenchmarkException {
    List<String> words = words(command, options);
    long began = System.nanoTime();
    Tools.run(words);
    return Millis.between(began, System.nanoTime());
  }

  /** The most memory that a command has at once. */
  double megabytes(String command) throws Exception {
    Process process =
        new ProcessBuilder(words(command))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    long most = 0;
    while (process.isAlive()) {
      most = Math.max(most, Proc.peakMemory(process.pid()));
      Thread.sleep(5);
    }
    if (process.exitValue() != 0) {
      throw new BenchmarkException("fleet " + command + " ended with " + process.exitValue());
    }
    return most / 1024.0;
  }

  private List<String> words(String command, String... options) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of(launcher.toString(), "fleet", command, "--file", file().toString()));
    words.addAll(List.of("--parallel", "128"));
    words.addAll(List.of(options));
    return words;
  }

  @Override
  public void close() {
    folder.close();
  }
}
