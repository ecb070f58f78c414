package dev.ostler.fleet;

import dev.ostler.configuration.Default;
import dev.ostler.configuration.Description;
import dev.ostler.configuration.Required;
import dev.ostler.configuration.Secret;
import dev.ostler.configuration.ShortForm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What must not be shown, as a file says it. No message has it, not even in part. */
sealed interface SecretForm {
  /** More than any password or key has. */
  int LONGEST = 1 << 20;

  /** The text itself. */
  record Text(@Description("The text itself, for trying") @ShortForm SecretText text)
      implements SecretForm {}

  /** A text that is not shown. */
  record SecretText(Secret value) {
    static SecretText parse(String text) {
      return new SecretText(Secret.of(text));
    }
  }

  /** What a variable has. */
  record Variable(@Description("Variable of Ostler's own environment") VariableName env)
      implements SecretForm {}

  /** A variable that is set. */
  record VariableName(Secret value) {
    static VariableName parse(String name) {
      String value = System.getenv(name);
      if (value == null) {
        throw new IllegalArgumentException("the variable " + name + " is not set; set it");
      }
      return new VariableName(Secret.of(value));
    }
  }

  /** What a file has. */
  record InFile(@Description("File that has it, without the line end at its end") Path file)
      implements SecretForm {
    /** Looks whether it can be read, so that this is said where the file has it. */
    public InFile {
      try {
        read(file);
      } catch (IOException e) {
        throw new IllegalArgumentException(e.getMessage(), e);
      }
    }

    Secret read() throws IOException {
      return read(file);
    }

    private static Secret read(Path file) throws IOException {
      try (InputStream in = Files.newInputStream(file)) {
        return secret(ByteBuffer.wrap(in.readNBytes(LONGEST + 1)));
      } catch (NoSuchFileException e) {
        throw unreadable(file, "it is not there");
      } catch (AccessDeniedException e) {
        throw unreadable(file, "no permission");
      } catch (IOException e) {
        throw unreadable(file, String.valueOf(e.getMessage()));
      }
    }

    private static FleetException unreadable(Path file, String why) {
      return new FleetException(
          FleetException.Kind.BAD_FILE, "cannot read the secret in " + file + ": " + why);
    }
  }

  /** What a command writes. */
  record OfCommand(
      @Required @Description("Program and arguments that write it, without the line end at its end")
          List<String> command,
      @Description("How long they may take") @Default("30s") Duration within)
      implements SecretForm {
    public OfCommand {
      if (!within.isPositive()) {
        throw new IllegalArgumentException("found within of 0, expected more");
      }
    }
  }

  /** Bytes as a text; at most so many as are permitted, and one line end less. */
  static Secret secret(ByteBuffer bytes) throws IOException {
    if (bytes.remaining() > LONGEST) {
      throw new IOException("it is larger than 1MiB");
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      return Secret.of(text.endsWith("\n") ? text.substring(0, text.length() - 1) : text);
    } catch (CharacterCodingException e) {
      // The cause could tell parts of it.
      throw new IOException("it is not text in UTF-8");
    }
  }
}
