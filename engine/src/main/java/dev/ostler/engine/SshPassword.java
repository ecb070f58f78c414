package dev.ostler.engine;

import com.jcraft.jsch.UIKeyboardInteractive;
import com.jcraft.jsch.UserInfo;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers the one question for a password, once: a wrong one does not become right. */
final class SshPassword implements UserInfo, UIKeyboardInteractive {
  private final String login;
  private final SshSecrets secrets;
  private boolean asked;

  SshPassword(String login, SshSecrets secrets) {
    this.login = login;
    this.secrets = secrets;
  }

  private @Nullable String password;

  @Override
  public boolean promptPassword(String question) {
    password = asked ? null : answer();
    return password != null;
  }

  /** The library wants a string, which cannot be overwritten; it lives as long as the login. */
  private @Nullable String answer() {
    asked = true;
    Optional<char[]> secret = secrets.password(login);
    if (secret.isEmpty()) {
      return null;
    }
    String text = new String(secret.get());
    Arrays.fill(secret.get(), '\0');
    return text;
  }

  @Override
  public @Nullable String getPassword() {
    String once = password;
    password = null;
    return once;
  }

  @Override
  public String @Nullable [] promptKeyboardInteractive(
      String destination, String name, String instruction, String[] questions, boolean[] shown) {
    if (questions.length == 0) {
      return new String[0];
    }
    // One hidden answer is a password; anything else is a question for a person.
    boolean isPassword = questions.length == 1 && !shown[0] && !asked;
    String answer = isPassword ? answer() : null;
    return answer == null ? null : new String[] {answer};
  }

  @Override
  public @Nullable String getPassphrase() {
    return null;
  }

  @Override
  public boolean promptPassphrase(String question) {
    return false;
  }

  @Override
  public boolean promptYesNo(String question) {
    return false;
  }

  /** Banners are for people. */
  @Override
  public void showMessage(String message) {}
}
