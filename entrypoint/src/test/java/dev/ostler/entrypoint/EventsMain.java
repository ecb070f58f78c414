package dev.ostler.entrypoint;

import dev.ostler.linux.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Prints what happens, a line each. Arguments: open or embedded; then "activation FILE", "file
 * SOURCE TARGET" or "process SCRIPT", any number of them. TERM ends everybody, and then this.
 */
final class EventsMain {
  private EventsMain() {}

  @SuppressWarnings("SystemOut")
  static void say(String line) {
    System.out.println(line);
  }

  public static void main(String[] arguments) throws IOException {
    WatchOptions options =
        new WatchOptions(
            true,
            new Settling(Duration.ofMillis(50), Duration.ofSeconds(10)),
            Duration.ofMillis(100));
    boolean embedded = arguments[0].equals("embedded");
    try (Entrypoint entrypoint =
        embedded ? Entrypoint.openEmbedded(options) : Entrypoint.open(options)) {
      addHandlers(entrypoint, arguments);
      say("ready");
      for (Event event : entrypoint.events()) {
        handle(entrypoint, event);
      }
    }
    say("closed");
  }

  private static void addHandlers(Entrypoint entrypoint, String[] arguments) throws IOException {
    int at = 1;
    while (at < arguments.length) {
      switch (arguments[at]) {
        case "activation" -> entrypoint.activation(Path.of(arguments[at + 1]));
        case "process" -> entrypoint.process("app", Shell.script(arguments[at + 1])).start();
        default ->
            entrypoint.file(
                Path.of(arguments[at + 1]),
                Path.of(arguments[at + 2]),
                TreeOptions.defaults().withDurable(false));
      }
      at += arguments[at].equals("file") ? 3 : 2;
    }
  }

  private static void handle(Entrypoint entrypoint, Event event) throws IOException {
    switch (event) {
      case ActivationChanged changed ->
          say("active " + changed.active() + changed.trouble().map(text -> " " + text).orElse(""));
      case ConfigurationEvent.Changed changed -> changed.handler().update();
      case ConfigurationEvent.Updated updated ->
          say("updated from " + Files.readString(updated.handler().source()));
      case ConfigurationEvent.Removed _ -> say("removed");
      case ConfigurationEvent.Unreadable unreadable ->
          say("unreadable " + unreadable.reason().getMessage());
      case ConfigurationEvent.Failed failed -> say("failed " + failed.reason().getMessage());
      case ProcessEvent.Started started -> say("started " + started.pid());
      case ProcessEvent.Ended ended -> say("ended " + ended.exit().shellStatus());
      case ProcessEvent.GroupEnded _ -> say("group ended");
      case SignalReceived received when received.received().signal().equals(Signal.TERM) ->
          entrypoint.signalEveryone(Signal.TERM);
      case SignalReceived received ->
          say(
              "signal "
                  + received.received().signal()
                  + " from "
                  + received.received().senderPid());
      case NobodyLeft _ -> {
        say("nobody left");
        entrypoint.close();
      }
      case Warning warning -> say("warning " + warning.message());
      default -> say(event.toString());
    }
  }
}
