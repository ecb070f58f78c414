package dev.ostler.engine;

import java.util.Optional;

/** The files inside containers, which need not run. Nothing is held in memory as a whole. */
public interface ContainerFiles {
  /**
   * Looks at a file without reading it. Its owner is not told (-1).
   *
   * @param container name or ID
   * @param path absolute path in the container; links are not followed
   * @return the file, with the name alone as path; nothing if it is not there
   * @throws EngineException {@linkplain EngineException#isNotFound not found} if there is no such
   *     container
   */
  Optional<FileEntry> stat(String container, String path) throws EngineException;

  /**
   * Reads a file, or a directory with everything in it. Docker tells owners as they are, Podman
   * (seen with 4.3) tells the container's user for all of them.
   *
   * @param container name or ID
   * @param path absolute path in the container; a link is read as a link
   * @return the files; the caller closes it. Nothing if it is not there
   * @throws EngineException {@linkplain EngineException#isNotFound not found} if there is no such
   *     container
   */
  Optional<ArchiveReader> get(String container, String path) throws EngineException;

  /**
   * Puts files into a directory. Parents that are not there are made, root's and 0755; owners and
   * modes are kept. A file that is there is replaced by a new one; a directory is never replaced by
   * a file, nor the other way round.
   *
   * @param container name or ID
   * @param directory absolute path in the container; must be there
   * @param files what to put, named relative to the directory
   * @throws EngineException {@linkplain EngineException#isNotFound not found} if the container or
   *     the directory is not there; {@link EngineException.Kind#UNKNOWN} if it broke off, also when
   *     a source could not be read: some files may have been put then
   */
  void put(String container, String directory, ArchiveWriter.Content files) throws EngineException;
}
