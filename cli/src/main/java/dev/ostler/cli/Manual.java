package dev.ostler.cli;

import dev.ostler.configuration.Reference;
import dev.ostler.fleet.FleetFile;
import dev.ostler.gateway.Gateway;
import dev.ostler.supervisor.RunFile;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The pages of the manual: one of each command, and one of each kind of file. */
final class Manual {
  private static final String VALUES =
      """
      Files are YAML 1.2; unknown keys are refused.

      A duration is written 500ms, 30s, 5m or 1h30m; a size is a number of bytes, or 10MiB, 2GB.

      A relative path starts from the folder of the file.

      ${NAME} in a value is the variable's value, and must be set; ${NAME:-default} need not be. $$ is \
      one dollar sign.\
      """;

  private final String day;

  private Manual(String day) {
    this.day = day;
  }

  /** All pages by the names of their files, such as {@code ostler-run.1}, dated with a day. */
  static Map<String, String> pages(String day) {
    Manual manual = new Manual(day);
    Map<String, String> pages = new TreeMap<>();
    pages.put("ostler.1", manual.overview());
    for (Command command : Commands.ALL) {
      pages.put("ostler-" + command.name() + ".1", manual.page(command));
    }
    pages.put("ostler-run-file.5", manual.page("run", Reference.sections(RunFile.class)));
    pages.put("ostler-fleet-file.5", manual.page("fleet", FleetFile.reference()));
    pages.put("ostler-gateway-file.5", manual.page("gateway", Gateway.reference()));
    return pages;
  }

  private String overview() {
    Roff page =
        new Roff("OSTLER", 1, day)
            .section("NAME")
            .words("ostler - look after what runs in containers")
            .section("SYNOPSIS")
            .words("ostler COMMAND [OPTION...] [ARG...]")
            .section("DESCRIPTION")
            .paragraphs(
                """
                Ostler looks after processes as the first process of a container, brings the containers of
                many hosts to what a file says, and rests apps that nobody uses.

                Results go to standard output, everything else to standard error.\
                """)
            .section("COMMANDS");
    Commands.ALL.forEach(
        command -> page.term("ostler-" + command.name(), "(1)").words(sentence(command.summary())));
    page.section("OPTIONS");
    options(page, Option.ANSWERING);
    page.section("ENVIRONMENT");
    for (Command.Variable variable : Command.EVERYWHERE) {
      page.term(variable.name(), "").words(sentence(variable.help()));
    }
    page.section("EXIT STATUS");
    for (Command.Status status : Command.USUAL) {
      page.term(status.code(), "").words(sentence(status.when()));
    }
    return page.section("SEE ALSO")
        .words("ostler-run(1), ostler-run-file(5), ostler-fleet-file(5), ostler-gateway-file(5)")
        .toString();
  }

  private String page(Command command) {
    String name = "ostler-" + command.name();
    Roff page =
        new Roff(name.toUpperCase(Locale.ROOT), 1, day)
            .section("NAME")
            .words(name + " - " + command.summary())
            .section("SYNOPSIS");
    synopsis(page, command.name(), command);
    page.section("DESCRIPTION").paragraphs(Help.purpose(command));
    if (!command.commands().isEmpty()) {
      page.section("COMMANDS");
      command
          .commands()
          .forEach(own -> {
            page.subsection(own.name());
            synopsis(page, command.name() + " " + own.name(), own);
            page.paragraph(sentence(own.summary()));
            options(page, own.ownOptions());
          });
    }
    page.section("OPTIONS");
    options(page, command.commands().isEmpty() ? command.options() : Option.COMMON);
    ending(page, command);
    return page.toString();
  }

  private static void synopsis(Roff page, String words, Command command) {
    page.paragraphs(
        command.usages().stream()
            .map(usage -> ("ostler " + words + " " + usage).strip())
            .collect(Collectors.joining("\n\n")));
  }

  private static void options(Roff page, List<Option> options) {
    for (Option option : options) {
      String names =
          option.hasLetter()
              ? "-" + option.letter() + ", --" + option.name()
              : "--" + option.name();
      page.term(names, option.argument()).words(sentence(option.help()));
    }
  }

  private static void ending(Roff page, Command command) {
    List<Command.Variable> variables = command.all(Command::variables);
    if (!variables.isEmpty()) {
      page.section("ENVIRONMENT");
      variables.forEach(each -> page.term(each.name(), "").words(sentence(each.help())));
    }
    page.section("EXIT STATUS");
    command.exits().forEach(each -> page.term(each.code(), "").words(sentence(each.when())));
    page.section("SEE ALSO").words("ostler(1)" + pageOfFile(command));
  }

  private static String pageOfFile(Command command) {
    return switch (command.name()) {
      case "run", "fleet", "gateway" -> ", ostler-" + command.name() + "-file(5)";
      case "check", "schema" ->
          ", ostler-run-file(5), ostler-fleet-file(5), ostler-gateway-file(5)";
      case "ctl" -> ", ostler-run(1)";
      case "apps", "wake", "idle", "explain" -> ", ostler-gateway(1)";
      default -> "";
    };
  }

  private String page(String kind, List<Reference.Section> sections) {
    String name = "ostler-" + kind + "-file";
    Roff page =
        new Roff(name.toUpperCase(Locale.ROOT), 5, day)
            .section("NAME")
            .words(name + " - the file of ostler-" + kind + "(1)")
            .section("DESCRIPTION")
            .paragraphs(VALUES)
            .section("KEYS");
    for (Reference.Section section : sections) {
      page.subsection(section.path().isEmpty() ? "The whole file" : section.path());
      if (!section.purpose().isEmpty()) {
        page.words(sentence(section.purpose()));
      }
      section.keys().forEach(key -> key(page, key));
    }
    return page.section("SEE ALSO")
        .words("ostler-" + kind + "(1), ostler-check(1), ostler-schema(1)")
        .toString();
  }

  private static void key(Roff page, Reference.Entry key) {
    String byDefault =
        key.required()
            ? " Required."
            : key.byDefault().isEmpty() ? "" : " Default: " + key.byDefault() + ".";
    page.term(key.name(), key.value()).words(sentence(key.meaning()) + byDefault);
  }

  private static String sentence(String words) {
    String capital = Character.toUpperCase(words.charAt(0)) + words.substring(1);
    return capital.endsWith(".") ? capital : capital + ".";
  }
}
