package dev.ostler.gateway;

import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One connection to the cluster for all of the file's workloads, as long as there are any. */
final class KubernetesShare {
  private static @Nullable KubernetesApi api;
  private static int users;

  private KubernetesShare() {}

  /**
   * Connects, if nobody has yet.
   *
   * @throws IOException if the environment names no cluster
   */
  static synchronized KubernetesConnection.Use join() throws IOException {
    KubernetesApi joined = api;
    if (joined == null) {
      joined = KubernetesConnection.open(System.getenv());
      api = joined;
    }
    users++;
    AtomicBoolean left = new AtomicBoolean();
    return new KubernetesConnection.Use(
        joined,
        Clock.systemUTC(),
        () -> {
          if (left.compareAndSet(false, true)) {
            leave();
          }
        });
  }

  private static synchronized void leave() {
    users--;
    if (users == 0 && api != null) {
      api.close();
      api = null;
    }
  }
}
