package dev.ostler.cli;

import dev.ostler.entrypoint.TreeOptions;
import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.Signal;
import dev.ostler.linux.Startup;
import dev.ostler.supervisor.Action;
import dev.ostler.supervisor.ActivationSetup;
import dev.ostler.supervisor.ConfigurationSetup;
import dev.ostler.supervisor.Policy;
import dev.ostler.supervisor.Rule;
import dev.ostler.supervisor.Setup;
import dev.ostler.supervisor.SignalMap;
import dev.ostler.supervisor.Supervisor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code ostler demo}: a small web server in Ostler's care, and what to try with it. */
final class DemoCommand {
  static final List<Option> OPTIONS =
      List.of(new Option("port", "N", "port on loopback (default: a free one)"));

  private static final Duration CHECK_LIMIT = Duration.ofMinutes(1);

  private DemoCommand() {}

  static int run(List<String> arguments) throws UsageException, IOException {
    CommandLine line = CommandLine.parse(arguments, OPTIONS);
    if (!line.operands().isEmpty()) {
      throw new UsageException("ostler demo takes no arguments");
    }
    int port = freePort(line.has("port") ? Numbers.parse(line, "port", 10, 1, 65_535) : 0);
    Startup.blockSignals();
    DemoFolder folder = DemoFolder.create();
    try {
      Console.result(introduction(folder, port));
      int status =
          Supervisor.run(setup(folder, port), message -> Console.result("ostler: " + message));
      Console.result("ostler: all gone");
      return status;
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

  private static Setup setup(DemoFolder folder, int port) throws IOException {
    ChildCommand server = ChildCommand.of(server(folder, port), Startup.environment());
    return Setup.of(server, Policy.defaults(), SignalMap.withoutTerminal())
        .withActivation(
            Optional.of(new ActivationSetup(folder.active(), Set.of(Setup.ONLY), Duration.ZERO)))
        .withConfigurations(List.of(site(folder)))
        .withAccess(
            new Setup.Access(Optional.of(folder.socket()), Optional.empty(), Optional.empty()));
  }

  private static ConfigurationSetup site(DemoFolder folder) throws IOException {
    return new ConfigurationSetup(
        "site",
        new ConfigurationSetup.Source(ConfigurationSetup.Form.ARCHIVE, folder.archive()),
        folder.served(),
        TreeOptions.defaults(),
        Optional.of(new ConfigurationSetup.Check(check(), CHECK_LIMIT)),
        List.of(Rule.always(new Action.Send(Map.of(Setup.ONLY, Signal.HUP)))),
        Optional.empty(),
        Set.of(Setup.ONLY),
        true);
  }

  /** A page without a heading is refused, to show what happens then. */
  private static ChildCommand check() throws IOException {
    return ChildCommand.of(
        List.of("grep", "-q", "<h1>", "{staged}/index.html"), Startup.environment());
  }

  private static List<String> server(DemoFolder folder, int port) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Xmx64m",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path", ""),
        DemoServer.class.getName(),
        folder.served().toString(),
        Integer.toString(port));
  }

  private static String introduction(DemoFolder folder, int port) {
    return """
    A small web server in Ostler's care: http://127.0.0.1:@PORT@/

    Try, in another terminal:

      cd @ROOT@

      # Change the configuration: checked, switched in one step, reported, the server told.
      echo '<h1>Changed</h1>' > site/index.html
      tar -C site -cf next.tar . && mv next.tar site.tar
      curl http://127.0.0.1:@PORT@/

      # Put the server on standby, and back.
      rm active
      touch active

      # Suspend and resume it by datagram (OpenBSD's netcat; nmap's takes --unixsock --udp).
      echo STOP  | nc -w 1 -uU control.sock
      echo START | nc -w 1 -uU control.sock

    Ctrl-C here ends everything.
    """
        .replace("@PORT@", Integer.toString(port))
        .replace("@ROOT@", folder.root().toString());
  }
}
