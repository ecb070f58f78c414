package dev.ostler.engine;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One call of the engine's API, built up before it is sent. */
final class Request {
  private final String action;
  private final String method;
  private final StringBuilder target;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private Optional<Body> body = Optional.empty();
  private Duration extraWait = Duration.ZERO;
  private Optional<Duration> limit = Optional.empty();
  private Flow flow = Flow.ANSWER;
  private boolean question;
  private boolean ofAnother;

  /** What kind of answer follows. */
  enum Flow {
    /** One that comes as a whole in little time. */
    ANSWER,
    /** Much data, which may take long but never stands still. */
    TRANSFER,
    /** Data that comes when something happens: it may stand still for ever. */
    FOLLOW
  }

  private Request(String action, String method, String path) {
    this.action = action;
    this.method = method;
    this.target = new StringBuilder(path);
    this.question = method.equals("GET") || method.equals("HEAD");
  }

  /**
   * A question: may be asked again.
   *
   * @param action what is tried, to be read after "cannot"
   */
  static Request get(String action, String path) {
    return new Request(action, "GET", path);
  }

  static Request head(String action, String path) {
    return new Request(action, "HEAD", path);
  }

  static Request post(String action, String path) {
    return new Request(action, "POST", path);
  }

  static Request put(String action, String path) {
    return new Request(action, "PUT", path);
  }

  static Request delete(String action, String path) {
    return new Request(action, "DELETE", path);
  }

  /** A name for use in a path, refused if it could lead to another call. */
  static String name(String name) {
    boolean safe =
        !name.isEmpty()
            && name.chars().allMatch(c -> c > ' ' && c < 127 && "?#%\\\"<>".indexOf(c) < 0)
            && !name.startsWith("/")
            && !("/" + name + "/").contains("/../")
            && !("/" + name + "/").contains("/./")
            && !name.contains("//");
    if (!safe) {
      throw new IllegalArgumentException("not the name or ID of anything: \"" + name + "\"");
    }
    return name;
  }

  Request query(String name, String value) {
    target
        .append(target.indexOf("?") < 0 ? '?' : '&')
        .append(name)
        .append('=')
        .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    return this;
  }

  Request query(String name, boolean value) {
    return value ? query(name, "true") : this;
  }

  Request header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  Request json(JsonFields fields) {
    return body(Body.of(fields.bytes()));
  }

  Request body(Body content) {
    body = Optional.of(content);
    return this;
  }

  /** Adds to the time of an ordinary call what the engine waits on purpose. */
  Request waiting(Duration extra) {
    extraWait = extra;
    return this;
  }

  /** Limits the whole answer, whatever its flow. */
  Request within(Duration total) {
    limit = Optional.of(total);
    return this;
  }

  Request flow(Flow other) {
    flow = other;
    return this;
  }

  /** Says that it changes nothing, although its method could. */
  Request asQuestion() {
    question = true;
    return this;
  }

  /**
   * Says that it is sent while the answer to another one is open. If that has a turn, both have it:
   * were each to wait for its own, enough of them at once would wait for one another.
   */
  Request inTurnOf(Request other) {
    ofAnother = other.isCounted();
    return this;
  }

  String action() {
    return action;
  }

  String method() {
    return method;
  }

  /** Path and query. */
  String target() {
    return target.toString();
  }

  Map<String, String> headers() {
    return headers;
  }

  Optional<Body> body() {
    return body;
  }

  /** How long an answer may take as a whole, or its head if it is not limited. */
  Duration limit(EngineOptions options) {
    return limit.orElseGet(() -> options.answerWithin().plus(extraWait));
  }

  boolean isLimited() {
    return limit.isPresent() || flow == Flow.ANSWER;
  }

  Flow flow() {
    return flow;
  }

  /**
   * Whether it waits for its turn: no more of these are sent at once than there are connections.
   */
  boolean isCounted() {
    return flow != Flow.FOLLOW && !ofAnother;
  }

  /** Whether it changes nothing and can therefore be asked again. */
  boolean isQuestion() {
    return question;
  }
}
