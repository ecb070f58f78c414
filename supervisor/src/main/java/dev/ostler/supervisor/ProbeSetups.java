package dev.ostler.supervisor;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The probes and the output of a process of a run file, as the supervisor takes them. */
final class ProbeSetups {
  private final ProcessSettings process;
  private final ProcessSetups commands;

  ProbeSetups(ProcessSettings process, Map<String, String> environment) {
    this.process = process;
    this.commands = new ProcessSetups(process, environment);
  }

  List<Probing> probings() throws IOException {
    List<Probing> probings = new ArrayList<>();
    if (process.ready().isPresent()) {
      probings.add(probing(process.ready().get()));
    }
    if (process.alive().isPresent()) {
      probings.add(probing(process.alive().get()));
    }
    return probings;
  }

  private Probing probing(ProbeSettings.Ready ready) throws IOException {
    Probe probe =
        ready.log().isPresent()
            ? new Probe.LogLine(Pattern.compile(ready.log().get().regex()))
            : probe(
                ready.exec(),
                ready.tcp(),
                ready.http().map(uri -> page(uri, ready.status(), ready.header())));
    return Probing.of(probe, Probing.Purpose.READY)
        .withPace(ready.delay(), ready.every(), ready.timeout())
        .withThresholds(ready.failures(), ready.successes());
  }

  private Probing probing(ProbeSettings.Alive alive) throws IOException {
    Probe probe =
        probe(
            alive.exec(),
            alive.tcp(),
            alive.http().map(uri -> page(uri, alive.status(), alive.header())));
    return Probing.of(probe, Probing.Purpose.ALIVE)
        .withPace(alive.delay(), alive.every(), alive.timeout())
        .withThresholds(alive.failures(), alive.successes());
  }

  private static Probe page(
      URI uri, Optional<ProbeSettings.StatusRange> status, Map<String, String> header) {
    return ProbeSettings.page(uri, status, header);
  }

  private Probe probe(Optional<List<String>> exec, Optional<Address> tcp, Optional<Probe> page)
      throws IOException {
    if (exec.isPresent()) {
      return new Probe.Exec(commands.command(exec.get()));
    }
    return tcp.isPresent()
        ? new Probe.Tcp(tcp.get().host(), tcp.get().port())
        : page.orElseGet(Probe.Notify::new);
  }

  OutputPlan output() {
    return OutputPlan.of(
        switch (process.output()) {
          case OutputSettings.Inherit _ -> new OutputMode.Inherit();
          case OutputSettings.Plain _ -> new OutputMode.Plain();
          case OutputSettings.Prefix _ -> new OutputMode.Prefixed();
          case OutputSettings.Json _ -> new OutputMode.Json();
          case OutputSettings.Discard _ -> new OutputMode.Discard();
          case OutputSettings.ToFile file ->
              new OutputMode.ToFile(file.file(), file.size().bytes(), file.keep());
        });
  }
}
