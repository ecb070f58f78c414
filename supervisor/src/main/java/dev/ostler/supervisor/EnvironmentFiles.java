package dev.ostler.supervisor;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
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
    try {
      return Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      throw refusal(file, "it is not there", e);
    } catch (AccessDeniedException e) {
      throw refusal(file, "no permission", e);
    } catch (CharacterCodingException e) {
      throw refusal(file, "it is not text in UTF-8", e);
    } catch (IOException e) {
      throw refusal(file, String.valueOf(e.getMessage()), e);
    }
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
