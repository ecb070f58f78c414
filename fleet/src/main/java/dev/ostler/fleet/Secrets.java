package dev.ostler.fleet;

import dev.ostler.configuration.Secret;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Takes secrets from where a file says that they are; asks each command once. */
final class Secrets {
  private final Map<List<String>, Secret> said = new HashMap<>();

  Secret of(SecretForm form) throws IOException {
    return switch (form) {
      case SecretForm.Text text -> text.text().value();
      case SecretForm.Variable variable -> variable.env().value();
      case SecretForm.InFile file -> file.read();
      case SecretForm.OfCommand command -> ofCommand(command);
    };
  }

  Map<String, Secret> of(Map<String, SecretForm> forms) throws IOException {
    Map<String, Secret> secrets = new TreeMap<>();
    for (Map.Entry<String, SecretForm> form : forms.entrySet()) {
      secrets.put(form.getKey(), of(form.getValue()));
    }
    return secrets;
  }

  private Secret ofCommand(SecretForm.OfCommand form) throws IOException {
    Secret known = said.get(form.command());
    if (known != null) {
      return known;
    }
    Secret secret = ask(form);
    said.put(form.command(), secret);
    return secret;
  }

  private static Secret ask(SecretForm.OfCommand form) throws IOException {
    try {
      LocalCommand.Ended ended =
          new LocalCommand(form.command(), form.within(), SecretForm.LONGEST + 1).run("");
      if (ended.status() != 0) {
        throw new IOException("it ended with status " + ended.status());
      }
      if (!ended.output().hasRemaining()) {
        throw new IOException("it wrote nothing");
      }
      return SecretForm.secret(ended.output());
    } catch (IOException e) {
      throw new FleetException(
          FleetException.Kind.FAILED,
          "cannot take a secret from the command "
              + form.command()
              + ": "
              + e.getMessage()
              + "; run it by hand to see why",
          e);
    }
  }
}
