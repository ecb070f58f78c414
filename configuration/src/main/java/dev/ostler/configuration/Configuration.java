package dev.ostler.configuration;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A format of YAML files that a record describes: each component is a key. Immutable; each {@code
 * with} gives a changed copy.
 *
 * <p>Components are texts, numbers, {@code boolean}, enums, {@link java.time.Duration}, {@link
 * Size}, {@link Path} (relative to the file's folder), {@link java.net.URI}, {@link Secret}, any
 * type with a static method {@code parse(String)}, records, sealed interfaces of records, and
 * {@code List}, {@code Map} and {@code Optional} of those. What is not {@code Optional}, a list, a
 * map or has a {@link Default} must be in the file. An {@link IllegalArgumentException} of a
 * record's constructor is a problem of the value that it was made from.
 *
 * @param <R> the record
 */
public final class Configuration<R> {
  /** Far more than people write, and less than would hurt. */
  private static final int LARGEST = 2 << 20;

  /** What lacks a key that was wrong is left out in the second. */
  private static final int MOST_ROUNDS = 3;

  private final Class<R> type;
  private final Shape shape;
  private final Map<String, String> environment;
  private final Check<? super R> check;

  private Configuration(
      Class<R> type, Shape shape, Map<String, String> environment, Check<? super R> check) {
    this.type = type;
    this.shape = shape;
    this.environment = environment;
    this.check = check;
  }

  /**
   * The format that a record describes; variables are our own.
   *
   * @param type the record
   * @param <R> the record
   * @return the format
   */
  public static <R extends Record> Configuration<R> of(Class<R> type) {
    return new Configuration<>(
        type, new Shapes().of(type), System.getenv(), (content, problems) -> {});
  }

  /**
   * Reads one file without further checks.
   *
   * @param file a YAML file
   * @param type the record that describes it
   * @param <R> the record
   * @return what the file says
   * @throws InvalidConfigurationException if it says anything wrong, with all that is wrong
   * @throws IOException if it cannot be read
   */
  public static <R extends Record> R read(Path file, Class<R> type)
      throws InvalidConfigurationException, IOException {
    return of(type).read(file);
  }

  /**
   * With other variables for references and secrets.
   *
   * @param variables all of them
   * @return a changed copy
   */
  public Configuration<R> withEnvironment(Map<String, String> variables) {
    return new Configuration<>(type, shape, variables, check);
  }

  /**
   * With checks of what has the right form. What has not is left out, which {@link
   * Problems#isLeftOut} tells; if nothing can be made of the rest, there is no check.
   *
   * @param further checks beyond those of the records
   * @return a changed copy
   */
  public Configuration<R> withCheck(Check<? super R> further) {
    return new Configuration<>(type, shape, environment, further);
  }

  /**
   * Reads files. A later one's keys replace those of the ones before, mappings within are merged,
   * lists are replaced.
   *
   * @param files at least one YAML file
   * @return what they say together
   * @throws InvalidConfigurationException if they say anything wrong, with all that is wrong
   * @throws IOException if one cannot be read
   */
  public R read(Path... files) throws InvalidConfigurationException, IOException {
    Problems problems = new Problems();
    List<Value> trees = new ArrayList<>();
    for (Path file : files) {
      Source source = Source.of(file);
      String text = text(file, source, problems);
      Value tree = text == null ? null : TreeBuilder.build(source, text, problems);
      if (tree != null) {
        trees.add(tree);
      }
    }
    if (trees.size() < files.length) {
      problems.throwIfAny();
    }
    return bind(merged(trees), problems);
  }

  /**
   * Reads a text. Relative paths in it stay relative.
   *
   * @param name what to call it in messages
   * @param text YAML
   * @return what it says
   * @throws InvalidConfigurationException if it says anything wrong, with all that is wrong
   */
  public R read(String name, String text) throws InvalidConfigurationException {
    Problems problems = new Problems();
    Source source = new Source(name, null);
    String printable = Utf8.printable(source, text, problems);
    Value tree = printable == null ? null : TreeBuilder.build(source, printable, problems);
    if (tree == null) {
      problems.throwIfAny();
      throw new AssertionError("internal error: neither a value nor a problem in " + name);
    }
    return bind(tree, problems);
  }

  private static @Nullable String text(Path file, Source source, Problems problems)
      throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        problems.add(
            source,
            Position.START,
            ValuePath.of(),
            "found more than 2MiB, expected a smaller file");
        return null;
      }
      return Utf8.decode(source, bytes, problems);
    } catch (NoSuchFileException e) {
      throw new IOException("cannot read " + file + ": it is not there", e);
    } catch (AccessDeniedException e) {
      throw new IOException("cannot read " + file + ": no permission", e);
    } catch (IOException e) {
      throw new IOException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static Value merged(List<Value> trees) {
    Value merged = trees.getFirst();
    for (Value tree : trees.subList(1, trees.size())) {
      merged =
          merged instanceof Value.Mapping under && tree instanceof Value.Mapping over
              ? under.overriddenBy(over)
              : tree;
    }
    return merged;
  }

  private R bind(Value tree, Problems problems) throws InvalidConfigurationException {
    problems.within(tree);
    References references = new References(environment);
    Object bound = shape.bind(tree, ValuePath.of(), new Binding(problems, references));
    Object checked = bound == null ? bindRest(tree, problems, references) : bound;
    if (checked != null) {
      check.check(type.cast(checked), problems);
    }
    problems.throwIfAny();
    if (bound == null) {
      throw new AssertionError("internal error: neither a value nor a problem");
    }
    return type.cast(bound);
  }

  /** Without what is wrong, and what is wrong without that; null if too little is left. */
  private @Nullable Object bindRest(Value tree, Problems problems, References references) {
    Value rest = tree;
    List<ValuePath> wrong = List.copyOf(problems.places());
    for (int round = 0; round < MOST_ROUNDS && !wrong.isEmpty(); round++) {
      for (ValuePath place : wrong) {
        ValuePath part = place.part(rest);
        if (!(rest instanceof Value.Mapping mapping) || part.in(rest) == rest) {
          return null;
        }
        rest = part.removedFrom(mapping);
        problems.leaveOut(part);
      }
      Problems further = new Problems();
      Object bound = shape.bind(rest, ValuePath.of(), new Binding(further, references));
      if (bound != null) {
        return bound;
      }
      wrong = further.places();
    }
    return null;
  }
}
