package dev.ostler.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * All containers of one workload on one host. Roles follow from names: the current one has the
 * workload's name, the next one waits under a name of its own, and those before are kept under
 * theirs. So a run that was killed anywhere leaves a family that tells how far it came.
 *
 * @param name the workload's name on the host
 * @param members its containers
 * @param foreign ID of a container that has this name and is not ours
 * @param imageReady whether the image is known to be there
 * @param nameTaken whether a container of another workload has this name yet
 */
record Family(
    String name,
    List<Member> members,
    Optional<String> foreign,
    boolean imageReady,
    boolean nameTaken) {
  /** Begins what we add to a workload's name. */
  static final String OURS = ".ostler-";

  private static final String NEXT = OURS + "next";
  private static final String KEPT = OURS;
  private static final Pattern KEPT_NAME = Pattern.compile(".*" + Pattern.quote(KEPT) + "[0-9]+");

  /** Stands for the ID of a container that is only planned. */
  static final String PLANNED = "";

  Family {
    members =
        members.stream().sorted((a, b) -> Long.compare(b.generation(), a.generation())).toList();
  }

  Family(String name, List<Member> members, Optional<String> foreign, boolean imageReady) {
    this(name, members, foreign, imageReady, false);
  }

  /**
   * The one with the workload's name; if none has it, the newest that somebody else renamed, which
   * is neither waiting nor kept.
   */
  @Nullable Member current() {
    Member displaced = null;
    for (Member member : members) {
      if (member.name().equals(name)) {
        return member;
      }
      if (displaced == null && !isOfOurNames(member)) {
        displaced = member;
      }
    }
    return displaced;
  }

  @Nullable Member next() {
    return members.stream().filter(m -> m.name().endsWith(NEXT)).findFirst().orElse(null);
  }

  /** Those before, the newest first. */
  List<Member> kept() {
    Member current = current();
    Member next = next();
    return members.stream().filter(m -> !isIt(m, current) && !isIt(m, next)).toList();
  }

  /** By the ID: how whole records compare is made at its first use, for which plans would wait. */
  private static boolean isIt(Member member, @Nullable Member other) {
    return other != null && member.id().equals(other.id());
  }

  @Nullable Member ofGeneration(long generation) {
    return members.stream().filter(m -> m.generation() == generation).findFirst().orElse(null);
  }

  /** Whether a container of that name is kept for going back. */
  static boolean isKept(String name) {
    return KEPT_NAME.matcher(name).matches();
  }

  private static boolean isOfOurNames(Member member) {
    return member.name().endsWith(NEXT) || member.name().endsWith(KEPT + member.generation());
  }

  String nextName() {
    return name + NEXT;
  }

  String keptName(Member member) {
    return name + KEPT + member.generation();
  }

  long nextGeneration() {
    return 1 + members.stream().mapToLong(Member::generation).max().orElse(0);
  }

  Family withImage() {
    return new Family(name, members, foreign, true, nameTaken);
  }

  private Family replacing(String id, Optional<Member> changed) {
    List<Member> others = new ArrayList<>(members);
    others.removeIf(member -> member.id().equals(id));
    changed.ifPresent(others::add);
    return new Family(name, others, foreign, imageReady, nameTaken);
  }

  Member member(String id) {
    return members.stream()
        .filter(member -> member.id().equals(id))
        .findFirst()
        .orElseThrow(
            () -> new AssertionError("internal error: no container " + id + " of " + name));
  }

  Family with(Member member) {
    return replacing(member.id(), Optional.of(member));
  }

  Family without(Member member) {
    return replacing(member.id(), Optional.empty());
  }
}
