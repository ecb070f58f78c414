package dev.ostler.cli;

import java.util.List;

/** What is said when Ostler itself has made a mistake. */
final class Mistake {
  /** These end with what they look after: whatever it was may not happen again for long. */
  private static final List<String> LOOKING_AFTER =
      List.of("run", "container-run", "demo", "gateway");

  private static final String BEFORE = "internal error: ";

  private Mistake() {}

  /**
   * One sentence, or the whole trace.
   *
   * @param arguments of the command that ends by it
   * @param debug whether somebody has asked where failures are noticed
   */
  static String text(Throwable mistake, List<String> arguments, boolean debug) {
    boolean isKept = !arguments.isEmpty() && LOOKING_AFTER.contains(arguments.getFirst());
    return "ostler: "
        + BEFORE
        + (isKept || debug
            ? Console.trace(mistake)
            : sentence(mistake)
                + "; run it again with --debug to see where it was noticed, and report that,"
                + " please");
  }

  /** Those that we throw ourselves say what they are. */
  private static String sentence(Throwable mistake) {
    String message = mistake.getMessage();
    String words =
        message != null && message.startsWith(BEFORE)
            ? message.substring(BEFORE.length())
            : mistake.toString();
    return words.lines().findFirst().orElse("");
  }
}
