package dev.ostler.abuse;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a campaign came to. */
record Report(Map<String, String> facts, List<Level> levels, Ledger ledger) {
  private static final int NOT_HERE = 69;

  static Report of(Options options, Ledger ledger, Map<String, String> machine, Instant began) {
    Map<String, String> facts = new LinkedHashMap<>();
    Instant now = Instant.now();
    facts.put("began", began.truncatedTo(ChronoUnit.SECONDS).toString());
    facts.put("took", Duration.between(began, now).toSeconds() + " s");
    facts.put("seed", Long.toString(options.seed()));
    facts.putAll(machine);
    return new Report(facts, options.levels().stream().sorted().toList(), ledger);
  }

  /** Whether nothing was found; what could not be looked at is no finding. */
  boolean passed() {
    return ledger.findings().isEmpty();
  }

  /** For a shell: that nothing could be looked at is no success. */
  int status() {
    boolean looked = invariants().stream().anyMatch(one -> ledger.checks(one) > 0);
    return passed() ? (looked ? 0 : NOT_HERE) : 1;
  }

  String markdown() {
    StringBuilder text = new StringBuilder();
    facts.forEach((name, value) -> text.append("- %s: %s%n".formatted(name, value)));
    for (Level level : levels) {
      text.append(
          "- rounds of %s: %d%s%n"
              .formatted(
                  level.word(),
                  ledger.rounds(level),
                  ledger.note(level).map(note -> "; " + note).orElse("")));
    }
    text.append("\n| | what must hold | looked | broken |\n| --- | --- | --- | --- |\n");
    invariants()
        .forEach(invariant ->
            text.append(
                "| %s | %s | %s | %s |%n"
                    .formatted(
                        invariant.level().word(),
                        invariant.claim(),
                        ledger.checks(invariant) == 0 ? "not looked" : ledger.checks(invariant),
                        ledger.breaches(invariant) == 0 ? "" : ledger.breaches(invariant))));
    text.append("\n| | fault | done |\n| --- | --- | --- |\n");
    faults()
        .forEach(fault ->
            text.append(
                "| %s | %s | %s |%n".formatted(fault.level().word(), fault.what(), times(fault))));
    text.append(findings());
    return text.toString();
  }

  private String times(Fault fault) {
    return ledger
        .remedy(fault)
        .map(remedy -> "not here: " + remedy)
        .orElse(Long.toString(ledger.done(fault)));
  }

  private String findings() {
    if (ledger.findings().isEmpty()) {
      return "\nNothing was found.\n";
    }
    return ledger.findings().stream()
        .map(finding ->
            "\n- **round %d of %s: %s**: %s (after %s)"
                .formatted(
                    finding.round(),
                    finding.level().word(),
                    finding.invariant().map(Invariant::claim).orElse("trouble"),
                    finding.evidence(),
                    finding.before().stream().map(Fault::word).collect(Collectors.joining(", "))))
        .collect(Collectors.joining("", "", "\n"));
  }

  String json() {
    String about =
        list(
            facts.entrySet().stream()
                .map(fact -> string(fact.getKey()) + ": " + string(fact.getValue()))
                .toList());
    String rounds =
        list(
            levels.stream()
                .map(level -> string(level.word()) + ": " + ledger.rounds(level))
                .toList());
    String notes =
        list(
            levels.stream()
                .flatMap(level ->
                    ledger
                        .note(level)
                        .map(note -> string(level.word()) + ": " + string(note))
                        .stream())
                .toList());
    String looked =
        list(
            invariants().stream()
                .map(one ->
                    "{\"level\": %s, \"invariant\": %s, \"claim\": %s, \"checked\": %d, \"broken\": %d}"
                        .formatted(
                            string(one.level().word()),
                            string(one.word()),
                            string(one.claim()),
                            ledger.checks(one),
                            ledger.breaches(one)))
                .toList());
    String done =
        list(
            faults().stream()
                .map(one ->
                    "{\"level\": %s, \"fault\": %s, \"done\": %d%s}"
                        .formatted(
                            string(one.level().word()),
                            string(one.word()),
                            ledger.done(one),
                            ledger
                                .remedy(one)
                                .map(remedy -> ", \"absent\": " + string(remedy))
                                .orElse("")))
                .toList());
    String found = list(ledger.findings().stream().map(Report::json).toList());
    return "{\n\"facts\": {%s},\n\"rounds\": {%s},\n\"notes\": {%s},\n\"invariants\": [%s],\n\"faults\": [%s],\n\"findings\": [%s]\n}\n"
        .formatted(about, rounds, notes, looked, done, found);
  }

  private static String json(Ledger.Finding finding) {
    Optional<String> invariant = finding.invariant().map(Invariant::word);
    String before =
        finding.before().stream()
            .map(Fault::word)
            .map(Report::string)
            .collect(Collectors.joining(", "));
    return "{\"level\": %s%s, \"round\": %d, \"evidence\": %s, \"before\": [%s]}"
        .formatted(
            string(finding.level().word()),
            invariant.map(word -> ", \"invariant\": " + string(word)).orElse(""),
            finding.round(),
            string(finding.evidence()),
            before);
  }

  private List<Invariant> invariants() {
    return Arrays.stream(Invariant.values()).filter(one -> levels.contains(one.level())).toList();
  }

  private List<Fault> faults() {
    return Arrays.stream(Fault.values()).filter(one -> levels.contains(one.level())).toList();
  }

  private static String list(List<String> values) {
    return values.isEmpty()
        ? ""
        : values.stream().collect(Collectors.joining(",\n  ", "\n  ", "\n"));
  }

  /** A quoted string; control characters, which nobody needs to see, become spaces. */
  private static String string(String text) {
    return '"'
        + text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}", " ")
        + '"';
  }
}
