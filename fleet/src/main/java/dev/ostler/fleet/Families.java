package dev.ostler.fleet;

import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.ContainerState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds out which of a host's containers belong to which workload, and what is wrong with them. */
final class Families {
  private final String fleet;
  private final String host;
  private final Recorded recorded;
  private final SecretHash hash;
  private final List<ContainerView> containers;

  Families(Site site, Recorded recorded, SecretHash hash) {
    this.fleet = site.fleet();
    this.host = site.host();
    this.recorded = recorded;
    this.hash = hash;
    this.containers = site.containers();
  }

  /**
   * A host as one fleet sees it.
   *
   * @param fleet the fleet's name
   * @param host the host's name
   * @param containers what is on it
   */
  record Site(String fleet, String host, List<ContainerView> containers) {}

  /** Keys of all workloads that have containers here. */
  NavigableSet<String> workloads() {
    NavigableSet<String> keys = new TreeSet<>();
    for (ContainerView container : containers) {
      workloadOf(container).ifPresent(keys::add);
    }
    return keys;
  }

  private Optional<String> workloadOf(ContainerView container) {
    // Labels win over what is remembered: another fleet's container stays another fleet's.
    if (container.labels().containsKey(Labels.FLEET)) {
      return container.isOf(fleet) ? Optional.of(container.workload()) : Optional.empty();
    }
    return recorded.note(host, container.id()).map(Recorded.Note::workload);
  }

  /** Of a workload that the file has. */
  Family of(Workload workload) {
    List<Member> members = new ArrayList<>();
    Optional<String> foreign = Optional.empty();
    boolean nameTaken = false;
    for (ContainerView container : containers) {
      Optional<String> key = workloadOf(container);
      if (key.isPresent() && key.get().equals(workload.key())) {
        members.add(
            member(container)
                .with(
                    new Member.Differences(
                        stale(workload, container), detached(workload, container))));
      } else if (key.isEmpty() && container.name().equals(workload.name())) {
        foreign = Optional.of(container.id());
      } else if (container.name().equals(workload.name())) {
        nameTaken = true;
      }
    }
    return new Family(workload.name(), members, foreign, false, nameTaken);
  }

  /** Of a workload that the file does not have. */
  Family ofUnwanted(String key) {
    return new Family(
        key,
        containers.stream()
            .filter(container -> workloadOf(container).equals(Optional.of(key)))
            .map(this::member)
            .toList(),
        Optional.empty(),
        false);
  }

  private Member member(ContainerView container) {
    Optional<Recorded.Note> note = recorded.note(host, container.id());
    SpecFields spec =
        note.flatMap(Recorded.Note::spec)
            .orElseGet(() -> SpecFields.ofLabel(container.labels().getOrDefault(Labels.SPEC, "")));
    return new Member(
        container.id(),
        container.name(),
        container.labels().containsKey(Labels.FLEET)
            ? container.generation()
            : note.map(Recorded.Note::generation).orElse(0L),
        seen(rehashed(spec, container), container),
        container.state(),
        Member.Differences.NONE,
        note.map(Recorded.Note::pending).orElse(pendingOf(container)));
  }

  /** Nothing is noted of one whose maker was killed between making and noting it. */
  private static Member.Pending pendingOf(ContainerView container) {
    return container.state() == ContainerState.CREATED
        ? Member.Pending.UNSTARTED
        : Member.Pending.NOTHING;
  }

  /** With what somebody has changed by hand, where that was looked for. */
  private static SpecFields seen(SpecFields spec, ContainerView container) {
    SpecFields seen = spec;
    Optional<ContainerSpec> inspected = container.contents().spec();
    if (inspected.isPresent()) {
      seen = seen.withChangeable(SpecFields.of(inspected.get()));
    }
    Optional<String> imageNow = container.contents().imageNow();
    return imageNow.isPresent() && !imageNow.get().equals(container.imageId())
        ? seen.withOlderImage()
        : seen;
  }

  /** A hash of a key that is lost says nothing: the secret itself, seen in the container, does. */
  private SpecFields rehashed(SpecFields spec, ContainerView container) {
    SpecFields known = spec;
    for (Map.Entry<String, String> field : spec.values().entrySet()) {
      if (hash.isOfOtherKey(field.getValue())) {
        String variable = field.getKey().substring(SpecFields.ENVIRONMENT.length());
        Optional<String> seen =
            container
                .contents()
                .spec()
                .map(of -> of.program().environment().getOrDefault(variable, ""));
        if (seen.isPresent()) {
          known = known.with(field.getKey(), hash.of(seen.get()));
        }
      }
    }
    return known;
  }

  private static List<String> detached(Workload workload, ContainerView container) {
    Set<String> wanted = new TreeSet<>(workload.spec().networking().attachments().keySet());
    // The networks of one that never ran are not shown before it is started.
    if (container.state() == ContainerState.CREATED) {
      return List.of();
    }
    wanted.removeAll(container.networks());
    return List.copyOf(wanted);
  }

  private static List<String> stale(Workload workload, ContainerView container) {
    return workload.files().stream()
        .filter(file -> !differences(file, container).isEmpty())
        .map(ManagedFile::key)
        .toList();
  }

  /** What ties a container to others, where that was looked for. */
  Optional<ContainerView.Bonds> bonds(String id) {
    return containers.stream()
        .filter(container -> container.id().equals(id))
        .findFirst()
        .flatMap(container -> container.contents().bonds());
  }

  /** What is wrong with a file, in words; empty if nothing is. */
  static List<String> differences(ManagedFile file, ContainerView container) {
    return differences(
        file, container.contents().files().get(file.key()), container.contents().accounts());
  }

  static List<String> differences(ManagedFile file, @Nullable FileView view, Accounts accounts) {
    if (view == null) {
      return List.of("not there");
    }
    List<String> differences = new ArrayList<>();
    if (!view.content().equals(file.content())) {
      differences.add("content");
    }
    if (view.mode() != file.mode()) {
      differences.add(
          "mode "
              + Integer.toOctalString(view.mode())
              + " -> "
              + Integer.toOctalString(file.mode()));
    }
    if (!accounts.user(file.owner().user()).equals(Optional.of(view.user()))
        || !accounts.group(file.owner().group()).equals(Optional.of(view.group()))) {
      differences.add("owner " + view.user() + ":" + view.group() + " -> " + file.owner());
    }
    return differences;
  }

  /** What is wrong with the files of a workload's current container, by path. */
  Map<String, String> fileReasons(Workload workload, Member current) {
    Map<String, String> reasons = new TreeMap<>();
    containers.stream()
        .filter(container -> container.id().equals(current.id()))
        .forEach(container ->
            workload
                .files()
                .forEach(file -> {
                  List<String> differences = differences(file, container);
                  if (!differences.isEmpty()) {
                    reasons.put(file.key(), String.join(", ", differences));
                  }
                }));
    return reasons;
  }
}
