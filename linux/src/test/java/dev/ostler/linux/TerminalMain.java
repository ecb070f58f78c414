package dev.ostler.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts a child into the foreground of the terminal and takes it back when that is stopped. */
final class TerminalMain {
  private TerminalMain() {}

  public static void main(String[] arguments) throws IOException {
    System.out.println("ours: " + Terminal.isOurs());
    if (!Terminal.isOurs()) {
      return;
    }
    ChildCommand command =
        ChildCommand.of(List.of("sleep", "60"), Map.of("PATH", "/usr/bin:/bin"))
            .withGrouping(ChildCommand.Grouping.FOREGROUND);
    try (Child child = Children.spawn(command)) {
      String[] stat = stat("" + child.pid());
      String number = Integer.toString(child.pid());
      System.out.println("child leads its group: " + stat[2].equals(number));
      System.out.println("child is in our session: " + stat[3].equals(stat("self")[3]));
      System.out.println("child has the terminal: " + stat[5].equals(number));
      System.out.println("ours: " + Terminal.isOurs());
      child.signal(Signal.TSTP);
      Deadline.await("the stop", () -> tell(Children.stoppedBy(child)));
      Terminal.takeBack();
      System.out.println("ours: " + Terminal.isOurs());
      child.signal(Signal.KILL);
      System.out.println("ended: " + Started.reap(child).description());
    }
  }

  private static boolean tell(Optional<Signal> stop) {
    stop.ifPresent(signal -> System.out.println("stopped by " + signal));
    return stop.isPresent();
  }

  /** The fields after the name: state, parent, group, session, terminal, its foreground group. */
  private static String[] stat(String pid) throws IOException {
    String text = Files.readString(Path.of("/proc/" + pid + "/stat"));
    return text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
  }
}
