package dev.ostler.fleet;

import java.util.List;
import java.util.Map;

/**
 * What a container may do. Empty means: as the engine does.
 *
 * @param privileged whether it may do everything
 * @param readOnlyRoot whether its root file system cannot be written
 * @param capabilitiesAdded capabilities beyond the engine's
 * @param capabilitiesDropped capabilities of the engine's that it lacks
 * @param securityOptions options such as {@code no-new-privileges:true}
 * @param devices {@code HOST:CONTAINER[:RIGHTS]}
 * @param groups further groups of its user
 * @param sysctls kernel parameters of its namespaces
 * @param namespaces which namespaces it shares
 */
public record IsolationSpec(
    boolean privileged,
    boolean readOnlyRoot,
    List<String> capabilitiesAdded,
    List<String> capabilitiesDropped,
    List<String> securityOptions,
    List<String> devices,
    List<String> groups,
    Map<String, String> sysctls,
    Namespaces namespaces) {

  private static final IsolationSpec OF_ENGINE =
      new IsolationSpec(
          false,
          false,
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          Map.of(),
          Namespaces.own());

  /** Copies. */
  public IsolationSpec {
    capabilitiesAdded = List.copyOf(capabilitiesAdded);
    capabilitiesDropped = List.copyOf(capabilitiesDropped);
    securityOptions = List.copyOf(securityOptions);
    devices = List.copyOf(devices);
    groups = List.copyOf(groups);
    sysctls = Map.copyOf(sysctls);
  }

  /**
   * What the engine does.
   *
   * @return the default
   */
  public static IsolationSpec ofEngine() {
    return OF_ENGINE;
  }

  /**
   * Namespaces that are not the container's own: {@code host}, or {@code container:NAME}. Empty
   * means: its own.
   *
   * @param pid of process numbers
   * @param ipc of shared memory
   * @param uts of the host name
   * @param user of users
   */
  public record Namespaces(String pid, String ipc, String uts, String user) {
    private static final Namespaces OWN = new Namespaces("", "", "", "");

    /**
     * Its own.
     *
     * @return the default
     */
    public static Namespaces own() {
      return OWN;
    }
  }
}
