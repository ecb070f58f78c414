package dev.ostler.supervisor;

import dev.ostler.supervisor.HealthView.ProcessHealth;
import dev.ostler.supervisor.HttpRequestReader.Request;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;

/** What is answered to whom. */
final class HealthPages {
  /** An answer. */
  record Response(int status, String contentType, String body) {
    /**
     * As it is sent.
     *
     * @param withBody false for HEAD
     * @param keepsAlive whether another request may follow
     */
    byte[] bytes(boolean withBody, boolean keepsAlive) {
      byte[] content = body.getBytes(StandardCharsets.UTF_8);
      String head =
          "HTTP/1.1 "
              + status
              + ' '
              + reason()
              + "\r\n"
              + "Content-Type: "
              + contentType
              + "\r\n"
              + "Content-Length: "
              + content.length
              + "\r\n"
              + "Cache-Control: no-store\r\n"
              + (status == NOT_ALLOWED ? "Allow: GET, HEAD\r\n" : "")
              + (keepsAlive ? "" : "Connection: close\r\n")
              + "\r\n";
      return (withBody ? head + body : head).getBytes(StandardCharsets.UTF_8);
    }

    private String reason() {
      return switch (status) {
        case 200 -> "OK";
        case 400 -> "Bad Request";
        case 404 -> "Not Found";
        case 405 -> "Method Not Allowed";
        case 408 -> "Request Timeout";
        case 413 -> "Content Too Large";
        case 431 -> "Request Header Fields Too Large";
        case 503 -> "Service Unavailable";
        case 505 -> "HTTP Version Not Supported";
        default -> throw new AssertionError("internal error: no words for status " + status);
      };
    }
  }

  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int NOT_ALLOWED = 405;
  private static final int UNAVAILABLE = 503;
  private static final String PLAIN = "text/plain; charset=utf-8";

  private static final List<String> PATHS = List.of("/livez", "/readyz", "/healthz", "/metrics");

  private final HealthView view;
  private final RunMetrics metrics;

  HealthPages(HealthView view, RunMetrics metrics) {
    this.view = view;
    this.metrics = metrics;
  }

  Response answer(Request request) {
    int mark = request.target().indexOf('?');
    String path = mark < 0 ? request.target() : request.target().substring(0, mark);
    String query = mark < 0 ? "" : request.target().substring(mark + 1);
    boolean verbose = List.of(query.split("&", -1)).contains("verbose");
    boolean allowed = request.method().equals("GET") || request.method().equals("HEAD");
    if (!allowed && PATHS.contains(path)) {
      return new Response(NOT_ALLOWED, PLAIN, "only GET and HEAD are answered\n");
    }
    return switch (path) {
      case "/livez", "/healthz" -> health("live", view.live(), ProcessHealth::live, verbose);
      case "/readyz" -> health("ready", view.ready(), ProcessHealth::ready, verbose);
      case "/metrics" -> metrics(request.headers().getOrDefault("accept", ""));
      default ->
          new Response(
              NOT_FOUND, PLAIN, "not found; there are\n" + String.join("\n", PATHS) + '\n');
    };
  }

  /** Who gets a no is told at once who is to blame. */
  private Response health(
      String word, boolean well, Predicate<ProcessHealth> isWell, boolean verbose) {
    StringBuilder body = new StringBuilder();
    if (verbose || !well) {
      for (ProcessHealth process : view.processes()) {
        body.append(isWell.test(process) ? "[+] " : "[-] ");
        body.append(process.name()).append(": ").append(process.detail()).append('\n');
      }
    }
    body.append(well ? "" : "not ").append(word).append('\n');
    return new Response(well ? OK : UNAVAILABLE, PLAIN, body.toString());
  }

  private Response metrics(String accept) {
    Exposition.Format format = Exposition.Format.accepted(accept);
    return new Response(OK, format.contentType(), metrics.write(format));
  }

  /** To what cannot be understood. */
  static Response refusal(HttpRequestReader.BadRequestException refused) {
    return new Response(refused.status(), PLAIN, refused.getMessage() + "\n");
  }

  /** To whom there is no room for. */
  static Response full() {
    return new Response(UNAVAILABLE, PLAIN, "too many connections; try again\n");
  }
}
