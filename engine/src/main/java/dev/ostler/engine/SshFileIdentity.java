package dev.ostler.engine;

import com.jcraft.jsch.Identity;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A private key in a file, of which the passphrase is asked only once the host wants a signature.
 */
final class SshFileIdentity implements Identity {
  private final KeyPair key;
  private final Path file;
  private final SshSecrets secrets;
  private @Nullable String trouble;

  SshFileIdentity(KeyPair key, Path file, SshSecrets secrets) {
    this.key = key;
    this.file = file;
    this.secrets = secrets;
  }

  /** Why it could not sign. */
  Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  @Override
  public byte @Nullable [] getPublicKeyBlob() {
    byte[] blob = key.getPublicKeyBlob();
    // Old formats hide the public half, too; there the passphrase is needed first.
    return blob != null || !decrypted() ? blob : key.getPublicKeyBlob();
  }

  @Override
  public String getAlgName() {
    return key.getKeyTypeString();
  }

  @Override
  public byte @Nullable [] getSignature(byte[] data) {
    return decrypted() ? key.getSignature(data) : null;
  }

  @Override
  public byte @Nullable [] getSignature(byte[] data, String algorithm) {
    return decrypted() ? key.getSignature(data, algorithm) : null;
  }

  private boolean decrypted() {
    if (!key.isEncrypted()) {
      return true;
    }
    Optional<char[]> passphrase = secrets.passphrase(file);
    if (passphrase.isEmpty()) {
      trouble = "which needs a passphrase";
      return false;
    }
    byte[] bytes = utf8(passphrase.get());
    boolean right = key.decrypt(bytes);
    Arrays.fill(bytes, (byte) 0);
    trouble = right ? null : "whose passphrase is wrong";
    return right;
  }

  /** The bytes of a secret, which is overwritten. */
  static byte[] utf8(char[] secret) {
    ByteBuffer buffer = StandardCharsets.UTF_8.encode(CharBuffer.wrap(secret));
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    buffer.clear();
    while (buffer.hasRemaining()) {
      buffer.put((byte) 0);
    }
    Arrays.fill(secret, '\0');
    return bytes;
  }

  @Override
  public String getName() {
    return file.toString();
  }

  /** Not to the library, which would ask for the passphrase before the host has seen the key. */
  @Override
  public boolean isEncrypted() {
    return false;
  }

  @Override
  public boolean setPassphrase(byte[] passphrase) throws JSchException {
    return key.decrypt(passphrase);
  }

  @Override
  public void clear() {
    key.dispose();
  }
}
