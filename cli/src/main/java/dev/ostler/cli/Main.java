package dev.ostler.cli;

/** The {@code ostler} command. */
public final class Main {
  private static final int WRONG_USAGE = 64;

  private Main() {}

  /** Runs one command; the exit status says how it went. */
  public static void main(String[] arguments) {
    if (arguments.length == 1 && arguments[0].equals("version")) {
      System.out.println("ostler " + version());
      return;
    }
    System.err.println("usage: ostler version");
    System.exit(WRONG_USAGE);
  }

  private static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "(not packaged)" : version;
  }
}
