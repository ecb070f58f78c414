package dev.ostler.supervisor;

import java.net.URI;
import java.util.Map;

/** Probes by HTTP as a file has them that says nothing but the URL. */
final class HttpProbes {
  private HttpProbes() {}

  static Probe.Http of(URI uri) {
    ProbeSettings.StatusRange usual = ProbeSettings.StatusRange.USUAL;
    return new Probe.Http(uri, usual.lowest(), usual.highest(), Map.of());
  }
}
