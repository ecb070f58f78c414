package dev.ostler.fleet;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Decides what becomes of what was written on a host and is no longer wanted. What somebody has
 * changed since, what was there before, and what a container that is kept may need, stays.
 */
final class Leftovers {
  private final String host;
  private final NavigableMap<String, Trace> unwanted;
  private final SecretHash hash;

  Leftovers(String host, NavigableMap<String, Trace> unwanted, SecretHash hash) {
    this.host = host;
    this.unwanted = unwanted;
    this.hash = hash;
  }

  /** What was written on a host for containers in scope, and that the file does not have there. */
  static NavigableMap<String, Trace> unwanted(
      Fleet fleet, String host, Recorded recorded, Scope scope) {
    NavigableMap<String, Trace> unwanted = new TreeMap<>();
    if (scope.prunesFiles()) {
      Set<String> wanted = wanted(fleet, host, scope);
      recorded
          .tracesOn(host)
          .forEach((path, trace) -> {
            boolean isInScope =
                trace.users().keySet().stream().allMatch(key -> scope.includes(host, key));
            if (isInScope && !isWanted(path, wanted)) {
              unwanted.put(path, trace);
            }
          });
    }
    return unwanted;
  }

  private static Set<String> wanted(Fleet fleet, String host, Scope scope) {
    Set<String> wanted = new HashSet<>();
    for (Workload workload : fleet.on(host)) {
      boolean goes = scope.aim() == Operator.Aim.DESTROY && scope.includes(host, workload.key());
      if (!goes) {
        wanted.addAll(FilePlaces.folders(workload));
        workload.files().stream()
            .filter(file -> file.place() == ManagedFile.Place.HOST)
            .forEach(file -> wanted.add(file.path()));
      }
    }
    return wanted;
  }

  /**
   * The container through which files of the host are reached, if it is to go: that has nothing to
   * do any more, not even to show what stays.
   */
  static Optional<Leftover> helper(
      Fleet fleet, String host, Scope scope, List<ContainerView> containers) {
    return containers.stream()
        .filter(container ->
            container.helps(fleet.name())
                && container.name().equals(HostEngine.helperName(fleet.name()))
                && wanted(fleet, host, scope).isEmpty())
        .findFirst()
        .map(helper ->
            new Leftover(
                host,
                "",
                helper.name(),
                Leftover.Kind.HELPER,
                Leftover.Fate.REMOVE,
                "no container here has files of the host any more"));
  }

  private static boolean isWanted(String path, Set<String> wanted) {
    return wanted.stream().anyMatch(one -> one.equals(path) || one.startsWith(path + "/"));
  }

  /**
   * What becomes of each.
   *
   * @param seen what is there now, by path
   * @param needing containers that will be there and may need files that are not wanted, by key of
   *     the workload
   */
  List<Leftover> of(Map<String, Remnant> seen, Map<String, List<Member>> needing) {
    NavigableMap<String, Leftover> leftovers = new TreeMap<>();
    // What is in a folder comes before the folder.
    for (Map.Entry<String, Trace> entry : unwanted.descendingMap().entrySet()) {
      String path = entry.getKey();
      Trace trace = entry.getValue();
      Remnant now = seen.getOrDefault(path, new Remnant.Gone());
      if (now instanceof Remnant.Gone) {
        leftovers.put(path, leftover(entry, Leftover.Fate.FORGET, "it is gone already"));
        continue;
      }
      Optional<String> stays =
          ofOthers(trace, now)
              .or(() -> ofNeeding(trace, needing))
              .or(() -> inside(path, leftovers));
      leftovers.put(
          path,
          leftover(
              entry,
              stays.isPresent() ? Leftover.Fate.STAY : Leftover.Fate.REMOVE,
              stays.orElse("no container here has it any more")));
    }
    return List.copyOf(leftovers.values());
  }

  private Leftover leftover(Map.Entry<String, Trace> of, Leftover.Fate fate, String reason) {
    Trace trace = of.getValue();
    return new Leftover(
        host,
        trace.users().isEmpty() ? "" : trace.users().firstKey(),
        of.getKey(),
        trace.kind() == Trace.Kind.FOLDER ? Leftover.Kind.FOLDER : Leftover.Kind.FILE,
        fate,
        reason);
  }

  /** Why it belongs to somebody else. */
  private Optional<String> ofOthers(Trace trace, Remnant now) {
    if (trace.kind() == Trace.Kind.FOUND) {
      return Optional.of("it was there before the fleet had it");
    }
    return switch (now) {
      case Remnant.File(String print) -> {
        if (trace.prints().contains(print)) {
          yield Optional.empty();
        }
        yield Optional.of(
            trace.prints().stream().anyMatch(hash::isOfOtherKey)
                ? "nobody can tell whether it was changed: the key that it was hashed with is lost"
                : "it was changed since it was written");
      }
      case Remnant.Folder(Optional<String> stranger) ->
          stranger.map(path -> path + " is in it and not the fleet's");
      case Remnant.Gone _ -> Optional.empty();
    };
  }

  /** Why a container needs it that stays, or that somebody may want to go back to. */
  private static Optional<String> ofNeeding(Trace trace, Map<String, List<Member>> needing) {
    for (Map.Entry<String, Trace.Span> user : trace.users().entrySet()) {
      for (Member member : needing.getOrDefault(user.getKey(), List.of())) {
        if (user.getValue().includes(member.generation())) {
          String why = Family.isKept(member.name()) ? "is kept for going back" : "stays";
          return Optional.of(member.name() + ", which " + why + ", may need it");
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> inside(String path, NavigableMap<String, Leftover> below) {
    return below.values().stream()
        .filter(one -> !one.isChange() && one.path().startsWith(path + "/"))
        .findFirst()
        .map(one -> one.path() + " stays in it");
  }
}
