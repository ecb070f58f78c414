package dev.ostler.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What files of known hosts say.
 *
 * @param lines in the order of the files
 * @see <a href="https://man.openbsd.org/sshd.8#SSH_KNOWN_HOSTS_FILE_FORMAT">sshd(8)</a>
 */
record SshKnownHosts(List<Line> lines) {
  /** What a line is for. */
  enum Marker {
    NONE,
    AUTHORITY,
    REVOKED
  }

  /**
   * @param where file and number, for messages
   * @param names patterns with commas between them, or one hashed name
   * @param base64 the key
   */
  record Line(String where, Marker marker, String names, String base64) {
    byte[] key() {
      return Base64.getDecoder().decode(base64);
    }
  }

  /** What is to be thought of a key that a host has shown. */
  sealed interface Verdict {
    /** The host is known by this key. */
    record Known() implements Verdict {}

    /** No key of the host is known. */
    record Unknown() implements Verdict {}

    /** Another key of the host is known. */
    record Changed(Line known) implements Verdict {}

    /** The key must not be used. */
    record Revoked(Line line) implements Verdict {}

    /** Only an authority for the host's keys is known. */
    record Certified(Line authority) implements Verdict {}
  }

  static SshKnownHosts read(List<Path> files) throws IOException {
    List<Line> lines = new ArrayList<>();
    for (Path file : files) {
      try {
        List<String> text =
            Arrays.asList(Files.readString(file, StandardCharsets.ISO_8859_1).split("\n"));
        for (int i = 0; i < text.size(); i++) {
          parse(file + ":" + (i + 1), text.get(i)).ifPresent(lines::add);
        }
      } catch (NoSuchFileException e) {
        // As for OpenSSH: nobody is known there.
      }
    }
    return new SshKnownHosts(lines);
  }

  /** A line that is no entry says nothing; OpenSSH passes over it, too. */
  static Optional<Line> parse(String where, String text) {
    String[] words = text.strip().split("\\s+", -1);
    Marker marker =
        switch (words[0]) {
          case "@cert-authority" -> Marker.AUTHORITY;
          case "@revoked" -> Marker.REVOKED;
          default -> Marker.NONE;
        };
    int at = marker == Marker.NONE ? 0 : 1;
    boolean comment =
        words[0].startsWith("#") || (marker == Marker.NONE && words[0].startsWith("@"));
    if (comment || words.length < at + 3) {
      return Optional.empty();
    }
    try {
      Line line = new Line(where, marker, words[at], words[at + 2]);
      return line.key().length > 0 ? Optional.of(line) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * Judges a key.
   *
   * @param name the host's, as in a file of known hosts: {@code [name]:port} unless the port is 22
   */
  Verdict judge(String name, byte[] key) {
    Verdict here = judgeExactly(name, key);
    if (!name.startsWith("[")) {
      return here;
    }
    Verdict ofHost = judgeExactly(name.substring(1, name.lastIndexOf(']')), key);
    // As OpenSSH does: a key that is known for the host counts at each of its ports.
    boolean counts = here instanceof Verdict.Unknown && !(ofHost instanceof Verdict.Changed);
    return counts || ofHost instanceof Verdict.Revoked ? ofHost : here;
  }

  private Verdict judgeExactly(String name, byte[] key) {
    List<Line> matching = lines.stream().filter(line -> matches(line.names(), name)).toList();
    Optional<Line> revoked = matching.stream().filter(l -> is(l, Marker.REVOKED, key)).findFirst();
    if (revoked.isPresent()) {
      return new Verdict.Revoked(revoked.get());
    }
    if (matching.stream().anyMatch(line -> is(line, Marker.NONE, key))) {
      return new Verdict.Known();
    }
    return first(matching, Marker.NONE)
        .<Verdict>map(Verdict.Changed::new)
        .or(() -> first(matching, Marker.AUTHORITY).map(Verdict.Certified::new))
        .orElseGet(Verdict.Unknown::new);
  }

  private static boolean is(Line line, Marker marker, byte[] key) {
    return line.marker() == marker && MessageDigest.isEqual(line.key(), key);
  }

  private static Optional<Line> first(List<Line> lines, Marker marker) {
    return lines.stream().filter(line -> line.marker() == marker).findFirst();
  }

  /** The plain keys of a host. */
  List<byte[]> keysOf(String name) {
    return lines.stream()
        .filter(line -> line.marker() == Marker.NONE && matches(line.names(), name))
        .map(Line::key)
        .toList();
  }

  private static boolean matches(String names, String name) {
    if (names.startsWith("|1|")) {
      return matchesHash(names, name);
    }
    boolean found = false;
    for (String pattern : names.split(",", -1)) {
      boolean negated = pattern.startsWith("!");
      if (matchesPattern(negated ? pattern.substring(1) : pattern, name)) {
        if (negated) {
          return false;
        }
        found = true;
      }
    }
    return found;
  }

  private static boolean matchesHash(String names, String name) {
    String[] parts = names.split("\\|", -1);
    try {
      return parts.length == 4
          && MessageDigest.isEqual(
              Base64.getDecoder().decode(parts[3]),
              hash(Base64.getDecoder().decode(parts[2]), name));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static byte[] hash(byte[] salt, String name) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(salt, "HmacSHA1"));
      return mac.doFinal(name.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("internal error: every JDK has HmacSHA1", e);
    }
  }

  /** A name of which only one who knows it can tell that it is there. */
  static String hashed(byte[] salt, String name) {
    Base64.Encoder base64 = Base64.getEncoder();
    return "|1|" + base64.encodeToString(salt) + "|" + base64.encodeToString(hash(salt, name));
  }

  /** Stars and question marks, without backtracking over more than one star. */
  private static boolean matchesPattern(String pattern, String name) {
    String wanted = pattern.toLowerCase(Locale.ROOT);
    int p = 0;
    int n = 0;
    int star = -1;
    int resume = 0;
    while (n < name.length()) {
      if (p < wanted.length() && (wanted.charAt(p) == '?' || wanted.charAt(p) == name.charAt(n))) {
        p++;
        n++;
      } else if (p < wanted.length() && wanted.charAt(p) == '*') {
        star = p++;
        resume = n;
      } else if (star >= 0) {
        p = star + 1;
        n = ++resume;
      } else {
        return false;
      }
    }
    while (p < wanted.length() && wanted.charAt(p) == '*') {
      p++;
    }
    return p == wanted.length();
  }
}
