package dev.ostler.engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The containers of an engine. Where a container is wanted, its name, its ID or the beginning of
 * its ID will do. Every method throws {@link EngineException}: see {@link EngineException#kind}.
 */
public interface Containers {
  /**
   * Lists containers.
   *
   * @param query which
   * @return newest first
   * @throws EngineException if the engine does not answer
   */
  List<ContainerSummary> list(ContainerQuery query) throws EngineException;

  /**
   * Looks at one in full.
   *
   * @param container name or ID
   * @return the container
   * @throws EngineException {@linkplain EngineException#isNotFound not found}, or without an answer
   */
  ContainerDetails inspect(String container) throws EngineException;

  /**
   * Makes one, without starting it.
   *
   * @param name its name
   * @param spec what it is made of
   * @return its ID
   * @throws EngineException {@linkplain EngineException#isNotFound not found} if the image is not
   *     there, {@linkplain EngineException#isConflict conflict} if the name is in use
   */
  Created create(String name, ContainerSpec spec) throws EngineException;

  /**
   * A container that was made.
   *
   * @param id its whole ID
   * @param warnings what the engine could not do as wanted
   */
  record Created(String id, List<String> warnings) {
    /** Copies. */
    public Created {
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * Starts one.
   *
   * @param container name or ID
   * @return whether it was started; false if it ran already
   * @throws EngineException if the engine cannot start it
   */
  boolean start(String container) throws EngineException;

  /**
   * Asks one to end, and kills it if it does not.
   *
   * @param container name or ID
   * @param grace how long it has to end, in whole seconds, rounded up; nothing for what it was made
   *     with
   * @return whether it was stopped; false if it did not run
   * @throws EngineException if the engine cannot stop it
   */
  boolean stop(String container, Optional<Duration> grace) throws EngineException;

  /**
   * Sends a signal to its program.
   *
   * @param container name or ID
   * @param signal name such as {@code HUP}, or number
   * @throws EngineException {@linkplain EngineException#isConflict conflict} if it does not run
   */
  void kill(String container, String signal) throws EngineException;

  /**
   * Stops one and starts it again; starts one that does not run.
   *
   * @param container name or ID
   * @param grace as for {@link #stop}
   * @throws EngineException if the engine cannot
   */
  void restart(String container, Optional<Duration> grace) throws EngineException;

  /**
   * Holds its processes still.
   *
   * @param container name or ID
   * @throws EngineException {@linkplain EngineException#isConflict conflict} if it does not run or
   *     is paused
   */
  void pause(String container) throws EngineException;

  /**
   * Lets its processes go on.
   *
   * @param container name or ID
   * @throws EngineException refused, if it is not paused
   */
  void unpause(String container) throws EngineException;

  /**
   * Gives it another name.
   *
   * @param container name or ID
   * @param name the new one
   * @throws EngineException {@linkplain EngineException#isConflict conflict} if the name is in use
   */
  void rename(String container, String name) throws EngineException;

  /**
   * Waits until its program ends.
   *
   * @param container name or ID
   * @param within how long to wait; positive
   * @return its exit status; at once if it does not run
   * @throws EngineException {@link EngineException.Kind#NO_ANSWER} if it did not end in that time
   */
  int waitFor(String container, Duration within) throws EngineException;

  /**
   * Changes its restart policy and its limits in place. A limit that is 0 or empty stays as it is:
   * no engine can lift one. Of those of each process and the kernel's score nothing changes.
   *
   * @param container name or ID
   * @param restart the new policy
   * @param resources the new limits
   * @throws EngineException if the engine refuses it; Podman before 5.1 has no such call
   */
  void update(String container, Restart restart, Resources resources) throws EngineException;

  /**
   * Removes one.
   *
   * @param container name or ID
   * @param how what to do with one that runs, and with its volumes
   * @throws EngineException {@linkplain EngineException#isConflict conflict} if it runs and is not
   *     to be killed
   */
  void remove(String container, Removal how) throws EngineException;

  /**
   * How to remove a container.
   *
   * @param force whether one that runs is killed first
   * @param volumes whether its anonymous volumes go with it
   */
  record Removal(boolean force, boolean volumes) {
    /** Only if it does not run; volumes stay. */
    public static final Removal GENTLE = new Removal(false, false);

    /** Killed, with its anonymous volumes. */
    public static final Removal WHOLE = new Removal(true, true);
  }
}
