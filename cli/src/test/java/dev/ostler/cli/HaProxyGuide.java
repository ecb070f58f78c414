package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerCommand.Result;
import dev.ostler.testing.RemoteHost;
import dev.ostler.testing.RootFileSystem;
import dev.ostler.testing.Tool;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The hosts and images of the guide "Three hosts behind HAProxy, from nothing", with its files and
 * commands. They are the guide's own but for what {@link #replacements} names.
 */
final class HaProxyGuide implements AutoCloseable {
  /** The last one is the guide's new backend. */
  private static final List<String> APPLICATIONS = List.of("app1", "app2", "app3");

  private static final List<String> HOSTS = List.of("lb", "app1", "app2", "app3");

  private static final String SHOP = "registry.example.com/shop:";

  /** Says its version and its host; told to end, it answers first whom it has let in. */
  private static final String APPLICATION =
      """
      #!/bin/sh
      mkdir -p /www/cgi-bin
      echo "shop $VERSION on $(hostname)" >/www/index.html
      echo well >/www/healthz
      cat >/www/cgi-bin/endless <<END
      #!/bin/sh
      printf 'Content-Type: text/plain\\n\\n'
      while echo; do sleep 0.1; done
      END
      chmod 755 /www/cgi-bin/endless
      /bin/httpd -f -p 8080 -h /www &
      web=$!
      trap 'kill $web; wait $web; while pidof httpd >/dev/null; do sleep 0.1; done; exit' TERM
      wait $web
      """;

  private final List<GuideBlock> blocks;
  private final RemoteFleet fleet;
  private final Map<String, String> replacements;

  private HaProxyGuide(RemoteFleet fleet) throws IOException {
    this.blocks = GuideBlock.of(Path.of("../docs/guide/fleet-haproxy.md").toRealPath());
    this.fleet = fleet;
    this.replacements = replacements();
  }

  /** The caller closes it. */
  static HaProxyGuide start() throws IOException, InterruptedException {
    HaProxyGuide guide = new HaProxyGuide(RemoteFleet.start(HOSTS.size()));
    try {
      guide.prepareHosts();
      return guide;
    } catch (IOException | RuntimeException | Error e) {
      guide.close();
      throw e;
    }
  }

  /** What cannot be here as it is in the guide. */
  private Map<String, String> replacements() {
    Map<String, String> all = new LinkedHashMap<>();
    for (String name : HOSTS) {
      RemoteHost host = host(name);
      all.put(
          "address: " + name + ".example.com, user: deploy",
          "address: %s, user: root, key: %s, knownHosts: %s"
              .formatted(host.address(), host.ssh().identity(), host.ssh().knownHosts()));
    }
    for (String name : APPLICATIONS) {
      all.put(name + ".example.com:8080", host(name).address() + ":8080");
    }
    // The engines have no bridge, so that what listens does so at its host's own address.
    all.put("ports: [\"8080:8080\"]", "network_mode: host");
    all.put("ports: [\"80:8080\"]", "network_mode: host");
    // Nobody can wait for half a minute; HAProxy must see in less that an application is back.
    all.put("monitor: 30s", "monitor: 4s");
    all.put("inter 1s", "inter 200ms");
    return all;
  }

  private void prepareHosts() throws IOException {
    Path archive = archiveOfImages();
    RemoteHost proxy = host("lb");
    // As the official image has it.
    String master = "exec haproxy -W -db -f /usr/local/etc/haproxy/haproxy.cfg";
    importImage(proxy, archive, "haproxy:2.9", master, "USER 99:99");
    for (String name : APPLICATIONS) {
      proxy.join(host(name));
      importShop(name, archive, "1.4", "exec shop");
    }
    importShop("app1", archive, "1.5", "exec shop");
    importShop("app2", archive, "1.5", "exec shop");
    importShop("app1", archive, "1.6", "exec shop");
    importShop("app2", archive, "1.6", "echo the database is not there; exit 1");
  }

  private void importShop(String host, Path archive, String version, String command) {
    importImage(host(host), archive, SHOP + version, command, "ENV VERSION=" + version);
  }

  private Path archiveOfImages() throws IOException {
    RootFileSystem files = RootFileSystem.bare().withProgram(Path.of("/usr/sbin/haproxy"));
    try {
      Path application = Files.writeString(files.folder().resolve("bin/shop"), APPLICATION);
      Tool.run("chmod", "755", application.toString());
      Files.createDirectories(files.folder().resolve("usr/local/etc/haproxy"));
      Path archive = fleet.folder().resolve("haproxy.tar");
      Tool.run("tar", "-C", files.folder().toString(), "-cf", archive.toString(), ".");
      return archive;
    } finally {
      files.delete();
    }
  }

  private static void importImage(
      RemoteHost host, Path archive, String name, String command, String change) {
    String run = "CMD [\"/bin/sh\", \"-c\", \"" + command + "\"]";
    host.docker("import", "--change", run, "--change", change, archive.toString(), name);
  }

  /** Where visitors come in. */
  InetSocketAddress entry() {
    return new InetSocketAddress(host("lb").address(), 8080);
  }

  /** What visitors see. */
  String page(String version, String host) {
    return "shop " + version + " on " + host(host).run("hostname") + "\n";
  }

  private RemoteHost host(String name) {
    return fleet.host(HOSTS.indexOf(name) + 1);
  }

  /** Writes the files of the guide. */
  void writeFiles() throws IOException {
    assertThat(replacements.keySet())
        .as("what is replaced is in the guide")
        .allMatch(text -> blocks.stream().anyMatch(block -> block.text().contains(text)));
    for (GuideBlock block : blocks.stream().filter(GuideBlock::isFile).toList()) {
      Files.writeString(fleet.folder().resolve(block.fileName()), replaced(block.text()));
    }
  }

  private String replaced(String text) {
    String replaced = text;
    for (Map.Entry<String, String> one : replacements.entrySet()) {
      replaced = replaced.replace(one.getKey(), one.getValue());
    }
    return replaced;
  }

  /** Changes a file as the guide says that it is changed. */
  void change(String file, String from, String to) throws IOException {
    String before = read(file);
    assertThat(before).contains(from);
    Files.writeString(fleet.folder().resolve(file), before.replace(from, to));
  }

  String read(String file) throws IOException {
    return Files.readString(fleet.folder().resolve(file));
  }

  /** Adds the lines that the guide shows, each behind the one of the second application. */
  void addBackend() throws IOException {
    addBehind("fleet.yaml", "  app2: ", the("yaml part", "app3"));
    addBehind("haproxy.cfg", "  server app2 ", the("haproxy part", "app3"));
  }

  private void addBehind(String file, String beginning, GuideBlock block) throws IOException {
    String line =
        read(file).lines().filter(one -> one.startsWith(beginning)).findAny().orElseThrow();
    change(file, line + "\n", line + "\n" + replaced(block.text()));
  }

  /** Runs the commands of the guide that contain a text. */
  Result run(String text) {
    return runScript(the("sh hosts", text).text());
  }

  /** Runs a line of them. */
  Result runLine(String text) {
    String block = the("sh hosts", text).text();
    return runScript(block.lines().filter(line -> line.contains(text)).findAny().orElseThrow());
  }

  Result apply() {
    return runScript("ostler fleet apply");
  }

  private GuideBlock the(String kind, String text) {
    List<GuideBlock> found =
        blocks.stream().filter(b -> b.kind().equals(kind) && b.text().contains(text)).toList();
    assertThat(found).as(kind + " with " + text).hasSize(1);
    return found.getFirst();
  }

  private Result runScript(String script) {
    return OstlerCommand.running(script, "--stop-within", "2s")
        .with("PATH", OstlerCommand.home().resolve("bin") + ":/usr/bin:/bin:/usr/sbin:/sbin")
        // As the first commands have it: another one would be a change.
        .with("DB_PASSWORD", "...")
        .in(fleet.folder())
        .run();
  }

  /** When a container was started. */
  Instant started(String host, String container) {
    return Instant.parse(inspect(host, container, "{{.State.StartedAt}}"));
  }

  String inspect(String host, String container, String format) {
    return host(host).docker("inspect", "--format", format, container);
  }

  /** What the engines were asked. */
  List<String> calls() {
    return fleet.hosts().stream().flatMap(host -> host.engineCalls().stream()).toList();
  }

  /** Removes what was made by following it. */
  void clear() throws IOException {
    fleet.clear();
  }

  @Override
  public void close() {
    fleet.close();
  }
}
