package dev.ostler.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One host on the way, with everything that is needed to log in there.
 *
 * @param name what the user calls it
 * @param place where it listens
 * @param keys what to offer
 * @param trust which host keys to accept
 * @param patience how long to wait for what
 */
record SshHop(String name, Place place, Keys keys, Trust trust, Patience patience) {
  /**
   * @param user the name there
   */
  record Place(String host, int port, String user) {
    /** Such as {@code deploy@web1}. */
    String login() {
      return user + "@" + host;
    }
  }

  /**
   * @param identities files of private keys; those that are not there are passed over
   * @param only whether the agent's other keys are left alone
   * @param agent its socket
   * @param secrets where passphrases and the password come from
   */
  record Keys(List<Path> identities, boolean only, Optional<Path> agent, SshSecrets secrets) {
    /** Whether there may be a password. */
    boolean hasSecrets() {
      return !secrets.equals(SshSecrets.NONE);
    }
  }

  /**
   * @param alias the name by which the host's key is known, in place of its own
   * @param files of known hosts, the first of which is written to
   * @param acceptNew whether a host of which no key is known is let in
   * @param hashed whether names are hidden in what is written
   */
  record Trust(Optional<String> alias, List<Path> files, boolean acceptNew, boolean hashed) {}

  /**
   * @param login for the whole of it
   * @param alive after which silence the host is asked whether it is there
   * @param unanswered after how many questions without an answer it is not
   */
  record Patience(Duration login, Duration alive, int unanswered) {}
}
