package dev.ostler.engine;

import static dev.ostler.engine.SshLoginException.Kind.CHANGED_HOST_KEY;
import static dev.ostler.engine.SshLoginException.Kind.REVOKED_HOST_KEY;
import static dev.ostler.engine.SshLoginException.Kind.SETTINGS;
import static dev.ostler.engine.SshLoginException.Kind.UNKNOWN_HOST_KEY;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.UserInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Accepts or refuses the key that the host of one hop shows, and says why. */
final class SshHostKeys implements HostKeyRepository {
  private final SshHop hop;
  private final Optional<SshHop> before;
  private final SshKnownHosts known;
  private @Nullable SshLoginException refusal;

  /**
   * @param before the hop that it is reached through
   */
  SshHostKeys(SshHop hop, Optional<SshHop> before) throws SshLoginException {
    this.hop = hop;
    this.before = before;
    try {
      this.known = SshKnownHosts.read(hop.trust().files());
    } catch (IOException e) {
      throw new SshLoginException(
          SETTINGS, "a file of known hosts cannot be read: " + e.getMessage(), e);
    }
  }

  /** Why the key was refused, once it was. */
  Optional<SshLoginException> refusal() {
    return Optional.ofNullable(refusal);
  }

  @Override
  public int check(String host, byte[] key) {
    String name = host.toLowerCase(Locale.ROOT);
    refusal =
        switch (known.judge(name, key)) {
          case SshKnownHosts.Verdict.Known() -> null;
          case SshKnownHosts.Verdict.Unknown() when hop.trust().acceptNew() -> accept(name, key);
          case SshKnownHosts.Verdict.Unknown() -> unknown(key);
          case SshKnownHosts.Verdict.Changed(SshKnownHosts.Line line) -> changed(name, key, line);
          case SshKnownHosts.Verdict.Revoked(SshKnownHosts.Line line) -> revoked(key, line);
          case SshKnownHosts.Verdict.Certified(SshKnownHosts.Line line) -> certified(line);
        };
    return refusal == null ? OK : NOT_INCLUDED;
  }

  private @Nullable SshLoginException accept(String name, byte[] key) {
    if (hop.trust().files().isEmpty()) {
      return null;
    }
    Path file = hop.trust().files().getFirst();
    String written = hop.trust().hashed() ? SshKnownHosts.hashed(salt(), name) : name;
    String line = written + " " + type(key) + " " + Base64.getEncoder().encodeToString(key) + "\n";
    try {
      append(file, line);
      return null;
    } catch (IOException e) {
      return new SshLoginException(
          SETTINGS, "the key of %s cannot be added to %s".formatted(hop.name(), file), e);
    }
  }

  private static byte[] salt() {
    byte[] salt = new byte[20];
    new SecureRandom().nextBytes(salt);
    return salt;
  }

  private static void append(Path file, String line) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null && !Files.exists(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    String before = Files.isRegularFile(file) ? Files.readString(file, ISO_8859_1) : "";
    boolean open = !before.isEmpty() && !before.endsWith("\n");
    // One write to the end, so that several logins at once do not mix their lines.
    Files.writeString(
        file, open ? "\n" + line : line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private SshLoginException unknown(byte[] key) {
    return refused(
        UNKNOWN_HOST_KEY,
        "its host key %s is not known; if that is its fingerprint, add it with `%s`"
            .formatted(fingerprint(key), addition()));
  }

  private SshLoginException changed(String name, byte[] key, SshKnownHosts.Line line) {
    String file = line.where().substring(0, line.where().lastIndexOf(':'));
    return refused(
        CHANGED_HOST_KEY,
        "its host key is %s, but %s has %s: it was set up anew, or somebody listens in; if the change is meant, run `ssh-keygen -R %s -f %s` and `%s`"
            .formatted(
                fingerprint(key),
                line.where(),
                fingerprint(line.key()),
                SshWords.forShell(name),
                SshWords.forShell(file),
                addition()));
  }

  private SshLoginException revoked(byte[] key, SshKnownHosts.Line line) {
    return refused(
        REVOKED_HOST_KEY,
        "its host key %s is marked @revoked in %s; give the host another key"
            .formatted(fingerprint(key), line.where()));
  }

  private SshLoginException certified(SshKnownHosts.Line line) {
    return refused(
        UNKNOWN_HOST_KEY,
        "only an authority for its host key is known (@cert-authority in %s), which is not supported; add the key itself with `%s`"
            .formatted(line.where(), addition()));
  }

  private SshLoginException refused(SshLoginException.Kind kind, String why) {
    return new SshLoginException(kind, why, null);
  }

  /** The command that adds the key under the name by which it is looked up. */
  private String addition() {
    SshHop.Place place = hop.place();
    String host = SshWords.forShell(place.host());
    String scan =
        place.port() == 22 ? "ssh-keyscan " + host : "ssh-keyscan -p " + place.port() + " " + host;
    String there = before.map(b -> "ssh " + SshWords.forShell(b.name()) + " " + scan).orElse(scan);
    String renamed =
        hop.trust()
            .alias()
            .map(alias -> there + " | sed " + SshWords.forShell("s/^[^ #]*/" + alias + "/"))
            .orElse(there);
    Path file = hop.trust().files().stream().findFirst().orElse(Path.of("known_hosts"));
    return renamed + " >> " + SshWords.forShell(file.toString());
  }

  /** Such as {@code ssh-ed25519 SHA256:...}, as {@code ssh-keygen -l} prints it. */
  static String fingerprint(byte[] key) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(key);
      return type(key) + " SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("internal error: every JDK has SHA-256", e);
    }
  }

  /** A key begins with the length of its type's name and the name. */
  static String type(byte[] key) {
    int length = key.length > 4 ? Math.min(key[3], key.length - 4) : 0;
    return length > 0 ? new String(key, 4, length, StandardCharsets.US_ASCII) : "unknown";
  }

  /** What is known decides which of its keys the host is asked for. */
  @Override
  public HostKey[] getHostKey(String host, @Nullable String type) {
    List<HostKey> keys = new ArrayList<>();
    for (byte[] key : known.keysOf(host.toLowerCase(Locale.ROOT))) {
      try {
        HostKey one = new HostKey(host, key);
        if (type == null || one.getType().equals(type)) {
          keys.add(one);
        }
      } catch (JSchException | ArrayIndexOutOfBoundsException e) {
        // A type that the library does not know cannot be asked for.
      }
    }
    return keys.toArray(HostKey[]::new);
  }

  @Override
  public HostKey[] getHostKey() {
    return new HostKey[0];
  }

  @Override
  public String getKnownHostsRepositoryID() {
    return "known hosts of " + hop.name();
  }

  @Override
  public void add(HostKey key, UserInfo user) {
    throw new AssertionError("internal error: keys are added by check");
  }

  @Override
  public void remove(String host, String type) {
    throw new AssertionError("internal error: keys are never removed");
  }

  @Override
  public void remove(String host, String type, byte[] key) {
    throw new AssertionError("internal error: keys are never removed");
  }
}
