package dev.ostler.cli;

import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerCommand.Result;
import dev.ostler.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A fleet of one container, {@code NAME-web}, on the engine of this machine. */
final class LocalFleet implements AutoCloseable {
  static final String ENGINE =
      Optional.ofNullable(System.getenv("OSTLER_TEST_DOCKER_HOST"))
          .orElse("unix:///var/run/docker.sock");

  private final String name = "it" + UUID.randomUUID().toString().substring(0, 8);
  private final Path folder;

  /** Imports a small image, and writes a file in that folder. The caller closes it. */
  LocalFleet(Path folder) throws IOException {
    this.folder = folder;
    Files.createDirectories(folder.resolve("image/bin"));
    Files.copy(Path.of("/bin/busybox"), folder.resolve("image/bin/busybox"));
    for (String applet : List.of("sh", "sleep", "cat", "kill", "test", "tty", "rm", "rmdir")) {
      Files.createSymbolicLink(folder.resolve("image/bin/" + applet), Path.of("busybox"));
    }
    Tool.run(
        "sh",
        "-c",
        "tar -C " + folder + "/image -c . | docker --host " + ENGINE + " import - " + name + ":1");
    write("sleep 1000", "one");
  }

  String name() {
    return name;
  }

  String web() {
    return name + "-web";
  }

  Path folder() {
    return folder;
  }

  Path file() {
    return folder.resolve("fleet.yaml");
  }

  /** The container runs this in a shell, and has this in {@code /etc/web}. */
  void write(String command, String content) throws IOException {
    Files.writeString(
        file(),
        """
        name: NAME
        hosts:
          here: {engine: "ENGINE"}
        containers:
          NAME-web:
            on: here
            image: NAME:1
            command: [sh, -c, COMMAND]
            network_mode: none
            stop_signal: SIGKILL
            files: {/etc/web: {content: CONTENT}}
            update: {monitor: 200ms}
        """
            .replace("NAME", name)
            .replace("ENGINE", ENGINE)
            .replace("COMMAND", command)
            .replace("CONTENT", content));
  }

  Result run(String command, String... options) {
    return run(file(), command, options);
  }

  static Result run(Path file, String command, String... options) {
    List<String> arguments = new ArrayList<>(List.of("fleet", command, "-f", file.toString()));
    arguments.addAll(List.of(options));
    return OstlerCommand.of(arguments.toArray(String[]::new)).run();
  }

  List<String> command(String command, String... options) {
    List<String> words =
        new ArrayList<>(
            List.of(
                OstlerCommand.home().resolve("bin/ostler").toString(),
                "fleet",
                command,
                "-f",
                file().toString()));
    words.addAll(List.of(options));
    return words;
  }

  /** Names of its containers. */
  List<String> containers() {
    return docker(
            "ps", "-a", "--filter", "label=dev.ostler.fleet=" + name, "--format", "{{.Names}}")
        .lines()
        .sorted()
        .toList();
  }

  /** Names of its images. */
  String images() {
    return docker("images", "--format", "{{.Repository}}:{{.Tag}}", name);
  }

  static String docker(String... words) {
    List<String> command = new ArrayList<>(List.of("docker", "--host", ENGINE));
    command.addAll(List.of(words));
    return Tool.run(command.toArray(String[]::new));
  }

  @Override
  public void close() {
    run("unlock", "--yes");
    run("destroy", "--yes", "--skip-unreachable");
    docker("rmi", "--force", name + ":1");
  }
}
