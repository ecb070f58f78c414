package dev.ostler.fleet;

import dev.ostler.configuration.Secret;
import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.ImageArchive;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A container with its files that should run on some hosts.
 *
 * @param key its name in the file
 * @param name the container's name on every host
 * @param hosts names of the hosts, without repetition
 * @param spec what the container is made from
 * @param secrets further variables of its environment, compared by keyed hash and never printed
 * @param files files inside it, by path
 * @param rollout how and in which order it changes
 */
public record Workload(
    String key,
    String name,
    List<String> hosts,
    ContainerSpec spec,
    Map<String, Secret> secrets,
    List<ManagedFile> files,
    Rules rollout) {

  /** Checks the name and sorts the files. */
  public Workload {
    if (!key.matches("[a-zA-Z0-9][a-zA-Z0-9_.-]*")) {
      throw new IllegalArgumentException(
          "key of a container must have letters, digits, '_', '.' and '-' only, got '" + key + "'");
    }
    if (!name.matches("[a-zA-Z0-9][a-zA-Z0-9_.-]+")) {
      throw new IllegalArgumentException(
          "name of a container must have at least two letters, digits, '_', '.' or '-', got '"
              + name
              + "'");
    }
    if (name.contains(Family.OURS)) {
      throw new IllegalArgumentException(
          "name of a container must not contain '"
              + Family.OURS
              + "', by which those before it are known, got '"
              + name
              + "'");
    }
    Objects.requireNonNull(spec, "spec");
    for (String label : spec.labels().keySet()) {
      if (label.startsWith(Labels.PREFIX)) {
        throw new IllegalArgumentException(
            "label " + label + " is Ostler's own; use a name that does not begin with dev.ostler.");
      }
    }
    secrets = Map.copyOf(secrets);
    hosts = hosts.stream().distinct().toList();
    files = files.stream().sorted().toList();
    for (int i = 1; i < files.size(); i++) {
      if (files.get(i).key().equals(files.get(i - 1).key())) {
        throw new IllegalArgumentException("file " + files.get(i).path() + " is given twice");
      }
    }
  }

  /**
   * A container named like its key, without files, with the usual rules.
   *
   * @param key its name in the file and on the hosts
   * @param spec what it is made from
   * @param hosts names of the hosts
   * @return the workload
   */
  public static Workload of(String key, ContainerSpec spec, String... hosts) {
    return new Workload(key, key, List.of(hosts), spec, Map.of(), List.of(), Rules.usual());
  }

  /**
   * The same with other files.
   *
   * @param other files inside it
   * @return the new workload
   */
  public Workload withFiles(ManagedFile... other) {
    return new Workload(key, name, hosts, spec, secrets, List.of(other), rollout);
  }

  /**
   * The same made from something else.
   *
   * @param other what the container is made from
   * @return the new workload
   */
  public Workload with(ContainerSpec other) {
    return new Workload(key, name, hosts, other, secrets, files, rollout);
  }

  /**
   * The same with other secrets.
   *
   * @param other further variables of its environment
   * @return the new workload
   */
  public Workload withSecrets(Map<String, Secret> other) {
    return new Workload(key, name, hosts, spec, other, files, rollout);
  }

  /**
   * The same by other rules.
   *
   * @param other how and in which order it changes
   * @return the new workload
   */
  public Workload with(Rules other) {
    return new Workload(key, name, hosts, spec, secrets, files, other);
  }

  /**
   * How and in which order a workload changes.
   *
   * @param after keys of workloads that must work before it starts, on all their hosts
   * @param update how it goes from version to version
   * @param health how it is seen that it works
   * @param mayRest whether it may be found stopped or paused without this being a difference
   * @param pull when the image of a new one is fetched
   * @param archive where its image comes from if not from a registry
   */
  public record Rules(
      Set<String> after,
      UpdatePolicy update,
      HealthProbe health,
      boolean mayRest,
      PullPolicy pull,
      Optional<ImageArchive> archive) {

    /** Copies. */
    public Rules {
      after = Collections.unmodifiableSet(new TreeSet<>(after));
      Objects.requireNonNull(update, "update");
      Objects.requireNonNull(health, "health");
    }

    /**
     * After nothing, carefully, and seen by the engine.
     *
     * @return the default
     */
    public static Rules usual() {
      return new Rules(
          Set.of(),
          UpdatePolicy.careful(),
          HealthProbe.ofEngine(),
          false,
          PullPolicy.MISSING,
          Optional.empty());
    }

    /**
     * The same after others.
     *
     * @param keys of workloads
     * @return the new rules
     */
    public Rules withAfter(String... keys) {
      return new Rules(Set.of(keys), update, health, mayRest, pull, archive);
    }

    /**
     * The same with another policy.
     *
     * @param other how it goes from version to version
     * @return the new rules
     */
    public Rules with(UpdatePolicy other) {
      return new Rules(after, other, health, mayRest, pull, archive);
    }

    /**
     * The same with another probe.
     *
     * @param other how it is seen that it works
     * @return the new rules
     */
    public Rules with(HealthProbe other) {
      return new Rules(after, update, other, mayRest, pull, archive);
    }

    /**
     * The same where it may rest or not.
     *
     * @param rests whether it may be found at rest
     * @return the new rules
     */
    public Rules withRest(boolean rests) {
      return new Rules(after, update, health, rests, pull, archive);
    }

    /**
     * The same with another policy of fetching.
     *
     * @param other when the image of a new one is fetched
     * @return the new rules
     */
    public Rules with(PullPolicy other) {
      return new Rules(after, update, health, mayRest, other, archive);
    }

    /**
     * The same with an image that is sent.
     *
     * @param other where it comes from
     * @return the new rules
     */
    public Rules with(ImageArchive other) {
      return new Rules(after, update, health, mayRest, pull, Optional.of(other));
    }
  }
}
