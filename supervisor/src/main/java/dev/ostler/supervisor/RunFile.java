package dev.ostler.supervisor;

import dev.ostler.configuration.Default;
import dev.ostler.configuration.Description;
import dev.ostler.configuration.OtherFormats;
import dev.ostler.configuration.Required;
import dev.ostler.linux.Signal;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The file of {@code ostler run FILE}, as it is written.
 *
 * @param processes what to run, by name
 * @param configuration what to keep up to date for them, by name
 * @param activation what decides whether they run
 * @param signals what signals to Ostler do
 * @param control the socket of the control protocol
 * @param datagrams the socket for the words START, STOP and QUIT
 * @param metrics where metrics and health are served
 * @param log how Ostler's own messages look
 */
@Description("The file of 'ostler run'")
@OtherFormats({
  "services: found a file of Docker Compose, which Ostler does not read; write it as one of"
      + " 'ostler fleet', as docs/migration/from-compose.md shows",
  "hosts: found a file of 'ostler fleet', expected one of 'ostler run'; see what it would do with"
      + " ostler fleet plan -f FILE",
  "containers: found a file of 'ostler fleet', expected one of 'ostler run'; see what it would do with"
      + " ostler fleet plan -f FILE",
  "apps: found a file of 'ostler gateway', expected one of 'ostler run'; start it with ostler"
      + " gateway FILE",
  "discover: found a file of 'ostler gateway', expected one of 'ostler run'; start it with ostler"
      + " gateway FILE"
})
public record RunFile(
    @Required @Description("What to run, by name; started in this order unless 'after' says more")
        Map<String, ProcessSettings> processes,
    @Description("Files that are kept up to date for the processes, by name")
        Map<String, ConfigurationSettings> configuration,
    @Description(
            "A file whose existence decides whether processes run; they are on standby without")
        Optional<AccessSettings.Activation> activation,
    @Description(
            "What a signal that is sent to Ostler does: forwarded as another one, 'none', or"
                + " 'reload', which reads this file again")
        Map<Signal, AccessSettings.Forwarding> signals,
    @Description("The socket of 'ostler ctl'") Optional<AccessSettings.Control> control,
    @Description("A datagram socket for the words START, STOP and QUIT")
        Optional<AccessSettings.Datagrams> datagrams,
    @Description("Where metrics and health are served by HTTP")
        Optional<AccessSettings.Metrics> metrics,
    @Default("{}") @Description("Ostler's own messages") AccessSettings.Log log) {
  /** Refuses names that no command line, label or file could hold. */
  public RunFile {
    processes.keySet().forEach(RunFile::checkName);
    configuration.keySet().forEach(RunFile::checkName);
  }

  /** Whether what is at a path comes with a configuration, and need not be there yet. */
  boolean brings(Path path) {
    return configuration.values().stream()
        .anyMatch(brought -> path.normalize().startsWith(brought.target()));
  }

  private static void checkName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!letter && (i == 0 || (c != '-' && c != '_' && c != '.'))) {
        throw wrongName(name);
      }
    }
    if (name.isEmpty()) {
      throw wrongName(name);
    }
  }

  private static IllegalArgumentException wrongName(String name) {
    return new IllegalArgumentException(
        "found the name '"
            + name
            + "', expected letters, digits, '-', '_' and '.', a letter or digit first");
  }
}
