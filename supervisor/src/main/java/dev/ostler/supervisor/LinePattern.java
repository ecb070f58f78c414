package dev.ostler.supervisor;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/*
 * java.util.regex goes back and tries again, for some patterns exponentially often. Every step of
 * it reads a character, so the line counts its readings and refuses beyond a limit of about a
 * millisecond.
 */
/**
 * A regular expression that is looked for in lines that nobody vouches for: in the first 4,096
 * characters of each, and for a bounded number of steps. A line that needs more does not match;
 * after {@link #MOST_FAILURES} of them nothing does.
 */
final class LinePattern {
  /** What was found in a line. */
  enum Result {
    FOUND,
    NOT_FOUND,
    /** It took too many steps to say. */
    TOO_COSTLY
  }

  static final int LONGEST = 4096;
  static final int MOST_FAILURES = 100;
  private static final int MOST_STEPS = 200_000;

  private static final class OutOfSteps extends RuntimeException {
    private static final long serialVersionUID = 1;

    OutOfSteps() {
      super("too many steps", null, false, false);
    }
  }

  private static final class Counted implements CharSequence {
    private final String text;
    private int steps;

    Counted(String text) {
      this.text = text;
    }

    @Override
    public char charAt(int index) {
      if (++steps > MOST_STEPS) {
        throw new OutOfSteps();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private final Pattern pattern;
  private int failures;

  private LinePattern(Pattern pattern) {
    this.pattern = pattern;
  }

  /** Refuses what is no regular expression, with the place. */
  static LinePattern of(String expression) {
    try {
      return new LinePattern(Pattern.compile(expression));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "'" + expression + "' is not a regular expression: " + e.getDescription(), e);
    }
  }

  Result lookIn(String line) {
    if (failures >= MOST_FAILURES) {
      return Result.TOO_COSTLY;
    }
    String looked = line.length() > LONGEST ? line.substring(0, LONGEST) : line;
    try {
      boolean found = pattern.matcher(new Counted(looked)).find();
      return found ? Result.FOUND : Result.NOT_FOUND;
    } catch (OutOfSteps | StackOverflowError tooCostly) { // alternatives in a loop recurse
      failures++;
      return Result.TOO_COSTLY;
    }
  }

  @Override
  public String toString() {
    return pattern.pattern();
  }
}
