package dev.ostler.configuration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with a file. */
public final class Problems {
  /** Nobody reads more, and a hostile file must not fill the memory. */
  private static final int MOST = 1_000;

  private final List<Problem> found = new ArrayList<>();
  private final List<ValuePath> places = new ArrayList<>();
  private final Set<ValuePath> leftOut = new LinkedHashSet<>();
  private @Nullable Value root;

  Problems() {}

  /** From now on paths are looked up here. */
  void within(Value value) {
    root = value;
  }

  /**
   * Reports what is wrong with a value.
   *
   * @param path where it stands; if the file does not name it, the value around it is shown
   * @param message what was found and what is expected; lower case, no full stop
   */
  public void add(ValuePath path, String message) {
    add(path.in(root()), path, message);
  }

  /**
   * Returns what {@link #add} would report, for those who say otherwise what is doubtful rather
   * than wrong.
   *
   * @param path where it stands; if the file does not name it, the value around it is shown
   * @param message what was found; lower case, no full stop
   * @return the problem, which is not reported
   */
  public Problem at(ValuePath path, String message) {
    Value value = path.in(root());
    return new Problem(value.source.name(), value.position, path.toString(), message);
  }

  private Value root() {
    if (root == null) {
      throw new AssertionError("internal error: nothing was read yet");
    }
    return root;
  }

  void add(Value value, ValuePath path, String message) {
    add(value.source, value.position, path, message);
  }

  void add(Source source, Position position, ValuePath path, String message) {
    if (found.size() < MOST) {
      found.add(new Problem(source.name(), position, path.toString(), message));
      places.add(path);
    }
  }

  /** Where the problems are. */
  List<ValuePath> places() {
    return places;
  }

  /** What stands there is not among what is checked. */
  void leaveOut(ValuePath part) {
    leftOut.add(part);
  }

  /**
   * Says whether something is missing in what is checked because its form was wrong, which has been
   * reported: whoever refers to it is not wrong for that.
   *
   * @param path such as that of a process
   * @return whether what stands there is left out, or any part of it
   */
  public boolean isLeftOut(ValuePath path) {
    return leftOut.stream().anyMatch(part -> part.isWithin(path) || path.isWithin(part));
  }

  void throwIfAny() throws InvalidConfigurationException {
    if (!found.isEmpty()) {
      found.sort(Comparator.comparing(Problem::file).thenComparing(Problem::position));
      throw new InvalidConfigurationException(found);
    }
  }
}
