package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.engine.ContainerState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The table of events in the guide, compared with what programs are given. */
class EventReferenceTest {
  private static final Path GUIDE = Path.of("../docs/guide/fleet.md");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Instant TIME = Instant.EPOCH;
  private static final Step START = new Step.Start(new Step.Ref("abc", "web"));

  /** In every line, or in those of a container. */
  private static final Set<String> EVERYWHERE = Set.of("event", "host", "container");

  private static final List<FleetEvent> EVENTS =
      List.of(
          new FleetEvent.Begun("a", "web", START),
          new FleetEvent.Finished("a", "web", START, Duration.ZERO),
          new FleetEvent.Pulling("a", "web", 45),
          new FleetEvent.Done("a", "web", Duration.ZERO),
          new FleetEvent.Failed("a", "web", "it ended", List.of("no database")),
          new FleetEvent.RolledBack("a", "web", 3, true),
          new FleetEvent.Skipped("a", "web", "others failed"),
          new FleetEvent.LeftOver("a", "web", "device or resource busy"),
          new FleetEvent.FilesRemoved("a", "web", List.of("/x"), Duration.ZERO),
          new FleetEvent.ImageRemoved("a", "web", "web:1", Duration.ZERO));

  private static final List<Stream> STREAMS =
      List.of(
          new Stream.Line("a", "web", true, "text"),
          new Stream.Ended("a", "web", 3),
          new Stream.Happened("a", "web", TIME, "die", OptionalInt.of(1)),
          new Stream.Refused("a", "web", "no such container"),
          new Stream.Broken("a", "it does not answer"));

  /** What all events of a row of the guide have, by the names in its first column. */
  private static Map<Set<String>, Set<String>> explained() throws Exception {
    Map<Set<String>, Set<String>> rows =
        new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
    Files.readString(GUIDE)
        .transform(page -> page.substring(page.indexOf("| `event` | of |")))
        .lines()
        .skip(2)
        .takeWhile(line -> line.startsWith("| "))
        .map(line -> line.split("\\|", -1))
        .forEach(row -> rows.put(codes(row[1]), codes(row[3])));
    return rows;
  }

  private static Set<String> codes(String cell) {
    return CODE.matcher(cell)
        .results()
        .map((MatchResult result) -> result.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The names of what programs are given, by the event. */
  private static Map<String, Set<String>> given() {
    List<String> lines = new ArrayList<>();
    EVENTS.forEach(event -> lines.add(EventText.json(event, TIME)));
    STREAMS.forEach(stream -> lines.add(EventText.json(stream)));
    Report.Status status = Report.Status.DONE;
    lines.add(EventText.json(new Report.Result("a", "web", status, "")));
    lines.add(EventText.json(new Report.OfFile("a", "web", "/x", status, "")));
    lines.add(
        EventText.json(
            new Checked.Seen("a", "web", "abc", "web", 2, ContainerState.RUNNING, "web:1")));
    Map<String, Set<String>> given = new TreeMap<>();
    for (String line : lines) {
      Map<String, Object> object = Json.read(line);
      given
          .computeIfAbsent(Json.text(object.get("event")), _ -> new TreeSet<>())
          .addAll(object.keySet());
    }
    given.values().forEach(names -> names.removeAll(EVERYWHERE));
    return given;
  }

  private static List<Class<?>> kinds(List<?> values) {
    List<Class<?>> kinds = new ArrayList<>();
    values.forEach(value -> kinds.add(value.getClass()));
    return kinds;
  }

  @Test
  void everyKindOfEventIsGivenHere() {
    assertThat(kinds(EVENTS)).containsExactlyInAnyOrder(FleetEvent.class.getPermittedSubclasses());
    assertThat(kinds(STREAMS)).containsExactlyInAnyOrder(Stream.class.getPermittedSubclasses());
  }

  @Test
  void everyEventIsInTheGuideWithItsFieldsAndNoOthers() throws Exception {
    Map<Set<String>, Set<String>> explained = explained();
    Map<String, Set<String>> given = given();
    explained.remove(Set.of("plan"));

    assertThat(explained.keySet().stream().flatMap(Set::stream))
        .containsExactlyInAnyOrderElementsOf(given.keySet());
    explained.forEach((events, codes) -> {
      Set<String> fields = new TreeSet<>();
      events.forEach(event -> fields.addAll(given.getOrDefault(event, Set.of())));
      assertThat(codes).as(events.toString()).isEqualTo(withValues(events, fields));
    });
  }

  /** What came of a container is said in words that readers compare. */
  private static Set<String> withValues(Set<String> events, Set<String> fields) {
    Set<String> all = new TreeSet<>(fields);
    if (events.contains("result")) {
      for (Report.Status status : Report.Status.values()) {
        all.add(EventText.word(status.name()));
      }
    }
    return all;
  }

  /** Those of an object and of all in it. */
  private static void collectNames(@Nullable Object value, Set<String> names) {
    if (value instanceof List<?> list) {
      list.forEach(each -> collectNames(each, names));
    }
    Json.map(value)
        .forEach((name, inner) -> {
          names.add(String.valueOf(name));
          collectNames(inner, names);
        });
  }

  @Test
  void planIsInTheGuideWithAllThatIsInIt() throws Exception {
    Plan.Item item =
        new Plan.Item(
            "a",
            "web",
            Plan.Action.CREATE,
            List.of("it is not there"),
            List.of(new FieldChange("image", "web:1", "web:2")),
            List.of(START));
    Leftover file =
        new Leftover("a", "web", "/x", Leftover.Kind.FILE, Leftover.Fate.REMOVE, "nobody has it");
    Plan plan = new Plan("f", List.of(item), List.of(file), Map.of("b", "it does not answer"));
    Map<String, Object> object = Json.read(PlanText.json(plan, "0.1.0"));
    Set<String> names = new TreeSet<>(object.keySet());
    collectNames(object.get("items"), names);
    collectNames(object.get("files"), names);
    names.removeAll(EVERYWHERE);

    assertThat(explained().get(Set.of("plan"))).isEqualTo(names);
  }
}
