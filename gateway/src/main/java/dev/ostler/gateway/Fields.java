package dev.ostler.gateway;

import io.undertow.server.Connectors;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.HttpString;

/*
 * To an app of HTTP/1.1 a field is a line, in HTTP/2 it is two texts of a known length: what ends
 * the name or the line would have the rest be something else.
 */
/**
 * Fields of heads and trailers, whichever protocol they came by.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9113#section-8.2.1">RFC 9113, 8.2.1</a>
 */
final class Fields {
  private Fields() {}

  /** Whether each of them is the same field in every protocol. */
  static boolean areProper(HeaderMap fields) {
    for (HeaderValues values : fields) {
      if (!isToken(values.getHeaderName()) || !areProper(values)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isToken(HttpString name) {
    for (int i = 0; i < name.length(); i++) {
      if (!Connectors.isValidTokenCharacter(name.byteAt(i))) {
        return false;
      }
    }
    return name.length() > 0;
  }

  private static boolean areProper(HeaderValues values) {
    for (int i = 0; i < values.size(); i++) {
      if (!isProper(values.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isProper(String value) {
    for (int i = 0; i < value.length(); i++) {
      int c = value.charAt(i) & 0xff; // as it is written
      if ((c < ' ' && c != '\t') || c == 0x7f) {
        return false;
      }
    }
    return true;
  }
}
