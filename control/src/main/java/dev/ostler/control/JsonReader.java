package dev.ostler.control;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/*
 * Strict, since every leniency would become part of the protocol: nothing but RFC 8259, names once
 * per object, valid UTF-8, and limits on what costs more than its bytes (depth, length of numbers).
 */
/** Reads one JSON value. */
final class JsonReader {
  private static final int DEEPEST = 32;
  private static final int LONGEST_NUMBER = 40;

  private static final Pattern NUMBER =
      Pattern.compile("-?(?:0|[1-9][0-9]*+)(?:\\.[0-9]++)?(?:[eE][+-]?[0-9]{1,4})?");

  private final String text;
  private int at;
  private int depth;

  private JsonReader(String text) {
    this.text = text;
  }

  static Json read(byte[] utf8) throws JsonException {
    try {
      return read(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString());
    } catch (CharacterCodingException e) {
      throw new JsonException("not UTF-8");
    }
  }

  static Json read(String text) throws JsonException {
    JsonReader reader = new JsonReader(text);
    Json json = reader.value();
    reader.skipSpace();
    if (reader.at < text.length()) {
      throw reader.wrong("the end");
    }
    return json;
  }

  private Json value() throws JsonException {
    skipSpace();
    if (at == text.length()) {
      throw wrong("a value");
    }
    return switch (text.charAt(at)) {
      case '{' -> nested(this::members);
      case '[' -> nested(this::items);
      case '"' -> new Json.Text(string());
      case 't' -> word("true", new Json.Flag(true));
      case 'f' -> word("false", new Json.Flag(false));
      case 'n' -> word("null", new Json.Null());
      default -> number();
    };
  }

  private interface Part {
    Json read() throws JsonException;
  }

  private Json nested(Part part) throws JsonException {
    if (++depth > DEEPEST) {
      throw new JsonException("nested deeper than " + DEEPEST + " at character " + (at + 1));
    }
    at++;
    Json json = part.read();
    depth--;
    return json;
  }

  private Json members() throws JsonException {
    Map<String, Json> members = new LinkedHashMap<>();
    if (takes('}')) {
      return new Json.Members(members);
    }
    do {
      skipSpace();
      if (at == text.length() || text.charAt(at) != '"') {
        throw wrong("a name in quotes");
      }
      String name = string();
      expect(':');
      if (members.putIfAbsent(name, value()) != null) {
        throw new JsonException("'" + name + "' twice");
      }
    } while (takes(','));
    expect('}');
    return new Json.Members(members);
  }

  private Json items() throws JsonException {
    List<Json> items = new ArrayList<>();
    if (takes(']')) {
      return new Json.Items(items);
    }
    do {
      items.add(value());
    } while (takes(','));
    expect(']');
    return new Json.Items(items);
  }

  private String string() throws JsonException {
    int start = at++;
    StringBuilder value = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return complete(value.toString(), start);
      }
      if (c < ' ') {
        at--;
        throw wrong("the rest of a string");
      }
      value.append(c == '\\' ? escape() : c);
    }
    throw wrong("a closing quote");
  }

  private static String complete(String value, int start) throws JsonException {
    for (int i = 0; i < value.length(); i++) {
      if (JsonWriter.isLoneSurrogate(value, i)) {
        throw new JsonException("half a surrogate pair in the string at character " + (start + 1));
      }
    }
    return value;
  }

  private char escape() throws JsonException {
    if (at == text.length()) {
      throw wrong("an escape");
    }
    char c = text.charAt(at++);
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> fourDigits();
      default -> {
        at--;
        throw wrong("an escape");
      }
    };
  }

  private char fourDigits() throws JsonException {
    int code = 0;
    for (int end = at + 4; at < end; at++) {
      int digit = at < text.length() ? asciiDigit(text.charAt(at)) : -1;
      if (digit < 0) {
        throw wrong("four hexadecimal digits");
      }
      code = code * 16 + digit;
    }
    return (char) code;
  }

  /** {@link Character#digit} would take digits of other scripts as well. */
  private static int asciiDigit(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }

  private Json number() throws JsonException {
    Matcher number = NUMBER.matcher(text).region(at, text.length());
    if (!number.lookingAt()) {
      throw wrong("a value");
    }
    if (number.end() - at > LONGEST_NUMBER) {
      throw new JsonException("a number longer than " + LONGEST_NUMBER + " characters");
    }
    at = number.end();
    return new Json.Numeral(number.group());
  }

  private Json word(String word, Json value) throws JsonException {
    if (!text.startsWith(word, at)) {
      throw wrong("a value");
    }
    at += word.length();
    return value;
  }

  private void expect(char wanted) throws JsonException {
    if (!takes(wanted)) {
      throw wrong("'" + wanted + "'");
    }
  }

  private boolean takes(char wanted) {
    skipSpace();
    boolean there = at < text.length() && text.charAt(at) == wanted;
    if (there) {
      at++;
    }
    return there;
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private JsonException wrong(String expected) {
    return new JsonException(
        at >= text.length()
            ? "expected " + expected + ", but it ends"
            : "expected " + expected + " at character " + (at + 1));
  }
}
