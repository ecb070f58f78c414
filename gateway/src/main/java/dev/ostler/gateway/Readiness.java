package dev.ostler.gateway;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** What counts as an answer of an app. Blocks; for threads that may. */
sealed interface Readiness {
  /** How long one try may take. */
  Duration PATIENCE = Duration.ofSeconds(2);

  /** Whether it answers at an address. */
  boolean answers(InetSocketAddress upstream) throws InterruptedException;

  /** What its platform says is enough. */
  record None() implements Readiness {
    @Override
    public boolean answers(InetSocketAddress upstream) {
      return true;
    }
  }

  /** It accepts connections. */
  record Tcp() implements Readiness {
    @Override
    public boolean answers(InetSocketAddress upstream) {
      try (Socket socket = new Socket()) {
        socket.connect(
            new InetSocketAddress(upstream.getHostString(), upstream.getPort()),
            (int) PATIENCE.toMillis());
        return true;
      } catch (IOException notYet) {
        return false;
      }
    }
  }

  /**
   * It answers a GET.
   *
   * @param path with a slash first
   * @param least the lowest good status
   * @param greatest the highest good status
   */
  record Http(String path, int least, int greatest) implements Readiness {
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
    public boolean answers(InetSocketAddress upstream) throws InterruptedException {
      String host = upstream.getHostString();
      String authority = (host.contains(":") ? "[" + host + "]" : host) + ":" + upstream.getPort();
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://" + authority + path))
              .timeout(PATIENCE)
              .header("User-Agent", "ostler-gateway")
              .GET()
              .build();
      try {
        int status = CLIENT.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        return status >= least && status <= greatest;
      } catch (IOException notYet) {
        return false;
      }
    }
  }
}
