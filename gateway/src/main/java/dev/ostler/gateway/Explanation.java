package dev.ostler.gateway;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Says in words why an app is as it is, and what will become of it. */
final class Explanation {
  private Explanation() {}

  /** The first line says what it does; the others why. */
  static List<String> of(AppView view) {
    List<String> lines = new ArrayList<>();
    lines.add(view.name() + " " + state(view));
    view.bonds()
        .lacking()
        .forEach(other ->
            lines.add(
                "it needs " + other + ", which is not awake: see 'ostler explain " + other + "'"));
    switch (view.phase()) {
      case RESTING -> lines.add(nextWake(view));
      case AWAKE -> awake(view, lines);
      case WAKING, CONFIRMING ->
          lines.add(deadline(view, AppDeadline.WAKE, "it has failed if it does not answer"));
      case DRAINING ->
          lines.add(deadline(view, AppDeadline.DRAIN, "it rests, though it is still used,"));
      case SETTLING ->
          lines.add(
              deadline(
                  view, AppDeadline.SETTLE, "it is taken for awake again if it does not rest"));
      case FAILED -> failed(view, lines);
      case UNKNOWN ->
          lines.add("nothing is done until its platform says how it is; who comes waits");
    }
    if (view.bonds().needed() > 0) {
      lines.add(needed(view));
    }
    view.unseen().ifPresent(why -> lines.add(1, Words.unseen(why)));
    lines.removeIf(String::isEmpty);
    return lines;
  }

  private static String state(AppView view) {
    return switch (view.phase()) {
      case UNKNOWN -> "is unknown";
      case RESTING -> "rests";
      case WAKING, CONFIRMING -> "is being woken: " + Printable.of(view.stage());
      case AWAKE -> "is awake";
      case DRAINING -> "is about to rest, unless somebody comes before those who use it are done";
      case SETTLING -> "is going to rest";
      case FAILED ->
          "could not be woken: " + view.trouble().map(Observation.Failed::reason).orElse("");
    };
  }

  private static String needed(AppView view) {
    String why = "another app needs it now: ";
    if (view.bonds().isDue()) {
      return why + "it does not rest by itself, and is woken again if it does not run";
    }
    return why + "nothing wakes it for that app, for visitors may not wake it";
  }

  private static String nextWake(AppView view) {
    return view.barred()
        ? "visitors may not wake it; 'ostler wake " + view.name() + "' does"
        : "the next visitor wakes it";
  }

  private static void awake(AppView view, List<String> lines) {
    if (view.users() > 0) {
      lines.add("it is used by " + view.users() + " requests or connections: it does not rest");
    }
    if (view.hour() == Schedule.Hour.AWAKE) {
      lines.add("its schedule has it awake now: it does not rest");
    }
    view.restraint().ifPresent(why -> lines.add(why + ": it does not rest by itself"));
    lines.add(deadline(view, AppDeadline.KEEP, "it is kept awake"));
    lines.add(
        deadline(view, AppDeadline.OTHERS, "it is used through another gateway: it does not rest"));
    view.trouble().ifPresent(why -> lines.add("it could not be put to rest: " + why.reason()));
    String left = view.trouble().isPresent() ? "it is left" : "it was woken lately and is left";
    lines.add(deadline(view, AppDeadline.GUARD, left + " awake"));
    lines.add(deadline(view, AppDeadline.IDLE, "nobody uses it: it may rest"));
    if (!view.useDecides()) {
      lines.add("use does not decide when it rests: only its schedule and people do");
    } else if (view.users() == 0 && !view.due().containsKey(AppDeadline.IDLE)) {
      lines.add("it rests as soon as nothing of the above holds and something asks for it");
    }
  }

  private static void failed(AppView view, List<String> lines) {
    view.trouble().ifPresent(trouble -> trouble.evidence().forEach(line -> lines.add("| " + line)));
    lines.add(
        view.due().containsKey(AppDeadline.RETRY) && (view.bonds().isDue() || !view.barred())
            ? deadline(view, AppDeadline.RETRY, nextTry(view))
            : nextWake(view));
  }

  private static String nextTry(AppView view) {
    if (!view.bonds().isDue()) {
      return "a visitor wakes it again";
    }
    return view.hour() == Schedule.Hour.AWAKE
        ? "its schedule has it awake now: it is woken again"
        : "it is woken again";
  }

  private static String deadline(AppView view, AppDeadline deadline, String what) {
    Instant at = view.due().get(deadline);
    return at == null ? "" : what + " " + when(deadline, at.truncatedTo(ChronoUnit.SECONDS));
  }

  private static String when(AppDeadline deadline, Instant at) {
    return switch (deadline) {
      case KEEP, GUARD, OTHERS, TOLD -> "until " + at;
      case WAKE, SETTLE -> "by " + at;
      case IDLE, RETRY -> "from " + at + " on";
      case DRAIN -> "at " + at;
    };
  }
}
