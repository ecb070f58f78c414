package dev.ostler.fleet;

import java.util.List;

/** One thing to do on one host. Each can be repeated without harm. */
public sealed interface Step {
  /**
   * What to do, for people.
   *
   * @return such as {@code start proxy}
   */
  String text();

  /**
   * A container.
   *
   * @param id the engine's; empty while it is only planned
   * @param name the engine's at this point
   */
  record Ref(String id, String name) {
    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * Makes sure that the image is there.
   *
   * @param image its reference
   */
  record EnsureImage(String image) implements Step {
    @Override
    public String text() {
      return "have image " + image + " ready";
    }
  }

  /**
   * Makes a container, without starting it.
   *
   * @param name what it is called
   * @param generation which one it is
   */
  record Create(String name, long generation) implements Step {
    @Override
    public String text() {
      return "create " + name + " (generation " + generation + ")";
    }
  }

  /**
   * Writes files into a container.
   *
   * @param container into which
   * @param paths which files
   */
  record WriteFiles(Ref container, List<String> paths) implements Step {
    @Override
    public String text() {
      return "write " + String.join(", ", paths) + " into " + container;
    }
  }

  /**
   * Puts files back as they were before this run has written them.
   *
   * @param container for which
   * @param paths which files
   */
  record PutBack(Ref container, List<String> paths) implements Step {
    @Override
    public String text() {
      return "put back what " + String.join(", ", paths) + " was for " + container;
    }
  }

  /**
   * Changes limits of a container while it lives.
   *
   * @param container which
   * @param changes what changes
   */
  record Update(Ref container, List<FieldChange> changes) implements Step {
    @Override
    public String text() {
      return "update "
          + container
          + ": "
          + String.join(", ", changes.stream().map(FieldChange::field).toList());
    }
  }

  /**
   * Puts a container back into networks.
   *
   * @param container which
   * @param networks their names
   */
  record Attach(Ref container, List<String> networks) implements Step {
    @Override
    public String text() {
      return "attach " + container + " to " + String.join(", ", networks);
    }
  }

  /**
   * Gives a container another name.
   *
   * @param container which
   * @param name the new name
   */
  record Rename(Ref container, String name) implements Step {
    @Override
    public String text() {
      return "rename " + container + " to " + name;
    }
  }

  /**
   * Stops a container.
   *
   * @param container which
   */
  record Stop(Ref container) implements Step {
    @Override
    public String text() {
      return "stop " + container;
    }
  }

  /**
   * Starts a container.
   *
   * @param container which
   */
  record Start(Ref container) implements Step {
    @Override
    public String text() {
      return "start " + container;
    }
  }

  /**
   * Freezes a container.
   *
   * @param container which
   */
  record Pause(Ref container) implements Step {
    @Override
    public String text() {
      return "pause " + container;
    }
  }

  /**
   * Lets a frozen container go on.
   *
   * @param container which
   */
  record Unpause(Ref container) implements Step {
    @Override
    public String text() {
      return "unpause " + container;
    }
  }

  /**
   * Makes a running container take notice of its files.
   *
   * @param container which
   * @param how by what means, in order
   */
  record Tell(Ref container, List<OnChange> how) implements Step {
    @Override
    public String text() {
      return "make "
          + container
          + " take notice: "
          + String.join(", ", how.stream().map(OnChange::toString).toList());
    }
  }

  /**
   * Waits until a container works.
   *
   * @param container which
   */
  record AwaitHealthy(Ref container) implements Step {
    @Override
    public String text() {
      return "wait until " + container + " works";
    }
  }

  /**
   * Removes a stopped container.
   *
   * @param container which
   */
  record Remove(Ref container) implements Step {
    @Override
    public String text() {
      return "remove " + container;
    }
  }

  /**
   * Remembers over a crash that a container is not yet seen to work.
   *
   * @param container which
   */
  record RememberUnproven(Ref container) implements Step {
    @Override
    public String text() {
      return "note that " + container + " is not yet seen to work";
    }
  }

  /**
   * Remembers over a crash that a container is to take notice of files.
   *
   * @param container which
   * @param paths of which files
   */
  record RememberUntold(Ref container, List<String> paths) implements Step {
    @Override
    public String text() {
      return "note that " + container + " is to take notice of " + String.join(", ", paths);
    }
  }
}
