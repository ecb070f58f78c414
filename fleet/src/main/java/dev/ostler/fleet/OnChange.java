package dev.ostler.fleet;

import dev.ostler.configuration.Description;
import dev.ostler.configuration.Key;
import dev.ostler.configuration.Required;
import java.util.List;

/** What makes a running container take notice of a changed file. */
public sealed interface OnChange {
  /** Nothing: it looks by itself. */
  record Nothing() implements OnChange {
    @Override
    public String toString() {
      return "nothing";
    }
  }

  /**
   * A signal to its first process.
   *
   * @param name such as {@code HUP}
   */
  record Signal(@Key("signal") @Description("Its name, such as HUP, or its number") String name)
      implements OnChange {
    /** Checks the name. */
    public Signal {
      if (!name.matches("[A-Z0-9+]+")) {
        throw new IllegalArgumentException(
            "signal must be a name such as HUP or a number, got '" + name + "'");
      }
    }

    @Override
    public String toString() {
      return "signal " + name;
    }
  }

  /**
   * A command in it.
   *
   * @param command its words
   */
  record Exec(
      @Key("exec") @Required @Description("The words of a command in the container")
          List<String> command)
      implements OnChange {
    /** Copies. */
    public Exec {
      command = List.copyOf(command);
      if (command.isEmpty()) {
        throw new IllegalArgumentException("exec needs a command");
      }
    }

    @Override
    public String toString() {
      return "exec " + String.join(" ", command);
    }
  }

  /** A restart. */
  record Restart() implements OnChange {
    @Override
    public String toString() {
      return "restart";
    }
  }

  /** A new container. */
  record Recreate() implements OnChange {
    @Override
    public String toString() {
      return "recreate";
    }
  }
}
