package dev.ostler.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every kind of broken file, with the whole message. */
class BrokenFilesTest {
  private final Configuration<Inn> inns =
      Configuration.of(Inn.class).withEnvironment(Map.of("WORD", "word"));

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
              {horses: {d: {bridel: [a]}}, name: a}  | 1:15: horses.d.bridel: found an unknown key; did you mean 'bridle'
              {name: a, colours: x}                  | 1:11: colours: found an unknown key; did you mean 'colour'
              {name: "a\\0b"}                        | 1:8: name: found a NUL character, which no program can be given
              {name: a, Within: 1s}                  | 1:11: Within: found an unknown key; did you mean 'within'
              {name: a, stalls: many}                | 1:19: stalls: found 'many', expected a whole number from 1 to 40
              {name: a, stalls: 41}                  | 1:19: stalls: found '41', expected a whole number from 1 to 40
              {name: a, stalls: "4"}                 | 1:19: stalls: found '4', expected a whole number from 1 to 40
              {name: a, stalls: 010}                 | 1:19: stalls: found '010', expected a whole number from 1 to 40
              {name: a, stalls: "${WORD}"}           | 1:19: stalls: found '${WORD}' with a value that does not fit, expected a whole number from 1 to 40
              {name: a, slope: 1.5}                  | 1:18: slope: found '1.5', expected a number from 0 to 1
              {name: a, grains: 1e3}                 | 1:19: grains: found '1e3', expected a whole number
              {name: a, feed: hai}                   | 1:17: feed: found 'hai', expected hay or oats-only; did you mean 'hay'
              {stalls: 3}                            | 1:1: name: found nothing, expected a text
              {name: }                               | 1:7: name: found nothing, expected a text
              {name: {a: b}}                         | 1:8: name: found a mapping, expected a text
              {name: a, guests: Ann}                 | 1:19: guests: found 'Ann', expected a list
              {name: a, guests: {a: b}}              | 1:19: guests: found a mapping, expected a list
              {name: a, guests: [a, [b]]}            | 1:23: guests[1]: found a list, expected a text
              {name: a, horses: [d]}                 | 1:19: horses: found a list, expected a mapping
              {name: a, horses: {d: {bridle: []}}}   | 1:32: horses.d.bridle: found an empty list, expected one that is not empty
              {name: a, horses: {"a.b": {}}}         | 1:27: horses."a.b".bridle: found nothing, expected a list
              {name: a, horses: {d: {bridle: [rope]}}} | 1:23: horses.d: a horse is not led by a rope
              {name: a, rations: [d, d]}             | 1:24: rations[1]: found 'd' twice, expected it once
              {name: a, open: yes}                   | 1:17: open: found 'yes', expected true or false; did you mean 'true'
              {name: a, open: No}                    | 1:17: open: found 'No', expected true or false; did you mean 'false'
              {name: a, open: 1}                     | 1:17: open: found '1', expected true or false
              {name: a, within: 30}                  | 1:19: within: found '30', expected a duration such as 500ms, 30s, 5m or 1h30m; did you mean '30s'
              {name: a, within: 30m1h}               | 1:19: within: found '30m1h', expected a duration such as 500ms, 30s, 5m or 1h30m
              {name: a, within: 10000h}              | 1:19: within: found '10000h', expected at most 9999h
              {name: a, cellar: 10M}                 | 1:19: cellar: found '10M', expected a size such as 512, 10MiB or 2GB
              {name: a, cellar: 99999999TiB}         | 1:19: cellar: found '99999999TiB', expected a size below 8EiB
              {name: a, ledger: ""}                  | 1:19: ledger: found '', expected a path
              {name: a, site: "a b"}                 | 1:17: site: found 'a b', expected a URI such as http://127.0.0.1:8080/
              {name: a, colour: blue}                | 1:19: colour: no such colour 'blue': there is red
              {name: a, gate: shut}                  | 1:17: gate: found 'shut', expected closed, half-open, a list or a mapping with toll or guard
              {name: a, gate: half_open}             | 1:17: gate: found 'half_open', expected closed, half-open, a list or a mapping with toll or guard; did you mean 'half-open'
              {name: a, gate: {gaurd: Tom}}          | 1:18: gate.gaurd: found an unknown key; did you mean 'guard'
              {name: a, gate: {}}                    | 1:17: gate: found an empty mapping, expected exactly one of toll or guard
              {name: a, gate: {toll: 1, guard: T}}   | 1:17: gate: found toll and guard, expected exactly one of toll or guard
              {name: a, gate: {toll: 1, shift: 1s}}  | 1:27: gate.shift: found an unknown key, expected toll
              {name: a, probe: {}}                   | 1:18: probe: found none of them, expected exactly one of http or tcp
              {name: a, probe: {htp: b}}             | 1:19: probe.htp: found an unknown key; did you mean 'http'
          {name: a, floors: 0}                   | 1:19: floors: found '0', expected a whole number of at least 1
          {name: a, cups: {red: 2, RED: 3}}      | 1:26: cups.RED: found a second key for the same, expected only one
          {name: a, probe: {http: b, tcp: c}}    | 1:18: probe: found http and tcp, expected exactly one of http or tcp
              {name: a, hearth: [a]}                 | 1:19: hearth: found a list, expected a text or a mapping
              {name: a, key: {env: NONE}}            | 1:22: key.env: the variable NONE is not set; set it
              {name: a, key: {file: none}}           | 1:23: key.file: cannot read the secret in none: it is not there
              {name: a, key: {from: none}}           | 1:23: key.from: found another form, expected a text, {file: PATH} or {env: NAME}
              {name: a, key: [hunter2]}              | 1:16: key: found another form, expected a text, {file: PATH} or {env: NAME}
              {name: a, tabs: {a: [1, x]}}           | 1:25: tabs.a[1]: found 'x', expected a whole number
              [a]                                    | 1:1: found a list, expected a mapping
              {name: "${NONE}"}                      | 1:8: name: the variable NONE is not set; set it, or give a default as in ${NONE:-value}
              {name: "${a"}                          | 1:8: name: found '${a', expected ${NAME} or ${NAME:-default}; a $ that stays is written $$
              {name: "${a%%b}"}                      | 1:8: name: found '${a%%b}', expected ${NAME} or ${NAME:-default}; a $ that stays is written $$
              {name: a, name: b}                     | 1:11: name: found the key a second time, expected it once; it is also in line 1
              {name: a, <<: {stalls: 3}}             | 1:11: found a merge key, which YAML 1.2 does not have, expected the keys themselves
              {name: a, [b]: c}                      | 1:11: found a list as a key, expected a name
              {name: !!binary aGk=}                  | 1:8: name: found the tag 'tag:yaml.org,2002:binary', expected none
              {name: *b}                             | 1:8: found the alias *b of nothing, expected the name of an anchor before it
              {name: a, guests: &g [*g]}             | 1:23: found the alias *g within what it stands for
              {name: a                               | 1:9: found no YAML while parsing a flow mapping: expected ',' or '}', but got <stream end>
          """)
  void isRefusedAtItsPlace(String text, String problem) {
    assertThatThrownBy(() -> inns.read("inn.yaml", text))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessage("inn.yaml:" + problem);
  }

  @Test
  void emptyFileLacksWhatIsRequired() {
    assertThat(problems("# nothing\n"))
        .isEqualTo("inn.yaml:1:1: found nothing, expected a mapping");
  }

  @Test
  void tabIsNoIndentation() {
    assertThat(problems("horses:\n\tdobbin: {}\n"))
        .isEqualTo("inn.yaml:2:1: found a tab, expected spaces");
  }

  @Test
  void badIndentationIsShownWhereItIs() {
    assertThat(problems("name: a\n  stalls: 3\n"))
        .isEqualTo("inn.yaml:2:9: found no YAML: mapping values are not allowed here");
  }

  @Test
  void secondDocumentIsRefused() {
    assertThat(problems("name: a\n---\nname: b\n"))
        .isEqualTo("inn.yaml:2:1: found a second document, expected only one");
  }

  @Test
  void allThatIsWrongIsSaidAtOnceInTheOrderOfTheFile() {
    assertThat(problems("stalls: x\nopen: maybe\nfede: hay\nopen: true\nguests: a\n"))
        .isEqualTo(
            """
            inn.yaml:1:1: name: found nothing, expected a text
            inn.yaml:1:9: stalls: found 'x', expected a whole number from 1 to 40
            inn.yaml:2:7: open: found 'maybe', expected true or false
            inn.yaml:3:1: fede: found an unknown key; did you mean 'feed'
            inn.yaml:4:1: open: found the key a second time, expected it once; it is also in line 2
            inn.yaml:5:9: guests: found 'a', expected a list\
            """);
  }

  @Test
  void checksReportAtTheirValues() {
    Configuration<Inn> checked =
        inns.withCheck((inn, problems) -> {
          problems.add(ValuePath.of("guests").item(1), "no such guest");
          problems.add(ValuePath.of("hearth", "logs"), "too few");
        });

    Throwable refusal = catchThrowable(() -> checked.read("inn.yaml", "name: a\nguests: [a, b]"));

    assertThat(refusal)
        .hasMessage("inn.yaml:1:1: hearth.logs: too few\ninn.yaml:2:13: guests[1]: no such guest");
  }

  @Test
  void whatFitsIsCheckedBesideWhatDoesNot() {
    Configuration<Inn> checked =
        inns.withCheck((inn, problems) -> {
          problems.add(ValuePath.of("guests").item(0), "no such guest of " + inn.horses().keySet());
          assertThat(problems.isLeftOut(ValuePath.of("horses", "grani"))).isTrue();
          assertThat(problems.isLeftOut(ValuePath.of("horses", "grani", "for"))).isTrue();
          assertThat(problems.isLeftOut(ValuePath.of("horses"))).isTrue();
          assertThat(problems.isLeftOut(ValuePath.of("horses", "gran"))).isFalse();
        });

    Throwable refusal =
        catchThrowable(() ->
            checked.read(
                "inn.yaml",
                """
                name: a
                guests: [b]
                open: maybe
                horses: {grani: {bridle: 7}, gran: {bridle: [leather]}}
                """));

    assertThat(refusal)
        .hasMessage(
            """
            inn.yaml:2:10: guests[0]: no such guest of [gran]
            inn.yaml:3:7: open: found 'maybe', expected true or false
            inn.yaml:4:26: horses.grani.bridle: found '7', expected a list\
            """);
  }

  @Test
  void whatIsWrongWithoutWhatIsWrongIsLeftOutToo() {
    Configuration<Inn> checked =
        inns.withCheck((inn, problems) ->
            problems.add(ValuePath.of("name"), "horses are " + inn.horses().keySet()));

    Throwable refusal =
        catchThrowable(() -> checked.read("inn.yaml", "name: a\nhorses: {g: {bridel: [x]}}"));

    assertThat(refusal)
        .hasMessage(
            """
            inn.yaml:1:7: name: horses are []
            inn.yaml:2:14: horses.g.bridel: found an unknown key; did you mean 'bridle'\
            """);
  }

  @Test
  void problemsOfMergedFilesAreShownInTheirOwn() throws Exception {
    Path base = Files.writeString(folder.resolve("base.yaml"), "name: a\nstalls: x\n");
    Path over = Files.writeString(folder.resolve("over.yaml"), "\nopen: x\n");

    Throwable refusal = catchThrowable(() -> inns.read(base, over));

    assertThat(refusal)
        .hasMessage(
            base
                + ":2:9: stalls: found 'x', expected a whole number from 1 to 40\n"
                + over
                + ":2:7: open: found 'x', expected true or false");
  }

  @Test
  void bytesThatAreNoTextAreShownWhereTheyAre() throws Exception {
    Path file =
        Files.write(folder.resolve("a"), "name: b\nsité: ".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(catchThrowable(() -> inns.read(file)))
        .hasMessage(file + ":2:4: found the byte 0xE9, expected text in UTF-8");
  }

  @Test
  void controlCharactersAreShownWhereTheyAre() {
    assertThat(problems("name: b\nsite: \u0007"))
        .isEqualTo("inn.yaml:2:7: found the character U+0007, expected printable text");
  }

  @Test
  void aliasesCannotGrowWithoutBound() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 12; i++) {
      bomb.append("a" + i + ": &a" + i + " [");
      bomb.append(("*a" + (i - 1) + ",").repeat(10)).append("]\n");
    }

    assertThat(problems(bomb.toString()))
        .isEqualTo("inn.yaml:5:5: found more than 100000 values, expected fewer");
  }

  @Test
  void depthIsBounded() {
    assertThat(problems("[".repeat(100_000)))
        .isEqualTo("inn.yaml:1:65: found more than 64 levels, expected fewer");
  }

  @Test
  void fileThatIsNotThereIsNamed() {
    Path file = folder.resolve("none");

    assertThat(catchThrowable(() -> inns.read(file)))
        .isInstanceOf(IOException.class)
        .hasMessage("cannot read " + file + ": it is not there");
    assertThat(catchThrowable(() -> inns.read(folder)))
        .hasMessage("cannot read " + folder + ": Is a directory");
  }

  @Test
  void sizeIsBounded() throws Exception {
    Path file = Files.write(folder.resolve("a"), new byte[(2 << 20) + 1]);

    assertThat(catchThrowable(() -> inns.read(file)))
        .hasMessage(file + ":1:1: found more than 2MiB, expected a smaller file");
  }

  private String problems(String text) {
    return String.valueOf(catchThrowable(() -> inns.read("inn.yaml", text)).getMessage());
  }
}
