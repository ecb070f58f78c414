package dev.ostler.configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The keys and indexes that lead to a value of a file. Immutable. */
public final class ValuePath {
  private static final ValuePath ROOT = new ValuePath(null, "", -1);

  private final @Nullable ValuePath parent;
  private final String key;
  private final int index;

  private ValuePath(@Nullable ValuePath parent, String key, int index) {
    this.parent = parent;
    this.key = key;
    this.index = index;
  }

  /**
   * The path of keys from the top of the file.
   *
   * @param keys none for the whole file
   * @return the path
   */
  public static ValuePath of(String... keys) {
    ValuePath path = ROOT;
    for (String key : keys) {
      path = path.key(key);
    }
    return path;
  }

  /**
   * The path to a value of the mapping that stands here.
   *
   * @param name the value's key
   * @return a longer path
   */
  public ValuePath key(String name) {
    return new ValuePath(this, name, -1);
  }

  /**
   * The path to an element of the list that stands here.
   *
   * @param number from 0
   * @return a longer path
   */
  public ValuePath item(int number) {
    return new ValuePath(this, "", number);
  }

  /**
   * The value there, or the nearest one around it: a default stands in no file, and a short form
   * leaves keys out.
   */
  Value in(Value root) {
    Value value = root;
    for (ValuePath step : steps()) {
      Value inner = step.index < 0 ? value.valueOf(step.key) : value.itemAt(step.index);
      if (inner == null && value instanceof Value.Mapping) {
        return value;
      }
      value = inner == null ? value : inner;
    }
    return value;
  }

  /**
   * The part of a file that is left out when something here is wrong: what stands at the first two
   * keys, such as {@code processes.web}, or at the first if it has no others.
   */
  ValuePath part(Value root) {
    List<ValuePath> steps = steps();
    Value first = steps.isEmpty() ? null : root.valueOf(steps.getFirst().key);
    boolean hasSecond =
        steps.size() > 1
            && first instanceof Value.Mapping mapping
            && mapping.entries.containsKey(steps.get(1).key);
    return steps.isEmpty() ? this : steps.get(hasSecond ? 1 : 0);
  }

  /** Whether this is the other or leads through it. */
  boolean isWithin(ValuePath other) {
    String outer = other.toString();
    return outer.isEmpty()
        || toString().equals(outer)
        || toString().startsWith(outer + ".")
        || toString().startsWith(outer + "[");
  }

  /** A mapping without the value of a key there. */
  Value.Mapping removedFrom(Value.Mapping root) {
    List<ValuePath> steps = steps();
    String first = steps.getFirst().key;
    if (steps.size() > 1 && root.valueOf(first) instanceof Value.Mapping inner) {
      Value.Entry entry = Objects.requireNonNull(root.entries.get(first));
      return root.with(first, new Value.Entry(entry.key, inner.without(steps.get(1).key)));
    }
    return root.without(first);
  }

  private List<ValuePath> steps() {
    List<ValuePath> steps = new ArrayList<>();
    for (ValuePath step = this; step.parent != null; step = step.parent) {
      steps.addFirst(step);
    }
    return steps;
  }

  /**
   * Returns the path as messages show it.
   *
   * @return such as {@code processes.web.after[0]}
   */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (ValuePath step : steps()) {
      if (step.index >= 0) {
        text.append('[').append(step.index).append(']');
      } else {
        text.append(text.isEmpty() ? "" : ".").append(quoted(step.key));
      }
    }
    return text.toString();
  }

  /** A name with dots or spaces in it, such as a file's, would look like several. */
  private static String quoted(String key) {
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      if (!Character.isLetterOrDigit(c) && c != '-' && c != '_') {
        return '"' + Texts.shortened(key) + '"';
      }
    }
    return key.isEmpty() ? "\"\"" : Texts.shortened(key);
  }
}
