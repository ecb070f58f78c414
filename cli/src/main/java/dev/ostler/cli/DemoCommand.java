package dev.ostler.cli;

import dev.ostler.configuration.InvalidConfigurationException;
import dev.ostler.linux.Startup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * {@code ostler demo}: a small web app in the care of {@code ostler run}, {@code ostler gateway} in
 * front of it, and what to try with them.
 */
final class DemoCommand {
  static final List<Option> OPTIONS =
      List.of(
          new Option("port", "N", "port on loopback (default: a free one)"),
          new Option("rest", "TIME", "how long nobody visits before the app rests (20s)"),
          Option.NO_COLOR);

  private static final Duration REST = Duration.ofSeconds(20);

  private DemoCommand() {}

  static int run(List<String> arguments) throws UsageException, IOException {
    CommandLine line = CommandLine.parse(arguments, OPTIONS);
    if (!line.operands().isEmpty()) {
      throw new UsageException("ostler demo takes no arguments");
    }
    Optional<String> given = line.value("rest");
    Duration rest = given.isPresent() ? Durations.parse("rest", given.get()) : REST;
    if (!rest.isPositive()) {
      throw new UsageException("--rest must be positive, got '" + given.orElseThrow() + "'");
    }
    int port = freePort(line.has("port") ? Numbers.parse(line, "port", 10, 1, 65_535) : 0);
    DemoFolder.Ports ports = new DemoFolder.Ports(port, freePort(0), freePort(0));
    Startup.blockSignals();
    DemoFolder folder = DemoFolder.create(ports, rest);
    try {
      Console.result(introduction(folder, ports, line.value("rest").orElse("20s")));
      int status = RunFileCommand.run(folder.demoFile());
      Console.result("ostler: all gone");
      return status;
    } catch (InvalidConfigurationException mistake) {
      throw new AssertionError("internal error: " + mistake.getMessage(), mistake);
    } finally {
      folder.delete();
    }
  }

  private static int freePort(int wanted) throws IOException {
    try (ServerSocket probe = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    } catch (IOException taken) {
      throw new IOException(
          "cannot listen on port "
              + wanted
              + ": "
              + taken.getMessage()
              + "; choose another by --port",
          taken);
    }
  }

  private static String introduction(DemoFolder folder, DemoFolder.Ports ports, String rest) {
    return """
    A small web app in Ostler's care: http://127.0.0.1:@PORT@/

    It runs below 'ostler run'; 'ostler gateway' stands in front. When nobody has
    visited it for @REST@ it rests; open the page then and see it wake.
    What rests, who woke it and how long that took: @STATUS@

    Try, in another terminal:

      cd @ROOT@
      . ./environment

      # What rests, what runs, why; and have it rest at once.
      ostler apps
      ostler explain web
      ostler idle web
      curl http://127.0.0.1:@PORT@/

      # Change the configuration: checked, switched in one step, reported, the app told.
      echo '<h1>Changed</h1>' > site/index.html
      tar -C site -cf next.tar . && mv next.tar site.tar
      curl http://127.0.0.1:@PORT@/

      # Put the app on standby, and back.
      rm active
      touch active

      # Suspend and resume it, by a command or by datagram
      # (OpenBSD's netcat; nmap's takes --unixsock --udp).
      ostler ctl suspend
      ostler ctl resume
      echo STOP  | nc -w 1 -uU datagrams.sock
      echo START | nc -w 1 -uU datagrams.sock

      # What all of this comes from.
      cat run.yaml gateway.yaml

    Ctrl-C here ends everything.
    """
        .replace("@STATUS@", DemoFolder.statusPage(ports))
        .replace("@PORT@", Integer.toString(ports.gateway()))
        .replace("@REST@", rest)
        .replace("@ROOT@", folder.root().toString());
  }
}
