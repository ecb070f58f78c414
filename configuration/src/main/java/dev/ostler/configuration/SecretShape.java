package dev.ostler.configuration;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A text that is not shown, or where it is to be found. No message has it, not even in part. */
final class SecretShape extends Shape {
  private static final int LONGEST = 1 << 20;

  @Override
  @Nullable Object bind(Value value, ValuePath path, Binding binding) {
    if (value instanceof Value.Scalar scalar && !scalar.isNothing()) {
      String text = binding.text(scalar, path);
      return text == null ? null : Secret.of(text);
    }
    if (value instanceof Value.Mapping mapping && mapping.entries.size() == 1) {
      String kind = mapping.entries.keySet().iterator().next();
      ValuePath inner = path.key(kind);
      Value place = mapping.valueOf(kind);
      if (place instanceof Value.Scalar scalar && !scalar.isNothing()) {
        String text = binding.text(scalar, inner);
        return text == null ? null : from(kind, text, scalar, inner, binding);
      }
    }
    return wrong(value, path, binding);
  }

  private @Nullable Object wrong(Value value, ValuePath path, Binding binding) {
    return binding.problem(value, path, "found another form, expected " + expected());
  }

  private @Nullable Object from(
      String kind, String place, Value.Scalar scalar, ValuePath path, Binding binding) {
    return switch (kind) {
      case "env" -> variable(place, scalar, path, binding);
      case "file" -> file(place, scalar, path, binding);
      default -> wrong(scalar, path, binding);
    };
  }

  private static @Nullable Object variable(
      String name, Value.Scalar scalar, ValuePath path, Binding binding) {
    String value = binding.references().variable(name);
    return value == null
        ? binding.problem(
            scalar, path, "the variable " + Texts.shortened(name) + " is not set; set it")
        : Secret.of(value);
  }

  private static @Nullable Object file(
      String name, Value.Scalar scalar, ValuePath path, Binding binding) {
    try {
      return Secret.of(read(scalar.source.resolve(Path.of(name))));
    } catch (NoSuchFileException e) {
      return binding.problem(scalar, path, cannotRead(name) + "it is not there");
    } catch (AccessDeniedException e) {
      return binding.problem(scalar, path, cannotRead(name) + "no permission");
    } catch (CharacterCodingException e) {
      return binding.problem(scalar, path, cannotRead(name) + "it is not text in UTF-8");
    } catch (IOException | InvalidPathException e) {
      return binding.problem(scalar, path, cannotRead(name) + e.getMessage());
    }
  }

  private static String cannotRead(String name) {
    return "cannot read the secret in " + Texts.shortened(name) + ": ";
  }

  private static String read(Path file) throws IOException {
    if (!Files.isRegularFile(file) && Files.exists(file)) {
      throw new IOException("it is not a regular file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LONGEST + 1);
      if (bytes.length > LONGEST) {
        throw new IOException("it is larger than 1MiB");
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }
  }

  @Override
  String expected() {
    return "a text, {file: PATH} or {env: NAME}";
  }

  @Override
  Map<String, Object> schema(Definitions definitions) {
    return Map.of(
        "anyOf",
        List.of(
            Map.of("type", new String[] {"string", "number", "boolean"}),
            source("file"),
            source("env")));
  }

  private static Map<String, Object> source(String kind) {
    return Map.of(
        "type",
        "object",
        "properties",
        Map.of(kind, Map.of("type", "string")),
        "required",
        List.of(kind),
        "additionalProperties",
        false);
  }
}
