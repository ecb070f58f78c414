package dev.ostler.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Consumer;

/** The images of an engine. Where one is wanted, its name, digest or ID will do. */
public interface Images {
  /**
   * Lists all images, without intermediate ones.
   *
   * @return newest first
   * @throws EngineException if the engine does not answer
   */
  List<ImageSummary> list() throws EngineException;

  /**
   * Looks at one in full.
   *
   * @param image name, digest or ID
   * @return the image
   * @throws EngineException {@linkplain EngineException#isNotFound not found}
   */
  ImageDetails inspect(String image) throws EngineException;

  /**
   * Fetches one from its registry. May take long, but never stand still for longer than {@link
   * EngineOptions#idleWithin}.
   *
   * @param what which image, as whom
   * @param progress is told how far it has come, in the calling thread
   * @throws EngineException {@link EngineException.Kind#REFUSED} or {@link
   *     EngineException.Kind#FAILED} with the registry's or the engine's words
   */
  void pull(PullSpec what, Consumer<TransferProgress> progress) throws EngineException;

  /**
   * Gives one a further name.
   *
   * @param image name, digest or ID
   * @param name with a tag; without one it means {@code latest}
   * @throws EngineException {@linkplain EngineException#isNotFound not found}
   */
  void tag(String image, String name) throws EngineException;

  /**
   * Removes a name, and the image with its last name.
   *
   * @param image name, digest or ID
   * @param force whether an ID with several names is removed, too, and one that stopped containers
   *     use
   * @throws EngineException {@linkplain EngineException#isConflict conflict} if it is in use
   */
  void remove(String image, boolean force) throws EngineException;

  /**
   * Writes images as one archive that {@link #load} takes.
   *
   * @param images names, digests or IDs; at least one
   * @param out where to; stays open
   * @throws IOException an {@link EngineException} if the engine fails, another if {@code out} does
   */
  void save(List<String> images, OutputStream out) throws IOException;

  /**
   * Reads images from an archive, for hosts that reach no registry.
   *
   * @param archive what {@link #save} wrote; stays open
   * @param progress is told how far it has come, in the calling thread
   * @return the names of the images, or their IDs if they have none
   * @throws EngineException {@link EngineException.Kind#REFUSED} or {@link
   *     EngineException.Kind#FAILED} if the engine does not take it
   */
  List<String> load(InputStream archive, Consumer<TransferProgress> progress)
      throws EngineException;
}
