package dev.ostler.gateway;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/**
 * Where visitors of a whole cluster come in: at the paths of go-unidler, {@code /}, {@code
 * /events/} and {@code /healthz}, or below a prefix of their own.
 */
final class KubernetesFront implements HttpHandler {
  /** What a visitor sees and his browser asks for; no app has it. */
  private static final String PRIVATE = "/.ostler/";

  static final WakePage PAGE = new WakePage(Theme.builtIn()::text, PRIVATE);

  private final KubernetesApps apps;
  private final Front front;
  private final ExecutorService threads;
  private final Manner manner;
  private final MojStream.Viewers viewers = new MojStream.Viewers();

  /**
   * How it behaves.
   *
   * @param prefix before its paths, with a slash at both ends
   * @param compatible whether as go-unidler to the letter
   */
  record Manner(String prefix, boolean compatible) {
    Manner {
      if (!prefix.startsWith("/") || !prefix.endsWith("/")) {
        throw new IllegalArgumentException(
            "found the prefix '" + prefix + "', expected one such as /.ostler/");
      }
    }
  }

  KubernetesFront(KubernetesApps apps, Front front, ExecutorService threads, Manner manner) {
    this.apps = apps;
    this.front = front;
    this.threads = threads;
    this.manner = manner;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    String path = exchange.getRequestPath();
    if (path.equals(manner.prefix() + "healthz")) {
      exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/plain; charset=utf-8");
      exchange.getResponseSender().send("Still OK");
      return;
    }
    String host =
        KubernetesKeys.host(String.valueOf(exchange.getRequestHeaders().getFirst("Host")));
    if (isEvents(path) && manner.compatible()) {
      MojStream stream = MojStream.open(exchange, viewers);
      exchange.dispatch(threads, _ -> stream.tell(apps, host));
      return;
    }
    Optional<KubernetesApps.Answer> known = apps.known(host);
    if (known.isPresent()) {
      answered(exchange, host, known.get());
    } else {
      exchange.dispatch(threads, same -> find(same, host));
    }
  }

  /** How many follow a wake. */
  int viewers() {
    return front.viewers() + viewers.count();
  }

  /** Has those who follow a wake do so elsewhere, or here again. */
  void sendViewersAway() {
    front.sendViewersAway();
    viewers.sendAway();
  }

  private boolean isEvents(String path) {
    String events = manner.prefix() + "events";
    return path.equals(events) || path.startsWith(events + "/");
  }

  /** Asks the API server, and goes on where requests are handled that need not wait for it. */
  private void find(HttpServerExchange exchange, String host) throws InterruptedException {
    KubernetesApps.Answer answer = apps.find(host);
    exchange.dispatch(exchange.getIoThread(), same -> answered(same, host, answer));
  }

  private void answered(HttpServerExchange exchange, String host, KubernetesApps.Answer answer)
      throws Exception {
    if (answer.run().isEmpty()) {
      missing(exchange, host, answer);
      return;
    }
    AppRun run = answer.run().get();
    String path = exchange.getRequestPath();
    if (isEvents(path)) {
      run.ask(Trace.of(exchange));
      exchange.setRequestPath(PRIVATE + "events");
    } else if (manner.compatible() && !path.startsWith(PRIVATE)) {
      run.ask(Trace.of(exchange));
      page(exchange, StatusCodes.OK, run.view());
      return;
    }
    front.handleRequest(exchange);
  }

  private void missing(HttpServerExchange exchange, String host, KubernetesApps.Answer answer)
      throws IOException {
    if (manner.compatible()) {
      AppView none =
          new AppView(
              host,
              AppPhase.FAILED,
              false,
              0,
              0,
              List.of(),
              Duration.ZERO,
              Optional.of(new Observation.Failed(answer.sentence(), List.of())),
              Optional.empty(),
              Optional.empty(),
              Map.of(),
              false,
              Schedule.Hour.FREE,
              History.Past.NONE);
      page(exchange, StatusCodes.OK, none);
    } else {
      int status = answer.known() ? StatusCodes.NOT_FOUND : StatusCodes.SERVICE_UNAVAILABLE;
      Problems.send(exchange, status, answer.sentence());
    }
  }

  private static void page(HttpServerExchange exchange, int status, AppView view) {
    PAGE.send(exchange, status, view);
  }
}
