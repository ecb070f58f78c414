package dev.ostler.supervisor;

import dev.ostler.linux.ChildCommand;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Probes of a run file as the supervisor takes them. */
final class Probings {
  /** Makes commands that run as the process does. */
  @FunctionalInterface
  interface Commands {
    ChildCommand of(List<String> arguments) throws IOException;
  }

  private final Commands commands;

  Probings(Commands commands) {
    this.commands = commands;
  }

  Probing ready(ProbeSettings.Ready ready) throws IOException {
    return new Probing(
        probe(ready),
        Probing.Purpose.READY,
        ready.delay(),
        ready.every(),
        ready.timeout(),
        ready.failures(),
        ready.successes());
  }

  private Probe probe(ProbeSettings.Ready ready) throws IOException {
    if (ready.log().isPresent()) {
      return new Probe.LogLine(ready.log().get().regex());
    }
    if (ready.descriptor().isPresent()) {
      return new Probe.Newline(ready.descriptor().get());
    }
    return asked(
        ready.exec(),
        ready.http().map(uri -> ProbeSettings.page(uri, ready.status(), ready.header())),
        ready.tcp());
  }

  Probing alive(ProbeSettings.Alive alive) throws IOException {
    return new Probing(
        asked(
            alive.exec(),
            alive.http().map(uri -> ProbeSettings.page(uri, alive.status(), alive.header())),
            alive.tcp()),
        Probing.Purpose.ALIVE,
        alive.delay(),
        alive.every(),
        alive.timeout(),
        alive.failures(),
        alive.successes());
  }

  /** What is neither of them is told by the process itself. */
  private Probe asked(Optional<List<String>> exec, Optional<Probe.Http> http, Optional<Address> tcp)
      throws IOException {
    if (exec.isPresent()) {
      return new Probe.Exec(commands.of(exec.get()));
    }
    if (http.isPresent()) {
      return http.get();
    }
    return tcp.isPresent() ? new Probe.Tcp(tcp.get().host(), tcp.get().port()) : new Probe.Notify();
  }
}
