package dev.ostler.configuration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value of a file, with its place. The tree of them is what a file says, before any meaning. */
abstract sealed class Value {
  final Source source;
  final Position position;

  private Value(Source source, Position position) {
    this.source = source;
    this.position = position;
  }

  /** How many values this is, with all within. */
  abstract long size();

  /** What to call it in a message. */
  abstract String found();

  /** The value with this key, if this is a mapping that has it. */
  @Nullable Value valueOf(String key) {
    return null;
  }

  /** The element with this index, if this is a list that has it. */
  @Nullable Value itemAt(int index) {
    return null;
  }

  /** A text, number, truth value or nothing: which of them is decided by what is expected. */
  static final class Scalar extends Value {
    final String text;
    final boolean isPlain;

    Scalar(Source source, Position position, String text, boolean isPlain) {
      super(source, position);
      this.text = text;
      this.isPlain = isPlain;
    }

    /** Whether nothing was written, or null in one of YAML's ways. */
    boolean isNothing() {
      return isPlain
          && switch (text) {
            case "", "~", "null", "Null", "NULL" -> true;
            default -> false;
          };
    }

    @Override
    long size() {
      return 1;
    }

    @Override
    String found() {
      return isNothing() ? "nothing" : Texts.quoted(text);
    }
  }

  /** A list. */
  static final class Sequence extends Value {
    final List<Value> items;
    private final long size;

    Sequence(Source source, Position position, List<Value> items) {
      super(source, position);
      this.items = items;
      long sum = 1;
      for (Value item : items) {
        sum += item.size();
      }
      this.size = sum;
    }

    @Override
    long size() {
      return size;
    }

    @Override
    String found() {
      return "a list";
    }

    @Override
    @Nullable Value itemAt(int index) {
      return index < items.size() ? items.get(index) : null;
    }

    /** A list of names may stand for a mapping: then this is the name. */
    @Override
    @Nullable Value valueOf(String key) {
      for (Value item : items) {
        if (item instanceof Scalar name && name.text.equals(key)) {
          return item;
        }
      }
      return null;
    }
  }

  /** Keys with values, in the order of the file. */
  static final class Mapping extends Value {
    final Map<String, Entry> entries;
    private final long size;

    Mapping(Source source, Position position, Map<String, Entry> entries) {
      super(source, position);
      this.entries = entries;
      long sum = 1;
      for (Entry entry : entries.values()) {
        sum += 1 + entry.value.size();
      }
      this.size = sum;
    }

    @Override
    long size() {
      return size;
    }

    @Override
    String found() {
      return "a mapping";
    }

    @Override
    @Nullable Value valueOf(String key) {
      Entry entry = entries.get(key);
      return entry == null ? null : entry.value;
    }

    Mapping without(String key) {
      Map<String, Entry> fewer = new LinkedHashMap<>(entries);
      fewer.remove(key);
      return new Mapping(source, position, fewer);
    }

    Mapping with(String key, Entry entry) {
      Map<String, Entry> changed = new LinkedHashMap<>(entries);
      changed.put(key, entry);
      return new Mapping(source, position, changed);
    }

    /** This mapping with another's entries put over it; mappings within are merged likewise. */
    Mapping overriddenBy(Mapping other) {
      Map<String, Entry> merged = new LinkedHashMap<>(entries);
      for (Map.Entry<String, Entry> override : other.entries.entrySet()) {
        Entry before = merged.get(override.getKey());
        Entry after = override.getValue();
        merged.put(override.getKey(), before == null ? after : before.overriddenBy(after));
      }
      return new Mapping(source, position, merged);
    }
  }

  /** A key's place and its value. */
  static final class Entry {
    final Scalar key;
    final Value value;

    Entry(Scalar key, Value value) {
      this.key = key;
      this.value = value;
    }

    private Entry overriddenBy(Entry other) {
      return value instanceof Mapping mapping && other.value instanceof Mapping over
          ? new Entry(key, mapping.overriddenBy(over))
          : other;
    }
  }
}
