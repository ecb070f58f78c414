package dev.ostler.gateway;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What counts as an answer of an app. Blocks; for threads that may. */
sealed interface Readiness {
  /** How long one try may take. */
  Duration PATIENCE = Duration.ofSeconds(2);

  /**
   * Whether it answers.
   *
   * @param upstream where requests go; null if its platform routes by itself, and says when it may
   */
  boolean answers(Workload workload, @Nullable InetSocketAddress upstream)
      throws InterruptedException;

  /** What its platform says is enough. */
  record None() implements Readiness {
    @Override
    public boolean answers(Workload workload, @Nullable InetSocketAddress upstream) {
      return true;
    }
  }

  /**
   * It accepts connections, and keeps them. A proxy of an engine accepts them at a published port
   * before the app does, and hangs up when it finds nobody.
   */
  record Tcp() implements Readiness {
    private static final int LEAST_LOOK_MILLIS = 5;

    @Override
    public boolean answers(Workload workload, @Nullable InetSocketAddress upstream) {
      if (upstream == null) {
        return true;
      }
      long begun = System.nanoTime();
      try (Socket socket = new Socket()) {
        socket.connect(
            new InetSocketAddress(upstream.getHostString(), upstream.getPort()),
            (int) PATIENCE.toMillis());
        long way = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        return isKept(socket, LEAST_LOOK_MILLIS + 2 * (int) way);
      } catch (IOException notYet) {
        return false;
      }
    }

    /** Whoever hangs up does so as soon as the way to it allows. */
    private static boolean isKept(Socket socket, int millis) throws IOException {
      socket.setSoTimeout(millis);
      try {
        return socket.getInputStream().read() >= 0;
      } catch (SocketTimeoutException silent) {
        return true;
      }
    }
  }

  /**
   * It answers a request without a body.
   *
   * @param method such as GET
   * @param path with a slash first
   * @param least the lowest good status
   * @param greatest the highest good status
   */
  record Http(String method, String path, int least, int greatest) implements Readiness {
    /** One for all: each has threads of its own. */
    private static final HttpClient CLIENT =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** Refuses what makes no sense. */
    public Http {
      if (!path.startsWith("/")) {
        throw new IllegalArgumentException("a path begins with /, got '" + path + "'");
      }
      if (least > greatest || least < 100 || greatest > 599) {
        throw new IllegalArgumentException(
            "a range of statuses is within 100 to 599, got " + least + " to " + greatest);
      }
    }

    @Override
    public boolean answers(Workload workload, @Nullable InetSocketAddress upstream)
        throws InterruptedException {
      if (upstream == null) {
        return true;
      }
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://" + Pools.authority(upstream) + path))
              .timeout(PATIENCE)
              .header("User-Agent", "ostler-gateway")
              .method(method, HttpRequest.BodyPublishers.noBody())
              .build();
      try {
        int status = CLIENT.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        return status >= least && status <= greatest;
      } catch (IOException notYet) {
        return false;
      }
    }
  }

  /** A line of its output says so. */
  record Line(Pattern pattern) implements Readiness {
    @Override
    public boolean answers(Workload workload, @Nullable InetSocketAddress upstream) {
      return workload.says(pattern);
    }
  }

  /** It has run for a time. */
  record Delay(Duration time) implements Readiness {
    @Override
    public boolean answers(Workload workload, @Nullable InetSocketAddress upstream)
        throws InterruptedException {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
      return true;
    }
  }
}
