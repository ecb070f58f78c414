package dev.ostler.engine;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where passwords and passphrases come from. Asked only when one is needed: a passphrase after the
 * host has said that it would accept the key, a password after every key was refused.
 *
 * <p>What is returned is overwritten with zeros after use, so return a new array each time. May be
 * called by several threads at once.
 */
public interface SshSecrets {
  /** There are none: keys must be unencrypted or with the agent. */
  SshSecrets NONE =
      new SshSecrets() {
        @Override
        public Optional<char[]> password(String login) {
          return Optional.empty();
        }

        @Override
        public Optional<char[]> passphrase(Path identity) {
          return Optional.empty();
        }
      };

  /**
   * Returns the password of a user; also what answers a keyboard-interactive question.
   *
   * @param login user and host, such as {@code deploy@web1.example.com}
   * @return empty if there is none; passwords are not tried then
   */
  Optional<char[]> password(String login);

  /**
   * Returns a private key that lies in no file. It is offered before those of files.
   *
   * @return the key in the form of PEM or OpenSSH, not encrypted; empty if there is none
   */
  default Optional<char[]> key() {
    return Optional.empty();
  }

  /**
   * Returns what a private key is encrypted with.
   *
   * @param identity the key's file
   * @return empty if it is not known; the key is passed over then
   */
  Optional<char[]> passphrase(Path identity);

  /**
   * Returns these secrets and, for what these do not have, those of others.
   *
   * @param others asked second
   * @return both
   */
  default SshSecrets orElse(SshSecrets others) {
    if (equals(NONE) || others.equals(NONE)) {
      return equals(NONE) ? others : this;
    }
    SshSecrets first = this;
    return new SshSecrets() {
      @Override
      public Optional<char[]> password(String login) {
        return first.password(login).or(() -> others.password(login));
      }

      @Override
      public Optional<char[]> key() {
        return first.key().or(others::key);
      }

      @Override
      public Optional<char[]> passphrase(Path identity) {
        return first.passphrase(identity).or(() -> others.passphrase(identity));
      }
    };
  }
}
