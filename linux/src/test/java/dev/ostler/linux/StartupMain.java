package dev.ostler.linux;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Prints what it is and was given. */
final class StartupMain {
  private StartupMain() {}

  public static void main(String[] decoded) throws IOException {
    System.out.println("before " + Libc.getpid() + " " + Signals.areBlocked());
    System.out.flush();
    Startup.blockSignals();
    System.out.println("main " + Libc.getpid() + " " + Signals.areBlocked());
    for (String argument : Startup.arguments(decoded)) {
      System.out.println("argument " + hexadecimal(argument));
    }
    for (Map.Entry<String, String> variable : Startup.environment().entrySet()) {
      System.out.println(
          "variable " + hexadecimal(variable.getKey()) + "=" + hexadecimal(variable.getValue()));
    }
    for (String name : List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")) {
      System.out.println("java " + name + " " + System.getenv(name));
    }
    System.out.println("java _JAVA_SR_SIGNUM " + System.getenv("_JAVA_SR_SIGNUM"));
    System.out.println("properties " + System.getProperty("a") + System.getProperty("b"));
    System.out.println("descriptors " + OwnState.descriptors());
    ChildCommand command =
        ChildCommand.of(List.of("/bin/cat", "/proc/self/status"), Startup.environment());
    System.out.flush();
    try (Child child = Children.spawn(command)) {
      Started.reap(child);
    }
    Startup.exit(23);
  }

  static String hexadecimal(String text) {
    return HexFormat.of().formatHex(CStrings.encode(text));
  }
}
