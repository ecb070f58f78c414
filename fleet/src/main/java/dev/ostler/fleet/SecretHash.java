package dev.ostler.fleet;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Hashes secrets with a key, so that they can be compared and nobody can find them by guessing. */
final class SecretHash {
  private static final String ALGORITHM = "HmacSHA256";
  private static final String PREFIX = "hmac-sha256:";
  private static final int KEY_ID_DIGITS = 8;

  private final SecretKeySpec key;

  /** Worked out when first needed: Java's cryptography takes longer to begin than most plans. */
  private volatile @Nullable String keyId;

  SecretHash(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  String of(String secret) {
    return PREFIX + keyId() + ":" + hex(secret);
  }

  private String keyId() {
    String known = keyId;
    if (known == null) {
      known = hex("key").substring(0, KEY_ID_DIGITS);
      keyId = known;
    }
    return known;
  }

  static boolean isHash(String value) {
    return value.startsWith(PREFIX);
  }

  /** Whether it was made with another key, so that it says nothing about the secret. */
  boolean isOfOtherKey(String value) {
    return isHash(value) && !value.startsWith(PREFIX + keyId() + ":");
  }

  private String hex(String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("internal error: every Java has " + ALGORITHM, e);
    }
  }
}
