package dev.ostler.cli;

import dev.ostler.linux.Signals;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/*
 * A cache is made from the life of one virtual machine: so what is to be fast by it goes through
 * that one, command after command. Clients ask while the others run.
 */
/**
 * The run that an AOT cache is made from: commands, each after a word {@code ;}. What is before the
 * first of these is for the launcher; {@code engine SOCKET} starts what fleets ask, {@code visitor
 * FILE} who visits the gateway of that file, {@code kernel} calls it, as others do by their end.
 */
final class Training {
  private static final int UNAVAILABLE = 69;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final ToIntFunction<List<String>> main;

  private Training(ToIntFunction<List<String>> main) {
    this.main = main;
  }

  /** Returns the status of the first that failed. */
  static int run(List<String> words, ToIntFunction<List<String>> main) {
    return new Training(main).run(commands(words));
  }

  private static List<List<String>> commands(List<String> words) {
    List<List<String>> commands = new ArrayList<>();
    for (String word : words.subList(words.indexOf(";"), words.size())) {
      if (word.equals(";")) {
        commands.add(new ArrayList<>());
      } else {
        commands.getLast().add(word);
      }
    }
    return commands;
  }

  private int run(List<List<String>> commands) {
    List<List<String>> questions =
        commands.stream().filter(command -> command.getFirst().equals("ctl")).toList();
    Thread client = Thread.ofPlatform().daemon().start(() -> questions.forEach(this::ask));
    int failed = 0;
    for (List<String> command : commands) {
      if (command.getFirst().equals("engine")) {
        TrainingEngine.start(Path.of(command.get(1)));
      } else if (command.getFirst().equals("visitor")) {
        TrainingVisitor.start(Path.of(command.get(1)));
      } else if (command.getFirst().equals("kernel")) {
        boolean _ = Signals.areBlocked();
      } else if (!questions.contains(command)) {
        int status = main.applyAsInt(command);
        failed = failed == 0 ? status : failed;
      }
    }
    return client.isAlive() ? UNAVAILABLE : failed;
  }

  /** The socket comes some time after the start. */
  private void ask(List<String> question) {
    long start = System.nanoTime();
    while (main.applyAsInt(question) == UNAVAILABLE
        && System.nanoTime() - start < PATIENCE.toNanos()) {
      pause();
    }
  }

  static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      throw new AssertionError("internal error: nobody interrupts the training", e);
    }
  }
}
