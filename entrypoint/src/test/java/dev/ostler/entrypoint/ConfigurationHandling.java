package dev.ostler.entrypoint;

import dev.ostler.entrypoint.ConfigurationEvent.Completed;
import dev.ostler.entrypoint.ConfigurationEvent.Updated;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A source and a target of one file, and what happens to them. */
abstract class ConfigurationHandling {
  static final TreeOptions OPTIONS = TreeOptions.defaults().withDurable(false);

  @TempDir Path folder;
  Entrypoint entrypoint;
  Events events;
  Path source;
  Path target;

  @BeforeEach
  void open() throws IOException {
    entrypoint = Entrypoint.openEmbedded(WatchOptions.defaults());
    events = new Events(entrypoint);
    source = Files.createDirectories(folder.resolve("source")).resolve("conf");
    target = Files.createDirectories(folder.resolve("target")).resolve("conf");
  }

  @AfterEach
  void close() {
    entrypoint.close();
  }

  ConfigurationHandler file() throws IOException {
    return entrypoint.file(source, target, OPTIONS);
  }

  CustomHandler<String> reading() throws IOException {
    return entrypoint.custom(source, Files::readString);
  }

  Updated update(ConfigurationHandler handler) {
    handler.update();
    return events.next(Updated.class);
  }

  Object completed() {
    return events.next(Completed.class).result();
  }
}
