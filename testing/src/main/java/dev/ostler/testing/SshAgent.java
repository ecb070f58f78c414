package dev.ostler.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A real {@code ssh-agent}. */
public final class SshAgent implements AutoCloseable {
  private final Path folder;
  private final Process process;

  private SshAgent() throws IOException {
    folder = Files.createTempDirectory("ostler-agent-");
    process =
        new ProcessBuilder("ssh-agent", "-D", "-a", socket().toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    Eventually.await("the agent listens", () -> Files.exists(socket()));
  }

  /**
   * Starts one.
   *
   * @return the agent; the caller closes it
   */
  public static SshAgent start() {
    try {
      return new SshAgent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns where it listens.
   *
   * @return what {@code SSH_AUTH_SOCK} would be
   */
  public Path socket() {
    return folder.resolve("socket");
  }

  /**
   * Gives it a key.
   *
   * @param identity the file of an unencrypted private key
   */
  public void add(Path identity) {
    String command = "SSH_AUTH_SOCK=" + socket() + " exec ssh-add -q " + identity;
    Tool.run(Path.of("/"), List.of("sh", "-c", command));
  }

  @Override
  public void close() {
    process.destroyForcibly();
    Eventually.await("the agent ends", () -> !process.isAlive());
    try {
      Files.deleteIfExists(socket());
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
