package dev.ostler.fleet;

import dev.ostler.configuration.InvalidConfigurationException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is on the hosts, as a file of libflexkube: for those who go back to it, or share hosts with
 * it. Passwords, keys and variables are in it as they are; keep it where nobody else can read it.
 */
public final class LegacyState {
  private final Checked checked;
  private final Fleet fleet;
  private final LegacyForm forms;
  private final Map<String, Object> entries = new TreeMap<>();

  private LegacyState(Checked checked, LegacyForm forms) {
    this.checked = checked;
    this.fleet = checked.fleet();
    this.forms = forms;
  }

  /**
   * Of a fleet whose file is one of libflexkube: its entries as they stand there.
   *
   * @param file that file
   * @param checked the fleet that was read from it, as it was seen
   * @return YAML: {@code previousState}, or {@code state} if the file is that of a resource
   * @throws InvalidConfigurationException if something in the file is wrong
   * @throws IOException if it cannot be read, or if something is neither as it says nor as it said
   */
  public static String of(Path file, Checked checked)
      throws InvalidConfigurationException, IOException {
    if (!FleetFile.isLegacy(file)) {
      return of(checked);
    }
    return new LegacyState(checked, LegacyFile.form(file)).text();
  }

  /**
   * Of any fleet.
   *
   * @param checked a fleet, as it was seen
   * @return YAML with {@code previousState}
   * @throws IOException if the form has no words for something, or if a container is not as the
   *     fleet says
   */
  public static String of(Checked checked) throws IOException {
    return new LegacyState(checked, new LegacyForm(Map.of(), Map.of(), Map.of(), Map.of())).text();
  }

  private String text() throws IOException {
    addSeen();
    addUnseen();
    boolean isResource = !forms.state().isEmpty() || !forms.containers().isEmpty();
    return Yaml.write(Map.of(isResource ? "state" : "previousState", entries));
  }

  private void addSeen() throws IOException {
    List<String> problems = new ArrayList<>();
    for (Checked.Seen seen : checked.containers()) {
      if (!seen.isCurrent()) {
        continue;
      }
      Optional<LegacyForm.EntryForm> entry = entry(seen);
      if (entry.isPresent()) {
        add(seen.workload(), seen.host(), entry.get(), Optional.of(seen));
      } else {
        problems.add(seen.workload() + " on " + seen.host());
      }
    }
    if (!problems.isEmpty()) {
      throw new FleetException(
          FleetException.Kind.FAILED,
          "cannot write down what is there: "
              + String.join(", ", problems)
              + " is not as the file says; apply it first");
    }
  }

  /** What a host that does not answer has is known from before. */
  private void addUnseen() {
    for (Known known : fleet.known()) {
      if (checked.plan().unknown().containsKey(known.host())) {
        LegacyForm.EntryForm before = previous(known.workload().key());
        if (before != null) {
          add(known.workload().key(), known.host(), before, Optional.empty());
        }
      }
    }
  }

  private Optional<LegacyForm.EntryForm> entry(Checked.Seen seen) throws IOException {
    boolean isAsWanted =
        checked.plan().items().stream()
            .anyMatch(item ->
                item.host().equals(seen.host())
                    && item.workload().equals(seen.workload())
                    && isSettled(item.action()));
    if (isAsWanted) {
      return Optional.of(wanted(seen));
    }
    boolean isAsKnown = fleet.known().stream().anyMatch(known -> known.id().equals(seen.id()));
    return isAsKnown ? Optional.ofNullable(previous(seen.workload())) : Optional.empty();
  }

  /** Whether the container is made from what the file says, whatever else is to be done. */
  private static boolean isSettled(Plan.Action action) {
    return switch (action) {
      case NOTHING, START, PRUNE -> true;
      case CREATE, REPLACE, UPDATE, REMOVE, REST, ROLL_BACK, STAY, BLOCKED -> false;
    };
  }

  private LegacyForm.EntryForm wanted(Checked.Seen seen) throws IOException {
    LegacyForm.EntryForm form =
        forms.desiredState().getOrDefault(seen.workload(), forms.containers().get(seen.workload()));
    if (form != null) {
      return form;
    }
    Workload workload = fleet.workload(seen.workload()).orElseThrow();
    Host host = Objects.requireNonNull(fleet.hosts().get(seen.host()));
    return LegacyForms.of(workload, host);
  }

  private LegacyForm.@Nullable EntryForm previous(String workload) {
    LegacyForm.EntryForm form = forms.previousState().get(workload);
    return form != null ? form : forms.state().get(workload);
  }

  private void add(
      String workload, String host, LegacyForm.EntryForm form, Optional<Checked.Seen> seen) {
    LegacyForm.ContainerForm container = form.container();
    Optional<LegacyForm.StatusForm> status =
        seen.map(it -> new LegacyForm.StatusForm(Optional.of(it.id()), Optional.of(it.stateWord())))
            .or(container::status);
    String key = entries.containsKey(workload) ? workload + "-" + host : workload;
    entries.put(
        key,
        LegacyText.entry(
            new LegacyForm.EntryForm(
                new LegacyForm.ContainerForm(container.config(), status, container.runtime()),
                form.host(),
                form.configFiles())));
  }
}
