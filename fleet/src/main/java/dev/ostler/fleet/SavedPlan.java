package dev.ostler.fleet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A plan on paper, to be carried out later if nothing has changed. It holds no secret: what it was
 * made from is told by hashes with the key that lies beside the state.
 *
 * @param fleet the fleet's name
 * @param scope what was asked
 * @param fingerprints of what is there and what should be, for each change, by its name
 */
public record SavedPlan(String fleet, Scope scope, Map<String, String> fingerprints) {
  /** Copies. */
  public SavedPlan {
    fingerprints = Map.copyOf(fingerprints);
  }

  /**
   * What was checked, as a file.
   *
   * @param checked a fleet whose hosts have been looked at
   * @return a JSON object on one line: the plan as {@link PlanText#json} has it, and what is needed
   *     to carry it out
   */
  public static String of(Checked checked) {
    Map<String, Object> object = new LinkedHashMap<>(PlanText.object(checked.plan()));
    Scope scope = checked.scope();
    Map<String, Object> asked = new LinkedHashMap<>();
    asked.put("aim", scope.aim().name().toLowerCase(Locale.ROOT));
    asked.put("hosts", List.copyOf(scope.hosts()));
    asked.put("containers", List.copyOf(scope.containers()));
    asked.put("deep", scope.deep());
    asked.put("keep", scope.keep());
    asked.put("files", scope.files());
    object.put("scope", asked);
    object.put("fingerprints", new TreeMap<>(checked.fingerprints()));
    return Json.write(object);
  }

  /**
   * Reads one.
   *
   * @param file what {@link #of} has given
   * @return the plan
   * @throws IOException if it cannot be read, or is none
   */
  public static SavedPlan read(Path file) throws IOException {
    try {
      return parse(Json.read(FileText.read(file)));
    } catch (IllegalArgumentException e) {
      throw new FleetException(
          FleetException.Kind.BAD_FILE,
          "cannot read the plan " + file + ": " + e.getMessage() + "; make it with --out",
          e);
    }
  }

  private static SavedPlan parse(Map<String, Object> object) {
    if (!Json.text(object.get("version")).equals("1")) {
      throw new IllegalArgumentException("its version is not 1");
    }
    Map<?, ?> scope = Json.map(object.get("scope"));
    Map<String, String> fingerprints = new TreeMap<>();
    Json.map(object.get("fingerprints"))
        .forEach((name, print) -> fingerprints.put(Json.text(name), Json.text(print)));
    return new SavedPlan(
        Json.text(object.get("fleet")),
        new Scope(
            Operator.Aim.valueOf(Json.text(scope.get("aim")).toUpperCase(Locale.ROOT)),
            Set.copyOf(Json.texts(scope.get("hosts"))),
            Set.copyOf(Json.texts(scope.get("containers"))),
            Boolean.TRUE.equals(scope.get("deep")),
            Integer.parseInt(Json.text(scope.get("keep"))),
            Boolean.TRUE.equals(scope.get("files"))),
        fingerprints);
  }

  /**
   * Refuses if anything is not as it was when the plan was made.
   *
   * @param now what was seen with {@link #scope} just now
   * @throws FleetException of kind {@code OUTDATED}, with what has changed
   */
  public void requireUnchanged(Checked now) throws FleetException {
    NavigableSet<String> changed = new TreeSet<>(fingerprints.keySet());
    changed.addAll(now.fingerprints().keySet());
    changed.removeIf(
        name -> fingerprints.getOrDefault(name, "").equals(now.fingerprints().get(name)));
    if (!fleet.equals(now.plan().fleet())) {
      throw outdated("it is a plan of fleet " + fleet);
    }
    if (!changed.isEmpty()) {
      throw outdated(
          "the file or the hosts have changed since it was made: " + String.join(", ", changed));
    }
  }

  private static FleetException outdated(String why) {
    return new FleetException(
        FleetException.Kind.OUTDATED, "cannot carry out the plan: " + why + "; plan again");
  }
}
