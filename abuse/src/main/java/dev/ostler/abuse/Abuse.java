package dev.ostler.abuse;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Does Ostler harm at random and looks whether it keeps its promises. */
public final class Abuse {
  private static final int WRONG_USAGE = 64;

  private Abuse() {}

  /** The first argument is the folder of the checkout; the others are the user's. */
  public static void main(String[] arguments) throws Exception {
    List<String> words = Arrays.asList(arguments);
    if (words.contains("--help")) {
      System.out.println(help());
      return;
    }
    Options options;
    try {
      options = Options.parse(Path.of(words.getFirst()), words.subList(1, words.size()));
    } catch (IllegalArgumentException e) {
      System.err.println("abuse: " + e.getMessage());
      System.err.println(help());
      System.exit(WRONG_USAGE);
      return;
    }
    System.err.println("seed " + options.seed());
    Campaign campaign = new Campaign(options);
    Report report = campaign.run();
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.print(
        switch (options.output()) {
          case MARKDOWN -> report.markdown();
          case JSON -> report.json();
        });
    if (!campaign.isEnding()) {
      System.exit(report.status());
    }
  }

  private static String help() {
    StringBuilder text = new StringBuilder(Options.USAGE).append("\nfaults:\n");
    for (Fault fault : Fault.values()) {
      text.append("  %-20s %s%n".formatted(fault.word(), fault.what()));
    }
    return text.toString().stripTrailing();
  }
}
