package dev.ostler.gateway;

import java.time.Duration;
import java.util.Optional;

/**
 * How requests come to a workload.
 *
 * @param mode who takes them there
 * @param service its Service
 * @param port of the Service; empty for its first
 * @param gateway where the Service points while the workload rests
 * @param drain how long whoever routes has to notice that, before the workload's pods end
 */
record KubernetesRoute(
    Mode mode, Optional<String> service, Optional<Integer> port, Gate gateway, Duration drain) {
  /** Who takes requests to a workload. */
  enum Mode {
    /** The gateway, always. */
    PROXY,
    /** The cluster while it runs: its Service is pointed at the gateway only while it rests. */
    REPOINT
  }

  /**
   * The gateway, as the cluster knows it.
   *
   * @param host the name of its Service
   * @param port of its Service
   */
  record Gate(String host, int port) {
    static final Gate UNIDLER = new Gate(KubernetesMarks.UNIDLER, 80);

    /** Refuses what no Service can point at. */
    Gate {
      if (host.isEmpty() || port == 0) {
        throw new IllegalArgumentException(
            "found '%s:%d', expected the gateway's Service such as gateway.ostler.svc:80"
                .formatted(host, port));
      }
    }

    /** Reads HOST:PORT. */
    static Gate parse(String text) {
      ListenAddress address = ListenAddress.parse(text);
      return new Gate(address.host(), address.port());
    }
  }

  /** Refuses what makes no sense. */
  KubernetesRoute {
    if (mode == Mode.REPOINT && service.isEmpty()) {
      throw new IllegalArgumentException("a Service is needed to be pointed at the gateway");
    }
    if (drain.isNegative()) {
      throw new IllegalArgumentException("drain must not be negative, got " + drain);
    }
  }

  boolean repoints() {
    return mode == Mode.REPOINT;
  }
}
