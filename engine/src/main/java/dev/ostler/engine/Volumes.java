package dev.ostler.engine;

import java.util.List;

/** The volumes of an engine. */
public interface Volumes {
  /**
   * A volume that is there.
   *
   * @param spec what it is made of
   * @param mountpoint where its files are on the host; empty if the driver does not say
   */
  record Volume(VolumeSpec spec, String mountpoint) {}

  /**
   * Lists volumes.
   *
   * @param labels labels that they must have, {@code NAME} or {@code NAME=VALUE}; none for all
   * @return in the engine's order
   * @throws EngineException if the engine does not answer
   */
  List<Volume> list(List<String> labels) throws EngineException;

  /**
   * Looks at one.
   *
   * @param name its name
   * @return the volume
   * @throws EngineException {@linkplain EngineException#isNotFound not found}
   */
  Volume inspect(String name) throws EngineException;

  /**
   * Makes one; one that is there is left as it is.
   *
   * @param spec what it is made of
   * @return the volume
   * @throws EngineException {@linkplain EngineException#isConflict conflict} if one of that name
   *     has another driver
   */
  Volume create(VolumeSpec spec) throws EngineException;

  /**
   * Removes one with everything in it.
   *
   * @param name its name
   * @throws EngineException {@linkplain EngineException#isConflict conflict} if containers use it
   */
  void remove(String name) throws EngineException;
}
