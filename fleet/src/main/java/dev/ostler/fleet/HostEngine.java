package dev.ostler.fleet;

import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.ContainerStatus;
import dev.ostler.engine.ImageArchive;
import dev.ostler.engine.Networking;
import dev.ostler.engine.Resources;
import dev.ostler.engine.Restart;
import dev.ostler.engine.TransferProgress;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a fleet asks of one host. Each method can be called again when it is not known whether it
 * was done: what is already so is no failure. Safe for use by several threads at once.
 */
interface HostEngine extends AutoCloseable {
  List<ContainerView> list() throws IOException;

  /**
   * What only a closer look shows of a container.
   *
   * @param spec what it is made from, with what its image and the engine added
   * @param status what it does
   */
  record Inspected(ContainerSpec spec, ContainerStatus status) {}

  Inspected inspect(String container) throws IOException;

  /** ID of the image that has that name; empty if none has. */
  Optional<String> imageId(String image) throws IOException;

  /** Files of a container by path, without those that are not there or are no files. */
  Map<String, FileView> read(String container, Collection<String> paths) throws IOException;

  void write(String container, Map<String, FileView> files) throws IOException;

  /**
   * A container that is never started and has the host's root at {@link #HOST_ROOT}, through which
   * files of the host are reached; made from that image if it is not there.
   */
  String helper(String fleet, String image) throws IOException;

  void removeHelper(String fleet) throws IOException;

  /** Begins the names of helpers. */
  String HELPER = "ostler-files-";

  /** Name of a fleet's {@link #helper}. */
  static String helperName(String fleet) {
    return HELPER + fleet;
  }

  /** Whether there is anything of that path in a container. */
  boolean isThere(String container, String path) throws IOException;

  /** Path of something in a folder of a container that is not expected there, at any depth. */
  Optional<String> stranger(String container, String folder, Set<String> expected)
      throws IOException;

  /**
   * Makes folders of the host, through a helper, that are not there: for root alone.
   *
   * @throws FleetException if one is there and is no folder
   */
  void makeFolders(String helper, Collection<String> paths) throws IOException;

  /** Where a helper has the host's files. */
  String HOST_ROOT = "/mnt/host";

  /** Sends an image that the host does not have by this name; of several who do so, one sends. */
  void sendImage(String image, ImageArchive archive, Consumer<TransferProgress> progress)
      throws IOException;

  void ensureImage(ContainerSpec spec, PullPolicy policy, Consumer<TransferProgress> progress)
      throws IOException;

  /**
   * An image that a container is made from.
   *
   * @param name the name that was asked for, with a tag or a digest
   * @param id the ID that it stood for then
   */
  record Image(String name, String id) {}

  /** What a container is made from; empty if there is no such container. */
  Optional<Image> imageOf(String container) throws IOException;

  /**
   * Removes an image by its name, if that still stands for it, or altogether if it has lost all of
   * its names; unless somebody uses it.
   */
  void removeImage(Image image) throws IOException;

  /** Returns the ID. */
  String create(String name, ContainerSpec spec) throws IOException;

  void start(String container) throws IOException;

  void stop(String container, Optional<Duration> grace) throws IOException;

  void restart(String container, Optional<Duration> grace) throws IOException;

  void pause(String container) throws IOException;

  void unpause(String container) throws IOException;

  void rename(String container, String name) throws IOException;

  void remove(String container) throws IOException;

  /** Removes one that was never for keeping, with the volumes that it alone has. */
  void discard(String container) throws IOException;

  /** Waits until a container has ended, for a minute at most; returns its exit status. */
  int waitFor(String container) throws IOException;

  /** Returns whether the engine can do that at all. */
  boolean update(String container, Restart restart, Resources limits) throws IOException;

  void attach(String container, String network, Networking.Attachment how) throws IOException;

  void signal(String container, String name) throws IOException;

  /** Runs a command in a container to its end; returns its exit status. */
  int exec(String container, List<String> command) throws IOException;

  ContainerStatus status(String container) throws IOException;

  /**
   * Asks by a probe that is not the engine's.
   *
   * @return what it heard instead of what it should; empty if it finds the container working
   */
  Optional<String> complaint(String container, HealthProbe probe) throws IOException;

  /** The end of what a container has printed. */
  List<String> lastLines(String container, int lines) throws IOException;

  /**
   * Takes the lock of that name, or says who has it.
   *
   * @return empty if the holder has it now
   */
  Optional<LockHolder> lock(String name, LockHolder holder) throws IOException;

  /** Who has the lock; empty if nobody. */
  Optional<LockHolder> holder(String name) throws IOException;

  /**
   * Ends the lock of that name if it is still this holder's: somebody else may have it by now.
   *
   * @return whether it was
   */
  boolean unlock(String name, LockHolder holder) throws IOException;

  @Override
  void close();
}
