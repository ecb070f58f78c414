package dev.ostler.fleet;

import dev.ostler.engine.ContainerState;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** A fleet whose hosts have been looked at. */
public final class Checked {
  private final Operator operator;
  private final Planner.Outcome outcome;
  private final Scope scope;
  private final Map<String, String> fingerprints;

  Checked(
      Operator operator, Planner.Outcome outcome, Scope scope, Map<String, String> fingerprints) {
    this.operator = operator;
    this.outcome = outcome;
    this.scope = scope;
    this.fingerprints = Map.copyOf(fingerprints);
  }

  /**
   * A container that was seen.
   *
   * @param host name of the host
   * @param workload key of its workload
   * @param id the engine's
   * @param name its name
   * @param generation which one after the others
   * @param state what it is doing
   * @param image what it was made from; empty if that is not known
   */
  public record Seen(
      String host,
      String workload,
      String id,
      String name,
      long generation,
      ContainerState state,
      String image) {
    /**
     * Whether it is the one that serves now.
     *
     * @return whether it neither waits to take another's place nor is kept for going back
     */
    public boolean isCurrent() {
      return !name.contains(Family.OURS);
    }

    /** The state as engines name it. */
    String stateWord() {
      return state.name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The fleet's containers, those that are kept for going back among them.
   *
   * @return by host and workload, the newest first
   */
  public List<Seen> containers() {
    return outcome.seen();
  }

  Fleet fleet() {
    return operator.fleet();
  }

  Scope scope() {
    return scope;
  }

  /** Of all that the changes depend on, by the name of each. */
  Map<String, String> fingerprints() {
    return fingerprints;
  }

  /**
   * What would be done.
   *
   * @return the plan
   */
  public Plan plan() {
    return outcome.plan();
  }

  /**
   * Does what the plan says, on all hosts at once. Nothing is changed if a host does not answer or
   * something is in the way; nothing at all is sent that changes a host if there is nothing to do.
   *
   * @param listener is told of every step, by several threads
   * @return what came of each container; a step that did not succeed is a value
   * @throws FleetException of kind {@code UNREACHABLE}, {@code LOCKED}, {@code OUTDATED}, or {@code
   *     FAILED} if something is in the way; nothing was changed then
   * @throws IOException if what is remembered cannot be written
   * @throws InterruptedException if the thread was interrupted; use {@link Operator#cancel} instead
   */
  public Report deploy(Consumer<FleetEvent> listener) throws IOException, InterruptedException {
    return operator.deploy(this, listener, false);
  }

  /**
   * Does what the plan says where hosts answer, and leaves the others as they are.
   *
   * @param listener is told of every step, by several threads
   * @return what came of each container
   * @throws IOException as {@link #deploy}, without hosts that do not answer
   * @throws InterruptedException if the thread was interrupted
   */
  public Report deploySkippingUnknown(Consumer<FleetEvent> listener)
      throws IOException, InterruptedException {
    return operator.deploy(this, listener, true);
  }
}
