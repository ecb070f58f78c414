package dev.ostler.gateway;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How an app is, as JSON. */
final class ViewJson {
  private ViewJson() {}

  /** What a visitor may know. */
  static Map<String, Object> ofVisitor(AppView view) {
    return of(view, view.reasonForVisitors());
  }

  private static Map<String, Object> of(AppView view, Optional<String> why) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("app", view.name());
    json.put("phase", Words.of(view.phase()));
    json.put("stage", view.stage());
    json.put("elapsed_seconds", view.elapsed().toMillis() / 1000.0);
    why.ifPresent(reason -> json.put("reason", reason));
    return json;
  }

  /** What whoever looks after it may know. */
  static Map<String, Object> ofOperator(AppView view) {
    Map<String, Object> json = of(view, view.reason());
    json.put("users", view.users());
    json.put("held", view.held());
    json.put("barred", view.barred());
    json.put("evidence", view.trouble().map(Observation.Failed::evidence).orElse(List.of()));
    json.put("why", Explanation.of(view));
    json.put("rested_seconds", view.rested().toSeconds());
    json.put("wakes", view.wakes().stream().map(ViewJson::of).toList());
    json.put("events", view.events().stream().map(ViewJson::of).toList());
    return json;
  }

  private static Map<String, Object> of(History.Wake wake) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("begun", wake.begun().toString());
    json.put("by", Words.of(wake.by()));
    json.put("seconds", wake.took().toMillis() / 1000.0);
    wake.failure().ifPresent(why -> json.put("failure", why));
    return json;
  }

  static Map<String, Object> of(WakeEvent event) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", event.id());
    json.put("kind", Words.of(event.kind()));
    json.put("text", event.text());
    json.put("at", event.at().toString());
    return json;
  }
}
