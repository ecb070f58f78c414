package dev.ostler.gateway;

import dev.ostler.configuration.Secret;
import dev.ostler.configuration.Suggestion;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The page, health, metrics and the API for those who look after the apps. */
final class SideDoor implements HttpHandler {
  private static final String APPS = "/v1/apps";
  private static final String BEARER = "Bearer ";
  private static final String BASIC = "Basic ";
  private static final HttpString ORIGIN = new HttpString("Origin");
  private static final HttpString SEC_FETCH_SITE = new HttpString("Sec-Fetch-Site");

  /** Of the apps that there are, if somebody asks for another. */
  private static final int MOST_NAMES = 10;

  private static final Duration USUAL_TIME = Duration.ofHours(1);

  /** For no longer a person has an app awake. */
  static final Duration LONGEST_TIME = Duration.ofDays(30);

  private final Known apps;
  private final Supplier<String> metrics;
  private final Optional<Secret> token;
  private final BooleanSupplier takesRequests;

  /** The apps that are looked after. */
  interface Known {
    Apps apps();

    /** Goes on with the app of a name, perhaps later and on another thread. */
    default void find(HttpServerExchange exchange, String name, Consumer<Optional<AppRun>> then) {
      then.accept(apps().named(name));
    }
  }

  SideDoor(
      Known apps, Supplier<String> metrics, Optional<Secret> token, BooleanSupplier takesRequests) {
    this.apps = apps;
    this.metrics = metrics;
    this.token = token;
    this.takesRequests = takesRequests;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    String path = exchange.getRequestPath();
    if (path.equals("/healthz")) {
      boolean well = takesRequests.getAsBoolean();
      exchange.setStatusCode(well ? StatusCodes.OK : StatusCodes.SERVICE_UNAVAILABLE);
      send(exchange, "text/plain; charset=utf-8", well ? "ok\n" : "ending\n");
    } else if (path.equals("/metrics")) {
      send(exchange, Measures.TYPE, metrics.get());
    } else if (path.equals("/")) {
      page(exchange);
    } else if (!path.equals(APPS) && !path.startsWith(APPS + "/")) {
      fail(exchange, StatusCodes.NOT_FOUND, "there are / and " + APPS);
    } else if (!isKnown(exchange)) {
      exchange.getResponseHeaders().put(Headers.WWW_AUTHENTICATE, "Bearer");
      fail(exchange, StatusCodes.UNAUTHORIZED, "a bearer token is required");
    } else if (path.equals(APPS)) {
      look(exchange, this::list);
    } else {
      String[] words = path.substring(APPS.length() + 1).split("/", 2);
      apps.find(
          exchange,
          words[0],
          found -> {
            if (found.isPresent()) {
              app(exchange, words, found.get());
            } else {
              fail(exchange, StatusCodes.NOT_FOUND, noApp(words[0]));
            }
          });
    }
  }

  /** Like the metrics, it is for all if there is no token; browsers show one as a password. */
  private void page(HttpServerExchange exchange) {
    if (token.isPresent() && !isKnown(exchange) && !isKnownByPassword(exchange)) {
      exchange.getResponseHeaders().put(Headers.WWW_AUTHENTICATE, "Basic realm=\"ostler\"");
      fail(exchange, StatusCodes.UNAUTHORIZED, "the token is required, as a password");
    } else {
      StatusPage.send(exchange, views(), Instant.now());
    }
  }

  private List<AppView> views() {
    return apps.apps().all().stream().map(AppRun::view).toList();
  }

  /** Who wants to do more than look is not answered as if he had. */
  private static void look(HttpServerExchange exchange, Consumer<HttpServerExchange> answer) {
    HttpString method = exchange.getRequestMethod();
    if (method.equals(Methods.GET) || method.equals(Methods.HEAD)) {
      answer.accept(exchange);
    } else {
      refuseMethod(exchange, "GET, HEAD", "this takes GET");
    }
  }

  private static void refuseMethod(HttpServerExchange exchange, String allowed, String why) {
    exchange.getResponseHeaders().put(Headers.ALLOW, allowed);
    fail(exchange, StatusCodes.METHOD_NOT_ALLOWED, why);
  }

  private void list(HttpServerExchange exchange) {
    List<AppView> views = views();
    answer(exchange, views.stream().map(ViewJson::ofOperator).toList(), () -> AppTable.of(views));
  }

  /** Only for what is looked at: browsers add passwords to whatever other sites ask for, too. */
  private boolean isKnownByPassword(HttpServerExchange exchange) {
    String given = exchange.getRequestHeaders().getFirst(Headers.AUTHORIZATION);
    if (given == null || !given.startsWith(BASIC)) {
      return false;
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(given.substring(BASIC.length()).strip());
      String pair = new String(decoded, StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      return colon >= 0 && isToken(pair.substring(colon + 1));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private boolean isKnown(HttpServerExchange exchange) {
    String given = exchange.getRequestHeaders().getFirst(Headers.AUTHORIZATION);
    return given != null && given.startsWith(BEARER) && isToken(given.substring(BEARER.length()));
  }

  /** Secrets compare in the same time however much is equal; who shows nothing is nobody. */
  private boolean isToken(String given) {
    return !given.isBlank() && token.filter(Secret.of(given)::equals).isPresent();
  }

  private String noApp(String name) {
    List<String> known = apps.apps().all().stream().map(app -> app.settings().name()).toList();
    String nearest = Suggestion.of(name, known);
    String all = String.join(", ", known.subList(0, Math.min(MOST_NAMES, known.size())));
    boolean isMore = known.size() > MOST_NAMES;
    return "there is no app '"
        + name
        + "'"
        + nearest
        + (known.isEmpty() ? "" : "; known are: " + all + (isMore ? " and others" : ""));
  }

  private static void app(HttpServerExchange exchange, String[] words, AppRun app) {
    if (words.length == 1) {
      look(exchange, looking -> answer(looking, app.view()));
    } else if (!exchange.getRequestMethod().equals(Methods.POST)) {
      refuseMethod(exchange, "POST", "this takes POST");
    } else if (isFromAnotherSite(exchange)) {
      fail(exchange, StatusCodes.FORBIDDEN, "a page of another site may not ask for this");
    } else {
      change(exchange, app, words[1]);
    }
  }

  /** No page of ours asks for changes, so no page may. */
  private static boolean isFromAnotherSite(HttpServerExchange exchange) {
    String site = exchange.getRequestHeaders().getFirst(SEC_FETCH_SITE);
    return exchange.getRequestHeaders().contains(ORIGIN) || (site != null && !site.equals("none"));
  }

  /**
   * Why a wish would come to nothing; empty if it would not. A wake that is wanted before the
   * platform was heard of follows when it is.
   */
  private static Optional<String> obstacle(AppView view, String verb) {
    boolean unknown = view.phase() == AppPhase.UNKNOWN;
    return switch (verb) {
      case "wake", "keep-awake" -> view.unseen().filter(_ -> unknown).map(Words::unseen);
      case "idle" ->
          Optional.of(
                  view.unseen()
                      .map(Words::unseen)
                      .orElse("its platform has not said yet how it is; ask again"))
              .filter(_ -> unknown);
      default -> Optional.empty();
    };
  }

  private static void change(HttpServerExchange exchange, AppRun run, String verb) {
    Optional<String> obstacle = obstacle(run.view(), verb);
    if (obstacle.isPresent()) {
      fail(exchange, StatusCodes.SERVICE_UNAVAILABLE, obstacle.get());
      return;
    }
    switch (verb) {
      case "wake" -> run.wishes().wake();
      case "idle" -> run.wishes().rest();
      case "bar" -> run.wishes().bar(true);
      case "unbar" -> run.wishes().bar(false);
      case "keep-awake" -> {
        Optional<Duration> time = time(exchange);
        if (time.isEmpty()) {
          fail(
              exchange,
              StatusCodes.BAD_REQUEST,
              "expected seconds=1 to " + LONGEST_TIME.toSeconds());
          return;
        }
        run.wishes().keepAwake(time.get());
      }
      default -> {
        fail(
            exchange,
            StatusCodes.NOT_FOUND,
            "there are wake, idle, keep-awake, bar and unbar, not '" + verb + "'");
        return;
      }
    }
    exchange.setStatusCode(StatusCodes.ACCEPTED);
    answer(exchange, run.view());
  }

  private static void answer(HttpServerExchange exchange, AppView view) {
    answer(
        exchange,
        ViewJson.ofOperator(view),
        () -> String.join("\n  ", Explanation.of(view)) + "\n");
  }

  /** Terminals are answered in text, programs in JSON. */
  private static void answer(HttpServerExchange exchange, Object json, Supplier<String> text) {
    if (wantsText(exchange)) {
      send(exchange, "text/plain; charset=utf-8", text.get());
    } else {
      send(exchange, "application/json", JsonText.of(json));
    }
  }

  private static boolean wantsText(HttpServerExchange exchange) {
    String accept = exchange.getRequestHeaders().getFirst(Headers.ACCEPT);
    return accept != null && accept.startsWith("text/plain");
  }

  private static void fail(HttpServerExchange exchange, int status, String why) {
    if (wantsText(exchange)) {
      exchange.setStatusCode(status);
      send(exchange, "text/plain; charset=utf-8", why);
    } else {
      Problems.send(exchange, status, why);
    }
  }

  private static Optional<Duration> time(HttpServerExchange exchange) {
    var given = exchange.getQueryParameters().get("seconds");
    if (given == null) {
      return Optional.of(USUAL_TIME);
    }
    try {
      Duration time = Duration.ofSeconds(Long.parseLong(given.getFirst()));
      return Optional.of(time)
          .filter(Duration::isPositive)
          .filter(some -> some.compareTo(LONGEST_TIME) <= 0);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static void send(HttpServerExchange exchange, String type, String text) {
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, type);
    exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
    exchange.getResponseSender().send(text);
  }
}
