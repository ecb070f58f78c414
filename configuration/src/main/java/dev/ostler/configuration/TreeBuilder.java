package dev.ostler.configuration;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/*
 * Built from the parser's events rather than from its nodes: those resolve every plain scalar by
 * regular expressions to a type that nobody asked for ("no" is a country, too), and leave duplicate
 * keys, tags and the size of what aliases stand for to whoever comes next.
 */
/** YAML text into a tree of values. */
final class TreeBuilder {
  /** Deeper than any file that a person wrote, and far from what a thread's stack can hold. */
  private static final int DEEPEST = 64;

  /** With all that aliases stand for: ten of them, each of ten others, are a billion. */
  private static final int MOST_VALUES = 100_000;

  private final Source source;
  private final Problems problems;
  private final Parser parser;
  private final Map<String, Optional<Value>> anchored = new HashMap<>();
  private Position last = Position.START;
  private int depth;
  private int values;

  private TreeBuilder(Source source, String text, Problems problems) {
    this.source = source;
    this.problems = problems;
    LoadSettings settings =
        LoadSettings.builder().setLabel(source.name()).setCodePointLimit(Integer.MAX_VALUE).build();
    this.parser = new ParserImpl(settings, new StreamReader(settings, text));
  }

  /** The tree, or null if the text is not YAML; problems have been told, some even with a tree. */
  static @Nullable Value build(Source source, String text, Problems problems) {
    TreeBuilder builder = new TreeBuilder(source, text, problems);
    try {
      return builder.document();
    } catch (MarkedYamlEngineException e) {
      builder.syntax(e);
    } catch (YamlEngineException e) {
      builder.problem(
          builder.last, "found no YAML: " + Texts.shortened(String.valueOf(e.getMessage())));
    } catch (Refusal refusal) {
      builder.problem(refusal.position, refusal.message);
    }
    return null;
  }

  private Value document() throws Refusal {
    next(); // the stream's start
    if (parser.checkEvent(Event.ID.StreamEnd)) {
      return new Value.Scalar(source, Position.START, "", true);
    }
    next(); // the document's start
    Value root = value(next(), ValuePath.of());
    next(); // the document's end
    if (parser.checkEvent(Event.ID.DocumentStart)) {
      throw new Refusal(place(parser.peekEvent()), "found a second document, expected only one");
    }
    return root;
  }

  private Event next() {
    Event event = parser.next();
    last = place(event);
    return event;
  }

  private Value value(Event event, ValuePath path) throws Refusal {
    if (event instanceof AliasEvent alias) {
      return target(alias);
    }
    if (!(event instanceof NodeEvent node)) {
      throw new AssertionError("internal error: a value that begins with " + event);
    }
    Optional<Anchor> anchor = node.getAnchor();
    if (anchor.isPresent()) {
      anchored.put(anchor.get().getValue(), Optional.empty());
    }
    if (++values > MOST_VALUES) {
      throw tooMany(place(event)); // before they fill the memory
    }
    Value value = content(event, path);
    if (anchor.isPresent()) {
      anchored.put(anchor.get().getValue(), Optional.of(value));
    }
    if (value.size() > MOST_VALUES) {
      throw tooMany(value.position);
    }
    return value;
  }

  private static Refusal tooMany(Position position) {
    return new Refusal(position, "found more than " + MOST_VALUES + " values, expected fewer");
  }

  private Value target(AliasEvent alias) throws Refusal {
    String name = alias.getAlias().getValue();
    Optional<Value> target = anchored.get(name);
    if (target == null) {
      throw new Refusal(
          place(alias),
          "found the alias *"
              + name
              + " of nothing, expected the name of an anchor before it"
              + Suggestion.of(name, anchored.keySet()));
    }
    if (target.isEmpty()) {
      throw new Refusal(place(alias), "found the alias *" + name + " within what it stands for");
    }
    return target.get();
  }

  private Value content(Event event, ValuePath path) throws Refusal {
    if (event instanceof ScalarEvent scalar) {
      refuseTag(scalar.getTag(), event, path);
      return new Value.Scalar(source, place(event), scalar.getValue(), scalar.isPlain());
    }
    if (depth >= DEEPEST) {
      throw new Refusal(place(event), "found more than " + DEEPEST + " levels, expected fewer");
    }
    depth++;
    Value value = collection(event, path);
    depth--;
    return value;
  }

  private Value collection(Event event, ValuePath path) throws Refusal {
    if (event instanceof SequenceStartEvent sequence) {
      refuseTag(sequence.getTag(), event, path);
      return sequence(place(event), path);
    }
    if (event instanceof MappingStartEvent mapping) {
      refuseTag(mapping.getTag(), event, path);
      return mapping(place(event), path);
    }
    throw new AssertionError("internal error: a value that begins with " + event);
  }

  /** Types of YAML's own change nothing: what is expected decides. Others would run code. */
  private void refuseTag(Optional<String> tag, Event event, ValuePath path) {
    if (tag.isPresent() && !isCore(tag.get())) {
      problems.add(
          source,
          place(event),
          path,
          "found the tag " + Texts.quoted(tag.get()) + ", expected none");
    }
  }

  private static boolean isCore(String tag) {
    return switch (tag) {
      case "!",
          "tag:yaml.org,2002:str",
          "tag:yaml.org,2002:int",
          "tag:yaml.org,2002:float",
          "tag:yaml.org,2002:bool",
          "tag:yaml.org,2002:null",
          "tag:yaml.org,2002:seq",
          "tag:yaml.org,2002:map" ->
          true;
      default -> false;
    };
  }

  private Value sequence(Position position, ValuePath path) throws Refusal {
    List<Value> items = new ArrayList<>();
    for (Event event = next(); event.getEventId() != Event.ID.SequenceEnd; event = next()) {
      items.add(value(event, path.item(items.size())));
    }
    return new Value.Sequence(source, position, items);
  }

  private Value mapping(Position position, ValuePath path) throws Refusal {
    Map<String, Value.Entry> entries = new LinkedHashMap<>();
    for (Event event = next(); event.getEventId() != Event.ID.MappingEnd; event = next()) {
      Value key = value(event, path);
      if (key instanceof Value.Scalar name) {
        put(entries, new Value.Entry(name, value(next(), path.key(name.text))), path);
      } else {
        problems.add(key, path, "found " + key.found() + " as a key, expected a name");
        value(next(), path);
      }
    }
    return new Value.Mapping(source, position, entries);
  }

  private void put(Map<String, Value.Entry> entries, Value.Entry entry, ValuePath mapping) {
    String name = entry.key.text;
    if (name.equals("<<") && entry.key.isPlain) {
      problems.add(
          entry.key,
          mapping,
          "found a merge key, which YAML 1.2 does not have, expected the keys themselves");
      return;
    }
    Value.Entry former = entries.putIfAbsent(name, entry);
    if (former != null) {
      problems.add(
          entry.key,
          mapping.key(name),
          "found the key a second time, expected it once; it is also in line "
              + former.key.position.line());
    }
  }

  private void problem(Position position, String message) {
    problems.add(source, position, ValuePath.of(), message);
  }

  private void syntax(MarkedYamlEngineException e) {
    Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
    Position position = mark.isPresent() ? place(mark.get()) : last;
    problem(position, SyntaxMessages.of(e));
  }

  private static Position place(Event event) {
    Optional<Mark> mark = event.getStartMark();
    return mark.isPresent() ? place(mark.get()) : Position.START;
  }

  private static Position place(Mark mark) {
    return new Position(mark.getLine() + 1, mark.getColumn() + 1);
  }

  /** The rest of the file cannot be read. */
  private static final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Position position;
    private final String message;

    Refusal(Position position, String message) {
      super(message, null, false, false);
      this.position = position;
      this.message = message;
    }
  }
}
