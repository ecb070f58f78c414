package dev.ostler.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A command, or a command of a command: what parsing, help, completion, manual pages and the
 * reference are made from.
 *
 * @param name one word
 * @param usages what may follow it, such as {@code [OPTION...] FILE...}; at least one
 * @param summary what it does, in a few words
 * @param description what it does, in sentences of at most 100 characters a line
 * @param options its own, and those that it shares with others
 * @param commands its commands, if it has any
 * @param variables of the environment that it looks at
 * @param statuses with which it exits, beside 0, 64 and 70
 */
record Command(
    String name,
    List<String> usages,
    String summary,
    String description,
    List<Option> options,
    List<Command> commands,
    List<Variable> variables,
    List<Status> statuses) {

  /** A variable of the environment. */
  record Variable(String name, String help) {}

  /**
   * An exit status.
   *
   * @param code such as 65, or what stands for several
   * @param when what it says
   */
  record Status(String code, String when) {
    /** Numbers in their order, words at last. */
    private int order() {
      String digits = code.replaceAll("\\D.*", "");
      return digits.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(digits);
    }
  }

  /** What statuses say in every command that has them. */
  static final List<Status> USUAL =
      List.of(
          new Status("0", "done"),
          new Status("1", "failed"),
          new Status("2", "something would be done ('ostler fleet' alone: plan, or --dry-run)"),
          new Status("64", "wrong usage"),
          new Status("65", "a file is bad"),
          new Status("69", "a service or a host does not answer, or something needed is missing"),
          new Status("70", "a mistake of Ostler's own; please report what it prints with --debug"),
          new Status("75", "somebody else works on a host or a target; try again"));

  /** What the environment says to every command. */
  static final List<Variable> EVERYWHERE =
      List.of(
          new Variable("NO_COLOR", "no colour, if it is set to something"),
          new Variable("TERM", "with dumb: no colour, and nothing is drawn anew"),
          new Variable("OSTLER_JAVA_HOME", "the Java that runs Ostler, in place of its own"),
          new Variable("JAVA_HOME", "the same where Ostler has none of its own"));

  private static final Set<String> ALWAYS = Set.of("0", "64");

  Command {
    if (usages.isEmpty()) {
      throw new IllegalArgumentException("a command must have a usage: " + name);
    }
    usages = List.copyOf(usages);
    options = List.copyOf(options);
    commands = List.copyOf(commands);
    variables = List.copyOf(variables);
    statuses = List.copyOf(statuses);
  }

  static Command of(String name, String usage, String summary) {
    return new Command(
        name, List.of(usage), summary, "", List.of(), List.of(), List.of(), List.of());
  }

  /** It can be called in another way, too. */
  Command or(String usage) {
    List<String> more = new ArrayList<>(usages);
    more.add(usage);
    return new Command(name, more, summary, description, options, commands, variables, statuses);
  }

  Command does(String text) {
    return new Command(name, usages, summary, text.strip(), options, commands, variables, statuses);
  }

  Command with(List<Option> more) {
    List<Option> all = new ArrayList<>(options);
    all.addAll(more);
    return new Command(name, usages, summary, description, all, commands, variables, statuses);
  }

  Command having(List<Command> all) {
    return new Command(name, usages, summary, description, options, all, variables, statuses);
  }

  Command reading(String variable, String help) {
    List<Variable> more = new ArrayList<>(variables);
    more.add(new Variable(variable, help));
    return new Command(name, usages, summary, description, options, commands, more, statuses);
  }

  Command exiting(String code, String when) {
    List<Status> more = new ArrayList<>(statuses);
    more.add(new Status(code, when));
    return new Command(name, usages, summary, description, options, commands, variables, more);
  }

  Optional<Command> command(String wanted) {
    return commands.stream().filter(command -> command.name().equals(wanted)).findFirst();
  }

  /** Something that it and its commands have, each once. */
  <T> List<T> all(Function<Command, List<T>> what) {
    return Stream.concat(Stream.of(this), commands.stream())
        .flatMap(command -> what.apply(command).stream())
        .distinct()
        .toList();
  }

  /** All statuses with which it exits, in their order. */
  List<Status> exits() {
    List<Status> own = all(Command::statuses);
    return Stream.concat(own.stream(), USUAL.stream().filter(each -> ALWAYS.contains(each.code())))
        .sorted(Comparator.comparingInt(Status::order))
        .toList();
  }

  /** Those that not every command takes. */
  List<Option> ownOptions() {
    return options.stream().filter(option -> !Option.COMMON.contains(option)).toList();
  }

  boolean takes(String wanted) {
    for (Option option : options) {
      if (option.name().equals(wanted)) {
        return true;
      }
    }
    return false;
  }

  /** Those that are written after its options, by name, such as {@code FILE...}. */
  List<String> operands() {
    return usages.stream()
        .flatMap(usage -> Stream.of(usage.split(" ", -1)))
        .filter(word -> !word.isEmpty() && !word.equals("[OPTION...]"))
        .toList();
  }
}
