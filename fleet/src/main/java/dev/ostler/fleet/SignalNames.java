package dev.ostler.fleet;

import dev.ostler.configuration.Problems;
import dev.ostler.configuration.ValuePath;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The signals that engines know. */
final class SignalNames {
  private static final Set<String> NAMES =
      Set.of(
          ("ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT SEGV"
                  + " STKFLT STOP SYS TERM TRAP TSTP TTIN TTOU URG USR1 USR2 VTALRM WINCH XCPU XFSZ"
                  + " RTMIN RTMAX")
              .split(" "));

  private static final Pattern REAL_TIME =
      Pattern.compile("RTMIN\\+([1-9]|1[0-5])|RTMAX-([1-9]|1[0-4])");
  private static final Pattern NUMBER = Pattern.compile("[1-9]|[1-5][0-9]|6[0-4]");

  private SignalNames() {}

  /** Reports a text that is none. */
  static void check(ValuePath path, String text, Problems problems) {
    if (!isOne(text)) {
      problems.add(
          path,
          "found '" + text + "', expected a signal such as TERM or HUP, or a number from 1 to 64");
    }
  }

  /** Whether it is one, in either case, with or without {@code SIG}. */
  private static boolean isOne(String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    String name = upper.startsWith("SIG") ? upper.substring("SIG".length()) : upper;
    return NAMES.contains(name)
        || REAL_TIME.matcher(name).matches()
        || NUMBER.matcher(text).matches();
  }
}
