package dev.ostler.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reaps as the first process of a container does, and says what it saw. */
final class ReapMain {
  private static final Map<String, String> PATH = Map.of("PATH", "/usr/bin:/bin");

  private final Signals signals = Signals.open();
  private final Poller poller = Poller.open();
  private final List<ChildExit> exits = new ArrayList<>();
  private final Path flag;
  private int notices;

  private ReapMain(Path folder) throws IOException {
    flag = folder.resolve("flag");
    poller.add(
        signals,
        () -> {
          notices += signals.read().size();
          exits.addAll(Children.reapEnded());
        });
  }

  private static ChildCommand shell(String script) {
    return ChildCommand.of(List.of("sh", "-c", script), PATH);
  }

  private static String untilThere(Path file) {
    return "until test -e " + file + "; do sleep 0.01; done";
  }

  private void awaitExits(int count) throws IOException {
    while (exits.size() < count) {
      poller.await();
    }
  }

  /** All have ended before the first look: the kernel has kept a single notice. */
  private void manyAtOnce(int count) throws IOException {
    List<Child> children = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      children.add(Children.spawn(shell("exit " + i)));
    }
    Deadline.await("their end", () -> OwnState.zombies() == count);
    awaitExits(count);
    boolean right = true;
    for (int i = 0; i < count; i++) {
      ChildExit expected = new ChildExit(children.get(i).pid(), new ChildExit.Exited(i));
      right &= exits.contains(expected);
      children.get(i).close();
    }
    System.out.println(exits.size() + " exits by " + notices + " notice, right: " + right);
    System.out.println("left: " + Children.areLeft() + ", zombies: " + OwnState.zombies());
  }

  private void orphans() throws IOException {
    Children.adoptOrphans();
    try (Child child = Children.spawn(shell("(" + untilThere(flag) + "; exit 9) & exit 3"))) {
      awaitExits(1);
      System.out.println(
          "own: " + exits.get(0).equals(new ChildExit(child.pid(), exits.get(0).cause())));
      System.out.println("own " + exits.get(0).description());
      System.out.println("group: " + child.groupIsAlive() + ", left: " + Children.areLeft());
      Files.createFile(flag);
      awaitExits(2);
      System.out.println("orphan " + exits.get(1).description());
      System.out.println("group: " + child.groupIsAlive() + ", left: " + Children.areLeft());
      System.out.println("signalled: " + child.signalGroup(Signal.KILL));
    }
  }

  private void survivors() throws IOException {
    Children.adoptOrphans();
    try (Child child =
        Children.spawn(
            shell(
                "sleep 60 & setsid sh -c 'touch "
                    + flag
                    + "; exec sleep 61' & "
                    + untilThere(flag)
                    + "; exit 0"))) {
      awaitExits(1);
      System.out.println("group signalled: " + child.signalGroup(Signal.TERM));
      awaitExits(2);
      System.out.println("in group " + exits.get(1).description());
      System.out.println("group: " + child.groupIsAlive() + ", left: " + Children.areLeft());
      Children.signalAll(Signal.KILL);
      awaitExits(3);
      System.out.println("outside " + exits.get(2).description());
      System.out.println("left: " + Children.areLeft());
      Children.signalAll(Signal.KILL);
    }
  }

  private void storm(int count) throws IOException {
    Children.adoptOrphans();
    try (Child child =
        Children.spawn(
            shell("i=0; while [ $i -lt " + count + " ]; do (true &) ; i=$((i+1)); done; exit 5"))) {
      while (Children.areLeft()) {
        poller.await();
      }
      System.out.println(
          exits.size()
              + " exits, own: "
              + exits.contains(new ChildExit(child.pid(), new ChildExit.Exited(5))));
    }
  }

  public static void main(String[] arguments) throws IOException {
    ReapMain main = new ReapMain(Path.of(arguments[1]));
    switch (arguments[0]) {
      case "many" -> main.manyAtOnce(200);
      case "orphans" -> main.orphans();
      case "survivors" -> main.survivors();
      case "storm" -> main.storm(1000);
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }
}
