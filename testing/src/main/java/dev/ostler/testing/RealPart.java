package dev.ostler.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A part of the machine that tests use for real and that a machine may lack. */
public enum RealPart {
  /** The tests run as root. */
  ROOT,
  /** util-linux's {@code unshare}, which makes namespaces. */
  UNSHARE,
  /** util-linux's {@code script}, which makes terminals. */
  SCRIPT,
  /** A container engine that answers; see {@link ContainerEngine}. */
  ENGINE,
  /** A C compiler. */
  GCC,
  /** The shell zsh. */
  ZSH,
  /** The shell fish. */
  FISH,
  /** The formatter of manual pages, which also says what is wrong with them. */
  MANDOC,
  /** OpenBSD's netcat. */
  NC,
  /** The static BusyBox. */
  BUSYBOX,
  /** The web server. */
  NGINX,
  /** The proxy before web servers. */
  HAPROXY,
  /** The web client. */
  CURL,
  /** Python 3 with its own library. */
  PYTHON,
  /** systemd's command that speaks for a service. */
  SYSTEMD_NOTIFY,
  /** OpenSSH with its server; see {@link SshServer}. */
  SSHD,
  /** Chromium and its driver; see {@link Browser}. */
  CHROMIUM,
  /** The {@code docker} command, without an engine. */
  DOCKER_COMMAND,
  /** Debian's package manager. */
  DPKG,
  /** The command of OpenSSL. */
  OPENSSL,
  /** What a {@link RemoteHost} is made of: root, namespaces, iproute2, OpenSSH, dockerd. */
  HOSTS,
  /** What a {@link PodmanHost} is made of: root, namespaces, iproute2, Podman. */
  PODMAN;

  private static final String MAKE_A_NETWORK =
      "PATH=$PATH:/usr/sbin:/sbin; mount -t tmpfs tmpfs /run && ip link add eth0 type veth"
          + " && command -v bash nsenter ";

  private static final String REQUIRED = "OSTLER_REQUIRE_REAL_PARTS";

  /**
   * Says whether the machine has it.
   *
   * @return whether tests can use it
   */
  public boolean isThere() {
    return switch (this) {
      case ROOT -> succeeds("sh", "-c", "[ \"$(id -u)\" = 0 ]");
      case UNSHARE -> succeeds("unshare", "--version");
      case SCRIPT -> succeeds("script", "--version");
      case ENGINE -> ContainerEngine.isThere();
      case GCC -> succeeds("gcc", "--version");
      case ZSH -> succeeds("zsh", "--version");
      case FISH -> succeeds("fish", "--version");
      case MANDOC -> succeeds("sh", "-c", "command -v mandoc");
      case NC -> succeeds("sh", "-c", "command -v nc");
      case CURL -> succeeds("curl", "--version");
      case HAPROXY -> Files.isExecutable(Path.of("/usr/sbin/haproxy"));
      case NGINX -> succeeds("nginx", "-v");
      case PYTHON -> succeeds("python3", "--version");
      case SYSTEMD_NOTIFY -> succeeds("systemd-notify", "--version");
      case BUSYBOX -> Files.isExecutable(Path.of("/bin/busybox"));
      case SSHD -> Files.isExecutable(SshServer.SSHD) && succeeds("ssh", "-V");
      case CHROMIUM -> succeeds("chromedriver", "--version") && succeeds("chromium", "--version");
      case DOCKER_COMMAND -> succeeds("docker", "--version");
      case DPKG -> succeeds("dpkg", "--version");
      case OPENSSL -> succeeds("openssl", "version");
      case HOSTS -> SSHD.isThere() && DOCKER_COMMAND.isThere() && canBeMachine("dockerd");
      case PODMAN -> canBeMachine("podman");
    };
  }

  /** Whether a part that is missing is a failure, as in CI. */
  static boolean areRequired() {
    return "1".equals(System.getenv(REQUIRED));
  }

  private static boolean canBeMachine(String engine) {
    return succeeds(
        "unshare", "--net", "--pid", "--mount", "--fork", "sh", "-c", MAKE_A_NETWORK + engine);
  }

  private static boolean succeeds(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException notThere) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
