package dev.ostler.engine;

import java.util.List;

/** The networks of an engine. Where one is wanted, its name or ID will do. */
public interface Networks {
  /**
   * A network that is there.
   *
   * @param id its whole ID
   * @param spec what it is made of, with what the engine chose
   */
  record Network(String id, NetworkSpec spec) {}

  /**
   * Lists networks.
   *
   * @param labels labels that they must have, {@code NAME} or {@code NAME=VALUE}; none for all
   * @return in the engine's order
   * @throws EngineException if the engine does not answer
   */
  List<Network> list(List<String> labels) throws EngineException;

  /**
   * Looks at one.
   *
   * @param network name or ID
   * @return the network
   * @throws EngineException {@linkplain EngineException#isNotFound not found}
   */
  Network inspect(String network) throws EngineException;

  /**
   * Makes one.
   *
   * @param spec what it is made of
   * @return its ID
   * @throws EngineException {@linkplain EngineException#isConflict conflict} if the name is in use
   */
  String create(NetworkSpec spec) throws EngineException;

  /**
   * Removes one.
   *
   * @param network name or ID
   * @throws EngineException refused, if containers use it
   */
  void remove(String network) throws EngineException;

  /**
   * Adds a container to one.
   *
   * @param network name or ID
   * @param container name or ID
   * @param how names and addresses in it
   * @throws EngineException refused, if it belongs to it already
   */
  void connect(String network, String container, Networking.Attachment how) throws EngineException;
}
