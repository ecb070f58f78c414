package dev.ostler.cli;

import dev.ostler.entrypoint.TreeOptions;
import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.Signal;
import dev.ostler.linux.Startup;
import dev.ostler.supervisor.ConfigurationPlan;
import dev.ostler.supervisor.Policy;
import dev.ostler.supervisor.Supervisor;
import dev.ostler.supervisor.Workload;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code ostler demo}: a small web server in Ostler's care, and what to try with it. */
final class DemoCommand {
  static final List<Option> OPTIONS =
      List.of(new Option("port", "N", "port on loopback (default: a free one)"));

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
          Supervisor.run(workload(folder, port), message -> Console.result("ostler: " + message));
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

  private static Workload workload(DemoFolder folder, int port) throws IOException {
    Policy usual = Policy.defaults();
    Policy policy =
        new Policy(
            usual.stopSignal(),
            usual.grace(),
            usual.restart(),
            usual.signals(),
            false,
            new Policy.ReloadBySignal(Signal.HUP),
            true,
            Optional.empty());
    return new Workload(
        ChildCommand.of(server(folder, port), Startup.environment()),
        policy,
        Optional.of(folder.active()),
        Optional.of(
            new ConfigurationPlan(
                ConfigurationPlan.Form.ARCHIVE,
                folder.archive(),
                folder.served(),
                TreeOptions.defaults(),
                Optional.of(check()))),
        Optional.of(folder.socket()));
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
