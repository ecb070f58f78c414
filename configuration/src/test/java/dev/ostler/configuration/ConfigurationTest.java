package dev.ostler.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
  private final Configuration<Inn> inns =
      Configuration.of(Inn.class).withEnvironment(Map.of("STALLS", "7", "EMPTY", "", "KEY", "k"));

  @TempDir Path folder;

  @Test
  void whatIsNotNamedHasItsDefault() throws Exception {
    Inn inn = read("name: Rest");

    assertThat(inn)
        .isEqualTo(
            new Inn(
                "Rest",
                4,
                0.5,
                1_000_000_000_000L,
                false,
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(30),
                new Size(10 << 20),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Inn.Feed.OATS_ONLY,
                List.of(),
                List.of(),
                Map.of(),
                Map.of(),
                new Inn.Gate.Closed(),
                Optional.empty(),
                new Inn.Hearth("oak", 3),
                Optional.empty(),
                Map.of(),
                Map.of()));
  }

  @Test
  void everythingThatIsNamedIsRead() throws Exception {
    Inn inn =
        read(
            """
            name: "The Ostler's"
            stalls: 12
            slope: 0.25
            grains: -5
            open: true
            haunted: false
            floors: 3
            within: 1h30m
            cellar: 2GB
            ledger: books/ledger
            site: http://127.0.0.1:8080/
            key: {env: KEY}
            feed: hay
            guests: [Ann, 'Bob']
            signs: bell
            rations: {dobbin: oats-only}
            horses:
              dobbin: {bridle: [leather], for: Ann}
            gate: {guard: Tom, shift: 8h}
            probe: {tcp: "127.0.0.1:80"}
            hearth: ash
            colour: red
            tabs: {ann: [1, 2]}
            cups: {red: 2}
            """);

    assertThat(inn)
        .isEqualTo(
            new Inn(
                "The Ostler's",
                12,
                0.25,
                -5,
                true,
                Optional.of(false),
                Optional.of(3),
                Duration.ofMinutes(90),
                new Size(2_000_000_000),
                Optional.of(Path.of("books/ledger")),
                Optional.of(URI.create("http://127.0.0.1:8080/")),
                Optional.of(Secret.of("k")),
                Inn.Feed.HAY,
                List.of("Ann", "Bob"),
                List.of("bell"),
                Map.of("dobbin", Inn.Feed.OATS_ONLY),
                Map.of("dobbin", new Inn.Horse(List.of("leather"), Optional.of("Ann"))),
                new Inn.Gate.Guard("Tom", Duration.ofHours(8)),
                Optional.of(
                    new Inn.Probe(
                        Optional.empty(), Optional.of("127.0.0.1:80"), Duration.ofSeconds(1))),
                new Inn.Hearth("ash", 3),
                Optional.of(new Inn.Colour(0xFF0000)),
                Map.of("ann", List.of(1, 2)),
                Map.of(new Inn.Colour(0xFF0000), 2)));
  }

  @Test
  void countryIsNotATruthValueWhereATextIsExpected() throws Exception {
    Inn inn = read("{name: no, guests: [1.10, 0x1F, true, on]}");

    assertThat(inn.name()).isEqualTo("no");
    assertThat(inn.guests()).containsExactly("1.10", "0x1F", "true", "on");
  }

  @Test
  void listMayNameTheKeysOfAMapping() throws Exception {
    assertThat(read("{name: a, rations: [dobbin, star]}").rations())
        .containsExactly(Map.entry("dobbin", Inn.Feed.HAY), Map.entry("star", Inn.Feed.HAY));
  }

  @Test
  void alternativesAreWordsMappingsOrLists() throws Exception {
    assertThat(read("{name: a, gate: half-open}").gate()).isEqualTo(new Inn.Gate.HalfOpen());
    assertThat(read("{name: a, gate: {toll: 3}}").gate()).isEqualTo(new Inn.Gate.Toll(3));
    assertThat(read("{name: a, gate: [closed, {toll: 3}]}").gate())
        .isEqualTo(new Inn.Gate.Several(List.of(new Inn.Gate.Closed(), new Inn.Gate.Toll(3))));
  }

  @Test
  void variablesAreReplacedInValues() throws Exception {
    Inn inn =
        read(
            """
            name: a-${STALLS}-${NONE:-none}-${EMPTY:-empty}-${EMPTY}-$$HOME-$HOME
            stalls: "${STALLS}"
            horses: {"${STALLS}": {bridle: [a]}}
            """);

    assertThat(inn.name()).isEqualTo("a-7-none-empty--$HOME-$HOME");
    assertThat(inn.stalls()).isEqualTo(7);
    assertThat(inn.horses()).containsOnlyKeys("${STALLS}");
  }

  @Test
  void aliasesStandForTheirAnchors() throws Exception {
    Inn inn = read("{name: &n Rest, guests: &g [*n], signs: *g}");

    assertThat(inn.signs()).containsExactly("Rest");
  }

  @Test
  void relativePathsStartFromTheFolderOfTheFile() throws Exception {
    Path file = write("inn.yaml", "{name: a, ledger: books/../ledger}");

    Inn inn = Configuration.read(file, Inn.class);

    assertThat(inn.ledger()).contains(folder.resolve("ledger"));
  }

  @Test
  void secretsAreReadFromFilesAndNotShown() throws Exception {
    write("key", "hunter2\n");
    Path file = write("inn.yaml", "{name: a, key: {file: key}}");

    Inn inn = inns.read(file);

    assertThat(inn.key().orElseThrow().reveal()).isEqualTo("hunter2");
    assertThat(inn.toString()).contains("[REDACTED]").doesNotContain("hunter2");
  }

  @Test
  void byteOrderMarkIsNoContent() throws Exception {
    assertThat(inns.read(write("inn.yaml", "\uFEFFname: a")).name()).isEqualTo("a");
  }

  @Test
  void laterFilesOverrideEarlierOnes() throws Exception {
    Path base = write("base.yaml", "{name: a, guests: [x, y], hearth: {wood: ash, logs: 9}}");
    Path over = write("over.yaml", "{stalls: 2, guests: [z], hearth: {logs: 1}}");

    Inn inn = inns.read(base, over);

    assertThat(inn.name()).isEqualTo("a");
    assertThat(inn.stalls()).isEqualTo(2);
    assertThat(inn.guests()).containsExactly("z");
    assertThat(inn.hearth()).isEqualTo(new Inn.Hearth("ash", 1));
  }

  private Inn read(String text) throws InvalidConfigurationException {
    return inns.read("inn.yaml", text);
  }

  private Path write(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text);
  }
}
