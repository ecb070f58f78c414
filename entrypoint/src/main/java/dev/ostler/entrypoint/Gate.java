package dev.ostler.entrypoint;

import dev.ostler.entrypoint.Member.Directory;
import dev.ostler.entrypoint.Member.HardLink;
import dev.ostler.entrypoint.Member.RegularFile;
import dev.ostler.entrypoint.Member.SymbolicLink;
import dev.ostler.entrypoint.Member.Unsupported;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/*
 * Why nothing that passes here can leave the target:
 *
 * A name is a chain of ordinary segments, and each segment but the last is a directory of this
 * tree, made by us: a member below a symbolic link is refused. A symbolic link may climb only with
 * ".." segments at the start of its text, where each one leaves a real directory, and no more of
 * them than the link has directories above it. After them the text only descends, possibly through
 * other symbolic links, of which the same holds. A ".." behind an ordinary segment is refused
 * because that segment may be a link to a shallower directory.
 */
/** Lets only those members of a source pass that stay inside the target. */
final class Gate {
  /** The tree itself. */
  static final String ROOT = ".";

  /** Kept at the top of a target that cannot be exchanged as a whole. */
  static final String RESERVED = ".ostler";

  private static final int SETUID_SETGID = 06000;

  private final String source;
  private final Path target;
  private final ArchiveLimits limits;
  private final Map<String, Class<? extends Member>> passed = new HashMap<>();
  private final Set<String> implied = new HashSet<>();
  private int entries;

  Gate(String source, Path target, ArchiveLimits limits) {
    this.source = source;
    this.target = target;
    this.limits = limits;
  }

  /** Returns the member under its canonical name. */
  Member check(Member member) throws ConfigurationException {
    String raw = member.name();
    count(raw);
    String name = canonical(raw);
    Member checked =
        switch (member) {
          case Directory directory -> directory(raw, name, directory);
          case RegularFile file -> file(raw, name, file);
          case SymbolicLink link -> symbolicLink(raw, name, link);
          case HardLink link -> hardLink(raw, name, link);
          case Unsupported unsupported ->
              throw refused(raw, "it is " + unsupported.what() + "; leave it out");
        };
    register(raw, name, checked.getClass());
    return checked;
  }

  private void count(String raw) throws ConfigurationException {
    if (++entries > limits.maxEntries()) {
      throw refused(raw, "there are more than " + limits.maxEntries() + " members");
    }
  }

  /** Directories that a name needs and that have not had an entry of their own so far. */
  List<String> missingParents(String name) throws ConfigurationException {
    List<String> missing = new ArrayList<>();
    for (int slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
      String parent = name.substring(0, slash);
      if (!passed.containsKey(parent) && implied.add(parent)) {
        count(name);
        missing.add(parent);
      }
    }
    return missing;
  }

  private Directory directory(String raw, String name, Directory directory)
      throws ConfigurationException {
    if (directory.attributes().isPresent()) {
      requirePlainMode(raw, directory.attributes().get().mode());
    }
    return new Directory(name, directory.attributes());
  }

  private RegularFile file(String raw, String name, RegularFile file)
      throws ConfigurationException {
    requireBelowRoot(raw, name);
    requirePlainMode(raw, file.attributes().mode());
    if (file.size() > limits.maxFileBytes()) {
      throw refused(
          raw, "its %d bytes exceed the limit of %d".formatted(file.size(), limits.maxFileBytes()));
    }
    return new RegularFile(name, file.attributes(), file.size());
  }

  private SymbolicLink symbolicLink(String raw, String name, SymbolicLink link)
      throws ConfigurationException {
    requireBelowRoot(raw, name);
    String text = link.text();
    requireText(raw, text);
    boolean absolute = text.startsWith("/");
    Optional<String> inside = absolute ? belowTarget(text) : Optional.of(text);
    int floors = absolute ? 0 : depth(name) - 1;
    if (inside.isEmpty() || !staysInside(inside.get(), floors)) {
      throw refused(
          raw,
          "it is a symbolic link that can lead out of the target, to "
              + quoted(text)
              + "; only links inside the target are kept, with '..' at the start of the text only");
    }
    return new SymbolicLink(name, link.attributes(), text);
  }

  private HardLink hardLink(String raw, String name, HardLink link) throws ConfigurationException {
    requireBelowRoot(raw, name);
    String existing = canonical(link.existing());
    if (passed.get(existing) != RegularFile.class) {
      throw refused(
          raw,
          "it is a hard link to "
              + quoted(link.existing())
              + ", which is not a regular file that came before it");
    }
    return new HardLink(name, existing);
  }

  private void register(String raw, String name, Class<? extends Member> type)
      throws ConfigurationException {
    for (int slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
      String parent = name.substring(0, slash);
      Class<? extends Member> above = passed.get(parent);
      if (above != null && above != Directory.class) {
        throw refused(raw, "it lies below " + quoted(parent) + ", which is not a directory");
      }
    }
    if (passed.containsKey(name)) {
      throw refused(raw, "the name comes twice");
    }
    if (type != Directory.class && implied.contains(name)) {
      throw refused(raw, "other members lie below it, and it is not a directory");
    }
    // Another name for a regular file is one: a further hard link may name it.
    passed.put(name, type == HardLink.class ? RegularFile.class : type);
  }

  private String canonical(String raw) throws ConfigurationException {
    requireText(raw, raw);
    if (raw.startsWith("/")) {
      throw refused(raw, "the name is absolute");
    }
    StringBuilder name = new StringBuilder();
    int depth = 0;
    for (String segment : raw.split("/", -1)) {
      if (segment.equals("..")) {
        throw refused(raw, "the name contains '..'");
      }
      if (!segment.isEmpty() && !segment.equals(ROOT)) {
        name.append(depth++ == 0 ? "" : "/").append(segment);
      }
    }
    if (depth > limits.maxDepth()) {
      throw refused(raw, "it lies deeper than " + limits.maxDepth() + " directories");
    }
    return depth == 0 ? ROOT : unreserved(raw, name.toString());
  }

  private String unreserved(String raw, String name) throws ConfigurationException {
    if (name.equals(RESERVED) || name.startsWith(RESERVED + "/")) {
      throw refused(raw, "the name " + RESERVED + " is reserved for the update's own use");
    }
    return name;
  }

  private void requireText(String raw, String text) throws ConfigurationException {
    if (text.isEmpty()) {
      throw refused(raw, "a name is empty");
    }
    if (text.indexOf('\0') >= 0) {
      throw refused(raw, "a name contains a NUL character");
    }
    // Decoders put U+FFFD in the place of what is not UTF-8.
    if (text.indexOf('\uFFFD') >= 0) {
      throw refused(raw, "a name is not valid UTF-8");
    }
    if (text.getBytes(StandardCharsets.UTF_8).length > limits.maxPathBytes()) {
      throw refused(raw, "a name is longer than " + limits.maxPathBytes() + " bytes");
    }
    if (!canBeWritten(text)) {
      throw refused(
          raw, "Java cannot write such a name in this locale; start it with LC_ALL=C.UTF-8");
    }
  }

  private static boolean canBeWritten(String text) {
    try {
      return !Path.of(text).toString().isEmpty();
    } catch (InvalidPathException notInThisLocale) {
      return false;
    }
  }

  private void requireBelowRoot(String raw, String name) throws ConfigurationException {
    if (name.equals(ROOT)) {
      throw refused(raw, "the target itself must stay a directory");
    }
  }

  private void requirePlainMode(String raw, int mode) throws ConfigurationException {
    if ((mode & SETUID_SETGID) != 0) {
      throw refused(raw, "it has the setuid or setgid bit; clear it with chmod ug-s");
    }
  }

  private Optional<String> belowTarget(String absolute) {
    String top = target.toString();
    if (absolute.equals(top)) {
      return Optional.of(ROOT);
    }
    return absolute.startsWith(top + "/")
        ? Optional.of(absolute.substring(top.length() + 1))
        : Optional.empty();
  }

  private static boolean staysInside(String text, int floors) {
    int climbed = 0;
    boolean descending = false;
    for (String segment : text.split("/", -1)) {
      if (segment.equals("..")) {
        if (descending || ++climbed > floors) {
          return false;
        }
      } else if (!segment.isEmpty() && !segment.equals(ROOT)) {
        descending = true;
      }
    }
    return true;
  }

  private static int depth(String name) {
    return (int) name.chars().filter(c -> c == '/').count() + 1;
  }

  private ConfigurationException refused(String name, String why) {
    return new ConfigurationException(
        "cannot use member %s of %s: %s".formatted(quoted(name), source, why));
  }

  /** For a message: short, and without characters that a terminal obeys. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("'");
    text.codePoints()
        .limit(200)
        .forEach(point -> {
          if (Character.isISOControl(point) || Character.getType(point) == Character.FORMAT) {
            quoted.append("\\u%04x".formatted(point));
          } else {
            quoted.appendCodePoint(point);
          }
        });
    return quoted.append(text.length() > 200 ? "…'" : "'").toString();
  }
}
