package dev.ostler.supervisor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Files of variables: lines NAME=VALUE, where VALUE may be in quotes; empty lines and those that
 * begin with # say nothing. Nothing is expanded.
 */
final class EnvironmentFiles {
  private static final int LARGEST = 1 << 20;

  private EnvironmentFiles() {}

  /**
   * Reads one file.
   *
   * @throws IOException if it cannot be read, or a line is none; the message says all
   */
  static Map<String, String> read(Path file) throws IOException {
    Map<String, String> variables = new LinkedHashMap<>();
    List<String> lines = lines(file);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && line.charAt(0) != '#') {
        int equals = line.indexOf('=');
        if (equals < 1 || line.substring(0, equals).chars().anyMatch(Character::isWhitespace)) {
          // Not the line itself: it may hold a password.
          throw new IOException(
              "cannot read the variables in "
                  + file
                  + ": line "
                  + (i + 1)
                  + " is no NAME=VALUE, without 'export' and blanks");
        }
        variables.put(line.substring(0, equals), unquoted(line.substring(equals + 1)));
      }
    }
    return variables;
  }

  private static List<String> lines(Path file) throws IOException {
    String text;
    try {
      byte[] bytes = bytes(file);
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw refusal(file, "it is not text in UTF-8", e);
    }
    if (text.indexOf('\0') >= 0) {
      throw refusal(file, "it has a NUL character, which no variable can have");
    }
    return text.lines().toList();
  }

  /** Everybody waits for this: what may have no end is not begun with. */
  private static byte[] bytes(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw refusal(file, "it is not a regular file");
    }
    byte[] bytes;
    try (InputStream content = Files.newInputStream(file)) {
      bytes = content.readNBytes(LARGEST + 1);
    } catch (NoSuchFileException e) {
      throw refusal(file, "it is not there", e);
    } catch (AccessDeniedException e) {
      throw refusal(file, "no permission", e);
    } catch (IOException e) {
      throw refusal(file, String.valueOf(e.getMessage()), e);
    }
    if (bytes.length > LARGEST) {
      throw refusal(file, "it is larger than " + LARGEST + " bytes");
    }
    return bytes;
  }

  private static IOException refusal(Path file, String reason) {
    return new IOException("cannot read the variables in " + file + ": " + reason);
  }

  private static IOException refusal(Path file, String reason, IOException cause) {
    return new IOException("cannot read the variables in " + file + ": " + reason, cause);
  }

  private static String unquoted(String value) {
    boolean quoted =
        value.length() >= 2
            && (value.charAt(0) == '"' || value.charAt(0) == '\'')
            && value.charAt(value.length() - 1) == value.charAt(0);
    return quoted ? value.substring(1, value.length() - 1) : value;
  }
}
