package dev.ostler.fleet;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Hashes secrets with a key, so that they can be compared and nobody can find them by guessing. */
final class SecretHash {
  private static final String PREFIX = "hmac-sha256:";
  private static final int KEY_ID_DIGITS = 8;

  private final SecretKeySpec key;
  private final String keyId;

  SecretHash(byte[] key) {
    this.key = new SecretKeySpec(key, "HmacSHA256");
    keyId = hex("key").substring(0, KEY_ID_DIGITS);
  }

  String of(String secret) {
    return PREFIX + keyId + ":" + hex(secret);
  }

  static boolean isHash(String value) {
    return value.startsWith(PREFIX);
  }

  /** Whether it was made with another key, so that it says nothing about the secret. */
  boolean isOfOtherKey(String value) {
    return isHash(value) && !value.startsWith(PREFIX + keyId + ":");
  }

  private String hex(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("internal error: every Java has HmacSHA256", e);
    }
  }
}
