package dev.ostler.fleet;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** What is remembered, as a JSON object on one line. */
final class StateJson {
  private static final int VERSION = 1;

  private StateJson() {}

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Recorded read(String text) {
    Map<String, Object> object = Json.read(text);
    if (!Json.text(object.get("version")).equals(Integer.toString(VERSION))) {
      throw new IllegalArgumentException("version " + object.get("version") + " is not known");
    }
    Recorded recorded = Recorded.NOTHING;
    for (Map.Entry<?, ?> host : Json.map(object.get("hosts")).entrySet()) {
      for (Map.Entry<?, ?> note : Json.map(host.getValue()).entrySet()) {
        recorded =
            recorded.with(
                Json.text(host.getKey()),
                Json.text(note.getKey()),
                note(Json.map(note.getValue())));
      }
    }
    for (Map.Entry<?, ?> host : Json.map(object.get("written")).entrySet()) {
      for (Map.Entry<?, ?> trace : Json.map(host.getValue()).entrySet()) {
        recorded =
            recorded.withTrace(
                Json.text(host.getKey()),
                Json.text(trace.getKey()),
                trace(Json.map(trace.getValue())));
      }
    }
    for (Map.Entry<?, ?> host : Json.map(object.get("images")).entrySet()) {
      for (Object image : host.getValue() instanceof List<?> images ? images : List.of()) {
        recorded = recorded.withImage(Json.text(host.getKey()), spent(Json.map(image)));
      }
    }
    return recorded;
  }

  private static Recorded.Spent spent(Map<?, ?> object) {
    return new Recorded.Spent(
        Json.text(object.get("container")),
        new HostEngine.Image(Json.text(object.get("name")), Json.text(object.get("id"))));
  }

  private static Recorded.Note note(Map<?, ?> object) {
    NavigableMap<String, String> spec = new TreeMap<>();
    Json.map(object.get("spec"))
        .forEach((name, value) -> spec.put(Json.text(name), Json.text(value)));
    return new Recorded.Note(
        Json.text(object.get("container")),
        object.containsKey("spec") ? Optional.of(new SpecFields(spec)) : Optional.empty(),
        new Member.Pending(
            Boolean.TRUE.equals(object.get("unproven")),
            Json.texts(object.get("untold")),
            Boolean.TRUE.equals(object.get("unhooked")),
            Boolean.TRUE.equals(object.get("untried"))),
        generation(Json.text(object.get("generation"))));
  }

  private static long generation(String text) {
    return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
  }

  private static Trace trace(Map<?, ?> object) {
    NavigableMap<String, Trace.Span> users = new TreeMap<>();
    Json.map(object.get("for"))
        .forEach((workload, span) -> users.put(Json.text(workload), span(Json.text(span))));
    return new Trace(
        Trace.Kind.valueOf(Json.text(object.get("kind")).toUpperCase(Locale.ROOT)),
        Json.text(object.get("image")),
        users,
        Json.texts(object.get("hashes")));
  }

  private static Trace.Span span(String text) {
    String[] ends = text.split("-", 2);
    return new Trace.Span(Long.parseLong(ends[0]), Long.parseLong(ends[ends.length - 1]));
  }

  static String write(Recorded recorded) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("version", VERSION);
    object.put("hosts", objects(recorded.notes(), StateJson::object));
    if (!recorded.traces().isEmpty()) {
      object.put("written", objects(recorded.traces(), StateJson::object));
    }
    if (!recorded.images().isEmpty()) {
      Map<String, Object> images = new LinkedHashMap<>();
      recorded
          .images()
          .forEach((host, of) -> images.put(host, of.stream().map(StateJson::object).toList()));
      object.put("images", images);
    }
    return Json.write(object) + "\n";
  }

  private static <T> Map<String, Object> objects(
      NavigableMap<String, NavigableMap<String, T>> byHost, Function<T, Object> object) {
    Map<String, Object> hosts = new LinkedHashMap<>();
    byHost.forEach((host, of) -> {
      Map<String, Object> objects = new LinkedHashMap<>();
      of.forEach((name, one) -> objects.put(name, object.apply(one)));
      hosts.put(host, objects);
    });
    return hosts;
  }

  private static Map<String, Object> object(Trace trace) {
    Map<String, Object> users = new LinkedHashMap<>();
    trace.users().forEach((key, span) -> users.put(key, span.first() + "-" + span.last()));
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("kind", trace.kind().name().toLowerCase(Locale.ROOT));
    object.put("image", trace.image());
    object.put("for", users);
    if (!trace.prints().isEmpty()) {
      object.put("hashes", trace.prints());
    }
    return object;
  }

  private static Map<String, Object> object(Recorded.Spent spent) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("container", spent.workload());
    object.put("name", spent.image().name());
    object.put("id", spent.image().id());
    return object;
  }

  private static Map<String, Object> object(Recorded.Note note) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("container", note.workload());
    note.spec().ifPresent(spec -> object.put("spec", spec.values()));
    if (note.generation() != 0) {
      object.put("generation", note.generation());
    }
    if (note.pending().unproven()) {
      object.put("unproven", true);
    }
    if (!note.pending().untold().isEmpty()) {
      object.put("untold", note.pending().untold());
    }
    if (note.pending().unhooked()) {
      object.put("unhooked", true);
    }
    if (note.pending().untried()) {
      object.put("untried", true);
    }
    return object;
  }
}
