package dev.ostler.fleet;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A plan as a comment for those who review a change. No secret and no content is in it. */
public final class PlanMarkdown {
  private PlanMarkdown() {}

  /**
   * In the Markdown of GitHub and GitLab: what changes at once, the steps folded away.
   *
   * @param plan the plan
   * @return lines, the last without line end
   */
  public static String of(Plan plan) {
    StringBuilder text = new StringBuilder("### " + PlanText.summary(plan));
    Map<String, StringBuilder> hosts = new TreeMap<>();
    plan.items().stream()
        .filter(item -> item.action() != Plan.Action.NOTHING)
        .forEach(
            item -> append(hosts.computeIfAbsent(item.host(), _ -> new StringBuilder()), item));
    plan.leftovers()
        .forEach(one -> append(hosts.computeIfAbsent(one.host(), _ -> new StringBuilder()), one));
    hosts.forEach(
        (host, body) -> text.append("\n\n**").append(plain(host)).append("**\n").append(body));
    plan.unknown()
        .forEach((host, reason) ->
            text.append("\n\n**")
                .append(plain(host))
                .append("** is unknown, so nothing is changed there: ")
                .append(plain(reason)));
    return text.toString();
  }

  private static void append(StringBuilder text, Leftover leftover) {
    text.append("\n- **")
        .append(PlanText.word(leftover))
        .append("** ")
        .append(code(leftover.path()))
        .append(", because ")
        .append(plain(leftover.reason()));
  }

  private static void append(StringBuilder text, Plan.Item item) {
    text.append("\n- **")
        .append(PlanText.word(item.action()))
        .append("** ")
        .append(code(item.workload()))
        .append(plain(PlanText.because(item)));
    if (!item.changes().isEmpty()) {
      text.append("\n\n  | field | now | then |\n  |---|---|---|");
      item.changes()
          .forEach(change ->
              text.append("\n  | ")
                  .append(code(change.field()))
                  .append(" | ")
                  .append(code(change.shownBefore()))
                  .append(" | ")
                  .append(code(change.shownAfter()))
                  .append(" |"));
    }
    List<String> steps = PlanText.steps(item);
    if (!steps.isEmpty()) {
      text.append("\n\n  <details><summary>")
          .append(steps.size())
          .append(steps.size() == 1 ? " step" : " steps")
          .append("</summary>\n");
      for (int i = 0; i < steps.size(); i++) {
        text.append("\n  ").append(i + 1).append(". ").append(plain(steps.get(i)));
      }
      text.append("\n\n  </details>\n");
    }
  }

  /** Values may contain anything: they must not end their cell or become markup. */
  private static String code(String text) {
    String line = text.replace("\n", "\\n").replace("|", "\\|").replace("`", "'");
    return "`" + line + "`";
  }

  private static String plain(String text) {
    return text.replaceAll("([\\\\`*_<>\\[\\]|#])", "\\\\$1").replace("\n", " ");
  }
}
