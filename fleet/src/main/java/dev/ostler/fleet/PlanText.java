package dev.ostler.fleet;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A plan as people read it, and as programs do. No secret and no content of a file is in either.
 */
public final class PlanText {
  private PlanText() {}

  /**
   * For people: a summary, and below each host what changes there. What stays as it is is counted.
   *
   * @param plan the plan
   * @return lines without colour, the last without line end
   */
  public static String text(Plan plan) {
    StringBuilder text = new StringBuilder(summary(plan));
    Map<String, StringBuilder> hosts = new TreeMap<>();
    for (Plan.Item item : plan.items()) {
      if (item.action() != Plan.Action.NOTHING) {
        append(hosts.computeIfAbsent(item.host(), _ -> new StringBuilder()), item);
      }
    }
    for (Leftover leftover : plan.leftovers()) {
      hosts.computeIfAbsent(leftover.host(), _ -> new StringBuilder()).append(line(leftover));
    }
    plan.unknown()
        .forEach((host, reason) ->
            hosts
                .computeIfAbsent(host, _ -> new StringBuilder())
                .append("\n  ? unknown, so nothing is changed here: ")
                .append(reason));
    hosts.forEach((host, body) -> text.append("\n\n").append(host).append(body));
    return text.toString();
  }

  /**
   * One line.
   *
   * @param plan the plan
   * @return such as {@code fleet web: 1 to create, 1 to replace, 5 unchanged}
   */
  public static String summary(Plan plan) {
    Map<Plan.Action, Integer> counts = new EnumMap<>(Plan.Action.class);
    plan.items().forEach(item -> counts.merge(item.action(), 1, Integer::sum));
    List<String> parts = new ArrayList<>();
    for (Map.Entry<Plan.Action, Integer> count : counts.entrySet()) {
      if (count.getKey() != Plan.Action.NOTHING) {
        parts.add(count.getValue() + " " + phrase(count.getKey()));
      }
    }
    long files = plan.leftoversToGo().stream().filter(Leftover::isOfFiles).count();
    if (files > 0) {
      parts.add(files + (files == 1 ? " file" : " files") + " to remove");
    }
    long images =
        plan.leftoversToGo().stream().filter(one -> one.kind() == Leftover.Kind.IMAGE).count();
    if (images > 0) {
      parts.add(images + (images == 1 ? " image" : " images") + " to remove");
    }
    parts.add(counts.getOrDefault(Plan.Action.NOTHING, 0) + " unchanged");
    if (!plan.unknown().isEmpty()) {
      parts.add(
          plan.unknown().size() + (plan.unknown().size() == 1 ? " host" : " hosts") + " unknown");
    }
    return "fleet " + plan.fleet() + ": " + String.join(", ", parts);
  }

  private static String phrase(Plan.Action action) {
    return action == Plan.Action.BLOCKED ? "blocked" : "to " + word(action);
  }

  static String word(Plan.Action action) {
    return action.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** What becomes of a file or folder. */
  static String word(Leftover leftover) {
    String kind = leftover.kind().name().toLowerCase(Locale.ROOT);
    return switch (leftover.fate()) {
      case REMOVE -> "remove " + kind;
      case FORGET -> "forget " + kind;
      case STAY -> "leave " + kind;
    };
  }

  private static String line(Leftover leftover) {
    return "\n  "
        + (leftover.isChange() ? '-' : '=')
        + ' '
        + leftover.path()
        + ": "
        + word(leftover)
        + ", because "
        + leftover.reason();
  }

  private static void append(StringBuilder text, Plan.Item item) {
    text.append("\n  ").append(sign(item.action())).append(' ').append(item.workload());
    text.append(": ").append(word(item.action()));
    text.append(because(item));
    item.changes().forEach(change -> text.append("\n      ").append(change));
    List<String> steps = steps(item);
    for (int i = 0; i < steps.size(); i++) {
      text.append("\n      ").append(i + 1).append(". ").append(steps.get(i));
    }
  }

  /** Reasons that the list of fields does not tell. */
  static String because(Plan.Item item) {
    List<String> others = new ArrayList<>(item.reasons());
    item.changes().forEach(change -> others.remove(Explanation.differs(change)));
    return others.isEmpty() ? "" : ", because " + String.join("; ", others);
  }

  /** What is done on the host, in words. */
  static List<String> steps(Plan.Item item) {
    return item.steps().stream()
        .filter(
            step -> !(step instanceof Step.RememberUnproven || step instanceof Step.RememberUntold))
        .map(Step::text)
        .toList();
  }

  private static char sign(Plan.Action action) {
    return switch (action) {
      case CREATE -> '+';
      case REMOVE, PRUNE -> '-';
      case STAY -> '=';
      case BLOCKED -> '!';
      case NOTHING, REPLACE, UPDATE, START, REST, ROLL_BACK -> '~';
    };
  }

  /**
   * For programs: one JSON object on one line.
   *
   * @param plan the plan
   * @param ostler the version of Ostler
   * @return the object; {@code version} counts up when a field of this or of any other object
   *     changes its meaning
   */
  public static String json(Plan plan, String ostler) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("event", "plan");
    object.put("ostler", ostler);
    object.putAll(object(plan));
    return Json.write(object);
  }

  static Map<String, Object> object(Plan plan) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("version", 1);
    object.put("fleet", plan.fleet());
    object.put("items", plan.items().stream().map(PlanText::item).toList());
    object.put("files", plan.leftovers().stream().map(PlanText::file).toList());
    object.put("unknown", plan.unknown());
    return object;
  }

  private static Map<String, Object> file(Leftover leftover) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("host", leftover.host());
    object.put("container", leftover.workload());
    object.put("path", leftover.path());
    object.put("action", word(leftover));
    object.put("reason", leftover.reason());
    return object;
  }

  private static Map<String, Object> item(Plan.Item item) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("host", item.host());
    object.put("container", item.workload());
    object.put("action", word(item.action()));
    object.put("reasons", item.reasons());
    object.put("changes", item.changes().stream().map(PlanText::change).toList());
    object.put("steps", item.steps().stream().map(Step::text).toList());
    return object;
  }

  private static Map<String, Object> change(FieldChange change) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("field", change.field());
    object.put("before", change.shownBefore());
    object.put("after", change.shownAfter());
    return object;
  }
}
