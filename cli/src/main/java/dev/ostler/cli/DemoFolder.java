package dev.ostler.cli;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * The files of {@code ostler demo}.
 *
 * @param root where they are
 */
record DemoFolder(Path root) {
  /** Nobody but this user reaches the folder that it stands in. */
  private static final String TOKEN = UUID.randomUUID().toString();

  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <meta name="color-scheme" content="light dark">
      <title>Ostler demo</title>
      <style>body{font:1.1rem/1.5 system-ui,sans-serif;max-width:40rem;margin:4rem auto;padding:0 1rem}</style>
      <h1>Hello from a workload in Ostler's care</h1>
      <p>This page came out of a configuration archive. Change it, replace the archive, and look again.</p>
      """;

  /** What listens on loopback: the gateway, its other door, and the app behind it. */
  record Ports(int gateway, int admin, int app) {}

  static DemoFolder create(Ports ports, Duration rest) throws IOException {
    DemoFolder folder = new DemoFolder(Files.createTempDirectory("ostler-demo-"));
    Files.createDirectory(folder.root.resolve("site"));
    Files.writeString(folder.root.resolve("site/index.html"), PAGE);
    folder.pack();
    Files.createFile(folder.root.resolve("active"));
    folder.write("run.yaml", folder.runFile(ports));
    folder.write("gateway.yaml", gatewayFile(ports, rest));
    folder.write("demo.yaml", bothFile());
    folder.write("environment", environment(ports));
    return folder;
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(root.resolve(name), text.replace("FOLDER", root.toString()));
  }

  /** What runs the app and the gateway in front of it. */
  Path demoFile() {
    return root.resolve("demo.yaml");
  }

  private String runFile(Ports ports) {
    return """
    processes:
      web:
        command: COMMAND
        environment: {LC_ALL: C.UTF-8}
        ready: {tcp: "127.0.0.1:PORT"}
    configuration:
      site:
        archive: FOLDER/site.tar
        target: FOLDER/served
        check: [grep, -q, "<h1>", "{staged}/index.html"]
        then: {signal: {web: HUP}}
        required: true
    activation: {file: FOLDER/active}
    control: FOLDER/control.sock
    datagrams: FOLDER/datagrams.sock
    """
        .replace("COMMAND", words(server(ports.app())))
        .replace("PORT", Integer.toString(ports.app()));
  }

  private List<String> server(int port) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Xmx64m",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path", ""),
        DemoServer.class.getName(),
        root.resolve("served").toString(),
        Integer.toString(port));
  }

  private static String gatewayFile(Ports ports, Duration rest) {
    return """
    listen: 127.0.0.1:%d
    admin: {listen: "127.0.0.1:%d", token: "${OSTLER_GATEWAY_TOKEN}"}
    apps:
      web:
        hosts: "*"
        process: {socket: FOLDER/control.sock, processes: web, upstream: "127.0.0.1:%d"}
        idle: {after: %dms, awake: 1s}
    """
        .formatted(ports.gateway(), ports.admin(), ports.app(), rest.toMillis());
  }

  private static String bothFile() {
    return """
    processes:
      app: {command: ['%1$s', run, FOLDER/run.yaml]}
      gateway:
        command: ['%1$s', gateway, FOLDER/gateway.yaml]
        environment: {OSTLER_GATEWAY_TOKEN: %2$s}
    """
        .formatted(launcher(), TOKEN);
  }

  private static String environment(Ports ports) {
    return """
    export OSTLER_SOCKET=FOLDER/control.sock
    export OSTLER_GATEWAY=127.0.0.1:%d OSTLER_GATEWAY_TOKEN=%s
    ostler() { '%s' "$@"; }
    """
        .formatted(ports.admin(), TOKEN, launcher());
  }

  /** With the token as the password. */
  static String statusPage(Ports ports) {
    return "http://ostler:" + TOKEN + "@127.0.0.1:" + ports.admin() + "/";
  }

  /** Without one, whatever is on the path. */
  private static String launcher() {
    return System.getenv().getOrDefault("OSTLER_LAUNCHER", "ostler");
  }

  private static String words(List<String> words) {
    return words.stream().map(word -> "'" + word + "'").collect(joining(", ", "[", "]"));
  }

  private void pack() throws IOException {
    byte[] page = PAGE.getBytes(StandardCharsets.UTF_8);
    try (OutputStream out = Files.newOutputStream(root.resolve("site.tar"));
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      TarArchiveEntry entry = new TarArchiveEntry("index.html");
      entry.setSize(page.length);
      tar.putArchiveEntry(entry);
      tar.write(page);
      tar.closeArchiveEntry();
    }
  }

  void delete() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
        Files.delete(path);
      }
    }
  }
}
