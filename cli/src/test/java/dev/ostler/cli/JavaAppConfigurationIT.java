package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.control.ConfigurationStatus.State;
import dev.ostler.testing.Eventually;
import dev.ostler.testing.OstlerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A web application in Java whose one file of properties is kept up to date. */
class JavaAppConfigurationIT {
  private static final String APPLICATION =
      """
      import com.sun.net.httpserver.HttpServer;
      import java.io.FileReader;
      import java.net.InetSocketAddress;
      import java.util.Properties;

      public class App {
        static volatile Properties properties;

        static void read(String file) {
          try (FileReader reader = new FileReader(file)) {
            Properties read = new Properties();
            read.load(reader);
            properties = read;
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        }

        public static void main(String[] arguments) throws Exception {
          read(arguments[0]);
          if (properties.containsKey("dies")) {
            System.exit(3);
          }
          sun.misc.Signal.handle(new sun.misc.Signal("HUP"), signal -> read(arguments[0]));
          HttpServer server =
              HttpServer.create(
                  new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[1])), 0);
          server.createContext("/", exchange -> {
            boolean health = exchange.getRequestURI().getPath().equals("/health");
            byte[] page = properties.getProperty("greeting", "?").getBytes();
            int status = health ? Integer.parseInt(properties.getProperty("health", "200")) : 200;
            exchange.sendResponseHeaders(status, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
          });
          server.start();
        }
      }
      """;

  @TempDir Path temporary;
  private RunFolder folder;

  @BeforeEach
  void compile() throws IOException {
    folder = new RunFolder(temporary);
    Path source = Files.writeString(folder.path("App.java"), APPLICATION);
    int failures =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-nowarn", "-XDignore.symbol.file", source.toString());
    assertThat(failures).isZero();
  }

  private void file(String reaction) throws IOException {
    folder.file(
        """
        processes:
          app:
            command:
              - JAVA
              - -XX:TieredStopAtLevel=1
              - -XX:+UseSerialGC
              - -cp
              - FOLDER
              - App
              - FOLDER/live.properties
              - "PORT"
            ready: {http: "http://127.0.0.1:PORT/health", every: 50ms, status: "200", failures: 1}
            restart: {when: on-failure, first: 100ms}
            success: [143]
        configuration:
          settings:
            file: FOLDER/app.properties
            target: FOLDER/live.properties
            then: REACTION
            keepIf: {ready: app, within: 6s, stays: 200ms}
            required: true
        """
            .replace("JAVA", System.getProperty("java.home") + "/bin/java")
            .replace("REACTION", reaction));
  }

  private void offer(String properties) throws IOException {
    folder.offer("app.properties", properties);
  }

  private void awaitPage(String says) {
    Eventually.await("the application says " + says, () -> folder.get("/").equals("200 " + says));
  }

  private long pid() throws Exception {
    return folder.process("app").life().pid().orElse(0);
  }

  @Test
  void applicationThatReloadsOnHupKeepsRunning() throws Exception {
    file("{signal: {app: HUP}}");
    offer("greeting=hello");
    try (OstlerProcess ostler = folder.start()) {
      awaitPage("hello");
      folder.awaitState("settings", State.CURRENT, 1);
      long pid = pid();
      offer("greeting=good day");
      awaitPage("good day");
      folder.awaitState("settings", State.CURRENT, 2);
      assertThat(pid()).isEqualTo(pid);

      offer("greeting=oh\nhealth=503");
      folder.awaitState("settings", State.ROLLED_BACK, 2);
      awaitPage("good day");

      assertThat(pid()).isNotEqualTo(pid);
      assertThat(folder.lastMessage("settings")).isEqualTo("app not ready with it");
      assertThat(ostler.isAlive()).isTrue();
    }
  }

  @Test
  void applicationThatDoesNotComeUpAfterItsRestartIsStartedWithTheFormerVersion() throws Exception {
    file("{restart: app}");
    offer("greeting=hello");
    try (OstlerProcess ostler = folder.start()) {
      awaitPage("hello");
      folder.awaitState("settings", State.CURRENT, 1);
      long pid = pid();
      offer("greeting=good day");
      awaitPage("good day");
      folder.awaitState("settings", State.CURRENT, 2);
      assertThat(pid()).isNotEqualTo(pid);

      offer("dies=yes");
      folder.awaitState("settings", State.ROLLED_BACK, 2);
      awaitPage("good day");
      offer("greeting=at last");
      awaitPage("at last");

      folder.awaitState("settings", State.CURRENT, 4);
      assertThat(ostler.isAlive()).isTrue();
    }
  }
}
