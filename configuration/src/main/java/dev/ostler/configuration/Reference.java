package dev.ostler.configuration;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a file format has: a section for every mapping, with all of its keys. */
public final class Reference {
  private final List<Section> sections = new ArrayList<>();
  private final Deque<Place> pending = new ArrayDeque<>();
  private final Set<Class<?>> seen = new HashSet<>();

  /**
   * A mapping.
   *
   * @param path where in the file it stands, such as {@code processes.NAME}; empty for the whole
   * @param purpose what it is, without a full stop; empty if that is plain
   * @param keys in the order in which people are told of them
   */
  public record Section(String path, String purpose, List<Entry> keys) {
    /** Copies the list. */
    public Section {
      keys = List.copyOf(keys);
    }
  }

  /**
   * A key of a mapping.
   *
   * @param name the key
   * @param value what it may be, such as {@code a path}
   * @param required whether it must be there
   * @param byDefault its value if it is not there, as a file would have it; empty if there is none
   * @param meaning what it is for
   */
  public record Entry(
      String name, String value, boolean required, String byDefault, String meaning) {}

  private record Place(String path, RecordShape shape) {}

  private Reference() {}

  /**
   * Writes the page of the files that a record describes.
   *
   * @param type the record
   * @return Markdown: a section for each mapping, with a table of its keys
   */
  public static String of(Class<? extends Record> type) {
    StringBuilder text = new StringBuilder();
    sections(type).forEach(section -> write(section, text));
    return text.toString();
  }

  /**
   * Collects what the files that a record describes may have.
   *
   * @param type the record
   * @return the whole file first, then mappings in it, the outer before the inner
   */
  public static List<Section> sections(Class<? extends Record> type) {
    Reference reference = new Reference();
    reference.add("", new Shapes().of(type));
    while (!reference.pending.isEmpty()) {
      reference.collect(reference.pending.removeFirst());
    }
    return List.copyOf(reference.sections);
  }

  /** What stands there has a section if it is a mapping that has none yet. */
  void add(String path, Shape shape) {
    shape.explain(path, this);
  }

  void add(String path, RecordShape shape) {
    if (seen.add(shape.type)) {
      pending.addLast(new Place(path, shape));
    }
  }

  private void collect(Place place) {
    List<Entry> keys = new ArrayList<>();
    for (Component component : place.shape().components().values()) {
      keys.add(entry(component));
      String inner = place.path().isEmpty() ? component.key : "." + component.key;
      add(place.path() + inner, component.shape);
    }
    sections.add(new Section(place.path(), purpose(place.shape()), keys));
  }

  private static String purpose(RecordShape shape) {
    Description description = shape.type.getAnnotation(Description.class);
    String purpose = description == null ? "" : description.value();
    List<String> oneOf = shape.oneOf();
    if (oneOf.isEmpty()) {
      return purpose;
    }
    String rule = "Exactly one of " + Texts.joined(oneOf, "or") + " is required";
    return purpose.isEmpty() ? rule : purpose + ". " + rule;
  }

  private static Entry entry(Component component) {
    String byDefault = component.byDefault;
    boolean isTold = !component.isRequired() && byDefault != null && !byDefault.equals("{}");
    return new Entry(
        component.key,
        component.shape.expected(),
        component.isRequired(),
        isTold && byDefault != null ? byDefault : "",
        component.description);
  }

  private static void write(Section section, StringBuilder text) {
    if (!section.path().isEmpty()) {
      text.append("\n## `").append(section.path()).append("`\n");
    }
    if (!section.purpose().isEmpty()) {
      text.append('\n').append(section.purpose()).append(".\n");
    }
    text.append("\n| key | value | default | |\n|---|---|---|---|\n");
    for (Entry key : section.keys()) {
      text.append("| `").append(key.name()).append("` | ");
      text.append(cell(key.value())).append(" | ");
      if (key.required()) {
        text.append("required");
      } else if (!key.byDefault().isEmpty()) {
        text.append('`').append(key.byDefault()).append('`');
      }
      text.append(" | ").append(cell(key.meaning())).append(" |\n");
    }
  }

  private static String cell(String words) {
    return words.replace("|", "\\|");
  }
}
