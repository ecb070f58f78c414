package dev.ostler.configuration;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** The reference page of a file format: a table for every mapping. */
public final class Reference {
  private final StringBuilder text = new StringBuilder();
  private final Deque<Section> pending = new ArrayDeque<>();
  private final Set<Class<?>> seen = new HashSet<>();

  /** A mapping and where in the file it stands, such as {@code processes.NAME}. */
  private record Section(String path, RecordShape shape) {}

  private Reference() {}

  /**
   * Writes the page of the files that a record describes.
   *
   * @param type the record
   * @return Markdown: a section for each mapping, with a table of its keys
   */
  public static String of(Class<? extends Record> type) {
    Reference reference = new Reference();
    reference.add("", new Shapes().of(type));
    while (!reference.pending.isEmpty()) {
      reference.write(reference.pending.removeFirst());
    }
    return reference.text.toString();
  }

  /** What stands there has a section if it is a mapping that has none yet. */
  void add(String path, Shape shape) {
    shape.explain(path, this);
  }

  void add(String path, RecordShape shape) {
    if (seen.add(shape.type)) {
      pending.addLast(new Section(path, shape));
    }
  }

  private void write(Section section) {
    Description description = section.shape().type.getAnnotation(Description.class);
    if (!section.path().isEmpty()) {
      text.append("\n## `").append(section.path()).append("`\n");
    }
    if (description != null) {
      text.append('\n').append(description.value()).append(".\n");
    }
    text.append("\n| key | value | default | |\n|---|---|---|---|\n");
    for (Component component : section.shape().components().values()) {
      row(component);
      String inner = section.path().isEmpty() ? component.key : "." + component.key;
      add(section.path() + inner, component.shape);
    }
  }

  private void row(Component component) {
    text.append("| `").append(component.key).append("` | ");
    text.append(cell(component.shape.expected())).append(" | ");
    if (component.isRequired()) {
      text.append("required");
    } else if (component.byDefault != null && !component.byDefault.equals("{}")) {
      text.append('`').append(component.byDefault).append('`');
    }
    text.append(" | ").append(cell(component.description)).append(" |\n");
  }

  private static String cell(String words) {
    return words.replace("|", "\\|");
  }
}
