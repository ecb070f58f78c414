package dev.ostler.gateway;

import dev.ostler.configuration.Configuration;
import dev.ostler.configuration.InvalidConfigurationException;
import dev.ostler.configuration.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/*
 * Labels become the file that would say the same, so that they are read and checked by what reads
 * and checks files. Variables of the gateway are none of their business.
 */
/**
 * Reads an app from the labels of a container: {@code ostler.app} is its name, all others are keys
 * of an app as a file has them, such as {@code ostler.idle.after}, or of its container.
 */
final class Labels {
  /** The label of each container that is an app. */
  static final String APP = "ostler.app";

  /** What Compose says of containers that it makes for one command of a person. */
  private static final String ONE_OFF = "com.docker.compose.oneoff";

  /** Whether it does its work once and ends. */
  private static final String JOB = "job";

  private static final String OURS = "ostler.";
  private static final Set<String> OF_CONTAINER = Set.of("port", "stop");
  private static final Set<String> WHOLE = Set.of("process", "container", JOB, "kubernetes");
  private static final Set<String> OURSELVES =
      Set.of("container.label", "container.engine", JOB, JOB + ".label", JOB + ".engine");
  private static final Set<String> LISTS =
      Set.of("hosts", "needs", "ignore.agents", "ignore.paths", "ignore.methods");
  private static final Set<String> WINDOWS = Set.of("idle.schedule.awake", "idle.schedule.rest");
  private static final Pattern BARE = Pattern.compile("-?[0-9]{1,9}|true|false");
  private static final Configuration<Page> FORMAT =
      Configuration.of(Page.class)
          .withEnvironment(Map.of())
          .withCheck((page, problems) ->
              page.apps().forEach((name, app) -> AppCheck.check(name, app, problems)));

  /** What the labels of one container would be in a file. */
  record Page(Map<String, GatewayFile.App> apps) {}

  /** Labels that make no app. */
  static final class InvalidLabelsException extends Exception {
    private static final long serialVersionUID = 1;

    InvalidLabelsException(String message) {
      super(message);
    }
  }

  private Labels() {}

  /**
   * Whether a container runs one command of a person, as those of {@code docker compose run} do. It
   * has the labels of its service and is newer, but it is no app: nobody may start or stop it.
   */
  static boolean areOfOneCommand(Map<String, String> labels) {
    return labels.getOrDefault(ONE_OFF, "").equalsIgnoreCase("true");
  }

  /**
   * Reads the app of a container.
   *
   * @param labels with {@link #APP} among them
   * @throws InvalidLabelsException if one of ours is wrong, with all that is wrong
   */
  static GatewayFile.App read(Map<String, String> labels, EngineAddress engine)
      throws InvalidLabelsException {
    String name = labels.getOrDefault(APP, "");
    if (!AppCheck.NAME.matcher(name).matches()) {
      throw new InvalidLabelsException(
          "label " + APP + ": found '" + name + "', expected a name such as shop");
    }
    Map<String, Object> app = new TreeMap<>();
    for (Map.Entry<String, String> label : new TreeMap<>(labels).entrySet()) {
      if (label.getKey().startsWith(OURS) && !label.getKey().equals(APP)) {
        put(app, label.getKey().substring(OURS.length()), label.getValue());
      }
    }
    boolean isJob = Boolean.TRUE.equals(app.get(JOB));
    if (app.get(JOB) instanceof Boolean) {
      app.remove(JOB);
    }
    String kind = isJob ? JOB : "container";
    put(app, kind + ".label", APP + "=" + name);
    put(app, kind + ".engine", engine.text());
    return bind(name, app);
  }

  private static GatewayFile.App bind(String name, Map<String, Object> app)
      throws InvalidLabelsException {
    try {
      String text = JsonText.of(Map.of("apps", Map.of(name, app)));
      GatewayFile.App read = FORMAT.read("labels", text).apps().get(name);
      if (read == null) {
        throw new AssertionError("internal error: the labels of " + name + " came to nothing");
      }
      return read;
    } catch (InvalidConfigurationException e) {
      List<String> all = new ArrayList<>();
      e.problems().forEach(problem -> all.add(words(name, problem)));
      throw new InvalidLabelsException(String.join("; ", all));
    }
  }

  private static String words(String name, Problem problem) {
    String path = problem.path().replaceFirst("^apps\\.(\"[^\"]*\"|[^.]*)\\.?", "");
    String label = path.replaceFirst("^container\\.(port|stop)$", "$1");
    return label.isEmpty()
        ? "labels of " + name + ": " + problem.message()
        : "label " + OURS + label + ": " + problem.message();
  }

  private static void put(Map<String, Object> app, String key, String value)
      throws InvalidLabelsException {
    String first = key.contains(".") ? key.substring(0, key.indexOf('.')) : key;
    if (WHOLE.contains(first) && !OURSELVES.contains(key)) {
      throw new InvalidLabelsException(
          "label " + OURS + key + ": found '" + first + "', which a container is not asked for");
    }
    String place = OF_CONTAINER.contains(key) ? "container." + key : key;
    Map<String, Object> at = app;
    String[] words = place.split("\\.", -1);
    for (int i = 0; i < words.length - 1; i++) {
      Object inner = at.computeIfAbsent(words[i], _ -> new TreeMap<String, Object>());
      at = mapping(inner, OURS + key);
    }
    if (at.putIfAbsent(words[words.length - 1], value(key, value)) != null) {
      throw new InvalidLabelsException(
          "label " + OURS + key + ": found a value where other labels have keys");
    }
  }

  @SuppressWarnings("unchecked") // made here, by put alone
  private static Map<String, Object> mapping(Object inner, String label)
      throws InvalidLabelsException {
    if (inner instanceof TreeMap<?, ?>) {
      return (Map<String, Object>) inner;
    }
    throw new InvalidLabelsException(
        "label " + label + ": found a key of what another label gives a value");
  }

  /** Several are separated by commas, windows of time by semicolons. */
  private static Object value(String key, String said) {
    String text = said.strip().replace("$", "$$");
    if (LISTS.contains(key)) {
      return List.of(text.split("\\s*,\\s*", -1));
    }
    if (WINDOWS.contains(key)) {
      return List.of(text.split("\\s*;\\s*", -1));
    }
    if (BARE.matcher(text).matches()) {
      return text.length() > 3 && Character.isLetter(text.charAt(0))
          ? Boolean.valueOf(text)
          : Integer.valueOf(text);
    }
    return text;
  }
}
