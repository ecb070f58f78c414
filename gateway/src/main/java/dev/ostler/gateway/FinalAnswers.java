package dev.ostler.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xnio.conduits.StreamSourceConduit;

/*
 * The proxy's client takes every answer but 100 for the last one: the answer behind a 103 would be
 * that of the next request. And it waits for the body that a 204 or 304 speaks of and never has.
 */
/**
 * What comes from an app by HTTP/1.1, without the answers that are not the last of their request,
 * such as 103, and without the length of what has no body. The client understands 100, and 101 is
 * the last.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-15.2">RFC 9110, 15.2</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-6.3">RFC 9112, 6.3</a>
 */
final class FinalAnswers extends SiftedSource {
  /** How those begin that do not pass as they are; all have as much. */
  private static final List<String> EXAMPLES =
      List.of("HTTP/1.1 103", "HTTP/1.1 204", "HTTP/1.1 304");

  private static final int BEGINNING = EXAMPLES.getFirst().length();

  private static final Pattern NOT_LAST = Pattern.compile("HTTP/1\\.[0-9] 1(?!01)[0-9]{2}");

  private static final Pattern BODILESS = Pattern.compile("HTTP/1\\.[0-9] (?:204|304)");

  private static final Pattern FRAMING =
      Pattern.compile(
          "(?im)^(?:content-length|transfer-encoding)[ \t]*:[^\n]*\n(?:[ \t][^\n]*\n)*");

  private static final Pattern HEAD = Pattern.compile("(?s).*?\n\r?\n");

  private boolean isExpected;

  FinalAnswers(StreamSourceConduit next) {
    super(next);
  }

  /** A request is about to be sent. */
  void expect() {
    isExpected = true;
  }

  @Override
  boolean passesAll() {
    return !isExpected;
  }

  @Override
  void pass(ByteBuffer bytes) {
    if (isExpected && mayHaveToChange(bytes)) {
      return;
    }
    isExpected = isExpected && !bytes.hasRemaining();
    bytes.position(bytes.limit());
  }

  /** As far as can be seen. */
  private static boolean mayHaveToChange(ByteBuffer bytes) {
    String begins = text(bytes, BEGINNING);
    return EXAMPLES.stream()
        .map(example -> begins + example.substring(begins.length()))
        .anyMatch(whole -> NOT_LAST.matcher(whole).matches() || BODILESS.matcher(whole).matches());
  }

  @Override
  boolean change(ByteBuffer bytes, ByteArrayOutputStream changed) throws IOException {
    if (bytes.remaining() < BEGINNING) {
      return false;
    }
    String all = text(bytes, bytes.remaining());
    boolean isBodiless = BODILESS.matcher(all).lookingAt();
    if (!isBodiless && !NOT_LAST.matcher(all).lookingAt()) {
      return true;
    }
    Matcher head = HEAD.matcher(all);
    if (!head.lookingAt()) {
      return false;
    }
    if (isBodiless) {
      isExpected = false;
      write(FRAMING.matcher(head.group()).replaceAll(""), changed);
    } else if (all.startsWith("100", BEGINNING - 3)) {
      write(head.group(), changed);
    }
    bytes.position(bytes.position() + head.end());
    return true;
  }

  private static void write(String head, ByteArrayOutputStream changed) {
    changed.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String text(ByteBuffer bytes, int most) {
    byte[] text = new byte[Math.min(most, bytes.remaining())];
    bytes.duplicate().get(text);
    return new String(text, StandardCharsets.ISO_8859_1);
  }
}
