package dev.ostler.testing;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A real container engine, driven by the {@code docker} command. What is made through it carries a
 * label of its own and is removed when it is closed.
 */
public final class ContainerEngine implements AutoCloseable {
  private static final String LABEL = "dev.ostler.test";

  private final String label = LABEL + "=" + UUID.randomUUID();
  private final List<String> loaded = new ArrayList<>();

  private ContainerEngine() {}

  /**
   * Opens the engine at {@code OSTLER_TEST_DOCKER_HOST}, or at the usual socket.
   *
   * @return the engine; the caller closes it
   */
  public static ContainerEngine open() {
    return new ContainerEngine();
  }

  static boolean isThere() {
    try {
      docker("version");
      return true;
    } catch (AssertionError | UncheckedIOException notThere) {
      return false;
    }
  }

  /** The command with the engine's address. */
  static List<String> command(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of("--host", host()));
    command.addAll(arguments);
    return command;
  }

  private static String host() {
    return Optional.ofNullable(System.getenv("OSTLER_TEST_DOCKER_HOST"))
        .orElse("unix:///var/run/docker.sock");
  }

  /**
   * Returns where the engine listens.
   *
   * @return its unix socket
   */
  public static Path socket() {
    return Path.of(host().substring("unix://".length()));
  }

  static String docker(String... arguments) {
    return Tool.run(Path.of("/"), command(List.of(arguments)));
  }

  /**
   * Makes an image of a folder.
   *
   * @param files what the image consists of
   * @return its name
   */
  public String importImage(RootFileSystem files) {
    String tar = "tar -C '" + files.folder() + "' --numeric-owner --owner=0 --group=0 -c .";
    String imported =
        String.join(" ", command(List.of("import", "--change", "'LABEL " + label + "'", "-")));
    return Tool.run("sh", "-c", tar + " | " + imported);
  }

  /**
   * Loads an image from an archive.
   *
   * @param archive as {@code docker save} writes it
   * @return its name
   */
  public String loadImage(Path archive) {
    return loaded(docker("load", "--quiet", "--input", archive.toString()));
  }

  /**
   * Loads an image as somebody says.
   *
   * @param folder where the archive is
   * @param commands of a shell, with {@code docker load}
   * @return its name
   */
  public String loadImage(Path folder, String commands) {
    return loaded(type(folder, commands));
  }

  /**
   * Does what somebody says.
   *
   * @param folder where
   * @param commands of a shell, with {@code docker}
   * @return what they printed
   */
  public String type(Path folder, String commands) {
    return Tool.run(folder, List.of("env", "DOCKER_HOST=" + host(), "sh", "-ec", commands));
  }

  private String loaded(String said) {
    String name = said.substring(said.lastIndexOf(' ') + 1);
    loaded.add(name);
    return name;
  }

  /**
   * Builds an image without a network.
   *
   * @param folder with a {@code Dockerfile}
   * @return its name
   */
  public String buildImage(Path folder) {
    String said =
        docker("build", "--quiet", "--network", "none", "--label", label, folder.toString());
    // Some versions write advice before it.
    return said.lines().toList().getLast();
  }

  /**
   * Starts a container without a network.
   *
   * @param image its image
   * @param options of {@code docker run}
   * @param command what to run in it
   * @return the container
   */
  public Container run(String image, List<String> options, String... command) {
    List<String> words = new ArrayList<>(List.of("run", "--detach", "--network", "none"));
    words.addAll(List.of("--label", label));
    words.addAll(options);
    words.add(image);
    words.addAll(Arrays.asList(command));
    return new Container(docker(words.toArray(String[]::new)));
  }

  @Override
  public void close() {
    for (String container : ids("ps", "--all", "--quiet", "--filter", "label=" + label)) {
      docker("rm", "--force", "--volumes", container);
    }
    for (String image : ids("images", "--quiet", "--filter", "label=" + label)) {
      docker("rmi", "--force", image);
    }
    loaded.forEach(image -> docker("rmi", "--force", image));
  }

  private static List<String> ids(String... listing) {
    return docker(listing).lines().distinct().toList();
  }
}
