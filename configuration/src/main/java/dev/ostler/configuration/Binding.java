package dev.ostler.configuration;

import org.jspecify.annotations.Nullable;

/** What is at hand while values become Java values. */
final class Binding {
  private final Problems problems;
  private final References references;

  Binding(Problems problems, References references) {
    this.problems = problems;
    this.references = references;
  }

  References references() {
    return references;
  }

  /** Always null, for the caller to return. */
  @Nullable Object problem(Value value, ValuePath path, String message) {
    problems.add(value, path, message);
    return null;
  }

  @Nullable Object mismatch(Value value, ValuePath path, String expected) {
    return problem(value, path, "found " + found(value) + ", expected " + expected);
  }

  /** As written: what a variable holds may be a secret. */
  static String found(Value value) {
    return value instanceof Value.Scalar scalar && References.isIn(scalar.text)
        ? value.found() + " with a value that does not fit"
        : value.found();
  }

  /** The text with its references replaced, or null if that was not possible. */
  @Nullable String text(Value.Scalar scalar, ValuePath path) {
    try {
      String text = References.isIn(scalar.text) ? references.expand(scalar.text) : scalar.text;
      if (text.indexOf('\0') >= 0) {
        problems.add(scalar, path, "found a NUL character, which no program can be given");
        return null;
      }
      return text;
    } catch (IllegalArgumentException e) {
      problems.add(scalar, path, String.valueOf(e.getMessage()));
      return null;
    }
  }
}
