package dev.ostler.engine;

import com.jcraft.jsch.Logger;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/*
 * The library looks whether keys are being exchanged and then waits for its turn to send, without a
 * lock around both. Who has looked before an exchange and sends in the middle of it does no harm:
 * sshd takes it. Who sends after the library has told sshd of its new keys, and before it uses them
 * itself, encrypts with the old ones, and sshd ends the connection ("message authentication code
 * incorrect").
 *
 * It can only be told of by what the library logs, on its reader's thread: once it has begun an
 * exchange, nobody new sends. From then on those who had looked before send one after the other, so
 * when nothing is sent for a while, there are none left, and the exchange may go on.
 */
/** Lets a new exchange of keys go on when all who began to send before it have sent. */
final class SshRekeying implements Logger {
  private static final String BEGUN = "SSH_MSG_KEXINIT sent";

  /** Much longer than a thread is kept from running between looking and sending. */
  private static final Duration QUIET = Duration.ofMillis(50);

  private final SshLink link;
  private final AtomicInteger exchanges = new AtomicInteger();
  private volatile boolean loggedIn;

  SshRekeying(SshLink link) {
    this.link = link;
  }

  SshLink link() {
    return link;
  }

  /** From now on there may be several who send. */
  void loggedIn() {
    loggedIn = true;
  }

  /** How many exchanges there were after the login. */
  int exchanges() {
    return exchanges.get();
  }

  @Override
  public boolean isEnabled(int level) {
    return loggedIn && level == Logger.INFO;
  }

  @Override
  public void log(int level, String message) {
    if (loggedIn && message.equals(BEGUN)) {
      exchanges.incrementAndGet();
      link.awaitSent(QUIET);
    }
  }
}
