package dev.ostler.engine;

import java.util.List;
import java.util.Map;

/**
 * What a container may do to the rest of its host.
 *
 * @param privileged whether it may do everything
 * @param capabilitiesAdded such as {@code NET_ADMIN} or {@code ALL}; without {@code CAP_}
 * @param capabilitiesDropped such as {@code ALL}
 * @param securityOptions such as {@code no-new-privileges}
 * @param devices of the host
 * @param groups further groups of the user
 * @param namespaces that it shares
 * @param sysctls kernel parameters of its namespaces
 */
public record Privileges(
    boolean privileged,
    List<String> capabilitiesAdded,
    List<String> capabilitiesDropped,
    List<String> securityOptions,
    List<Device> devices,
    List<String> groups,
    Namespaces namespaces,
    Map<String, String> sysctls) {
  /** What every container may. */
  public static final Privileges DEFAULT =
      new Privileges(
          false, List.of(), List.of(), List.of(), List.of(), List.of(), Namespaces.OWN, Map.of());

  /** Copies. */
  public Privileges {
    capabilitiesAdded = List.copyOf(capabilitiesAdded);
    capabilitiesDropped = List.copyOf(capabilitiesDropped);
    securityOptions = List.copyOf(securityOptions);
    devices = List.copyOf(devices);
    groups = List.copyOf(groups);
    sysctls = Copies.of(sysctls);
  }

  /**
   * A device of the host.
   *
   * @param host path on the host
   * @param container path in the container
   * @param permissions some of {@code rwm}: read, write, make
   */
  public record Device(String host, String container, String permissions) {}

  /**
   * Whose namespaces a container lives in. Empty words are the engine's default: its own.
   *
   * @param pid {@code host} or {@code container:NAME}
   * @param ipc {@code host}, {@code shareable}, {@code none} or {@code container:NAME}
   * @param user {@code host}
   * @param uts {@code host}
   * @param cgroup {@code host} or {@code private}
   */
  public record Namespaces(String pid, String ipc, String user, String uts, String cgroup) {
    /** Its own. */
    public static final Namespaces OWN = new Namespaces("", "", "", "", "");
  }
}
