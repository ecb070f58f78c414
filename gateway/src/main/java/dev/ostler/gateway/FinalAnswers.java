package dev.ostler.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xnio.conduits.StreamSourceConduit;

/*
 * The proxy's client takes every answer but 100 for the last one: the answer behind a 103 would be
 * that of the next request.
 */
/**
 * What comes from an app by HTTP/1.1, without the answers that are not the last of their request,
 * such as 103. The client understands 100, and 101 is the last.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-15.2">RFC 9110, 15.2</a>
 */
final class FinalAnswers extends SiftedSource {
  /** How one of those that are not the last begins; all have as much. */
  private static final String EXAMPLE = "HTTP/1.1 103";

  private static final int BEGINNING = EXAMPLE.length();

  private static final Pattern NOT_LAST = Pattern.compile("HTTP/1\\.[0-9] 1(?!01)[0-9]{2}");

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
    if (isExpected && mayBeNotLast(bytes)) {
      return;
    }
    isExpected = isExpected && !bytes.hasRemaining();
    bytes.position(bytes.limit());
  }

  /** Whether it is none that is the last, as far as can be seen. */
  private static boolean mayBeNotLast(ByteBuffer bytes) {
    String begins = text(bytes, BEGINNING);
    return NOT_LAST.matcher(begins + EXAMPLE.substring(begins.length())).matches();
  }

  @Override
  boolean change(ByteBuffer bytes, ByteArrayOutputStream changed) throws IOException {
    if (bytes.remaining() < BEGINNING) {
      return false;
    }
    String all = text(bytes, bytes.remaining());
    if (!NOT_LAST.matcher(all).lookingAt()) {
      return true;
    }
    Matcher head = HEAD.matcher(all);
    if (!head.lookingAt()) {
      return false;
    }
    if (all.startsWith("100", BEGINNING - 3)) {
      changed.writeBytes(head.group().getBytes(StandardCharsets.ISO_8859_1));
    }
    bytes.position(bytes.position() + head.end());
    return true;
  }

  private static String text(ByteBuffer bytes, int most) {
    byte[] text = new byte[Math.min(most, bytes.remaining())];
    bytes.duplicate().get(text);
    return new String(text, StandardCharsets.ISO_8859_1);
  }
}
