package dev.ostler.fleet;

import dev.ostler.engine.ContainerState;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A fleet whose hosts have been looked at. */
public final class Checked {
  private final Operator operator;
  private final Planner.Outcome outcome;
  private final Operator.Aim aim;
  private final Predicate<Plan.Item> wanted;

  Checked(
      Operator operator, Planner.Outcome outcome, Operator.Aim aim, Predicate<Plan.Item> wanted) {
    this.operator = operator;
    this.outcome = outcome;
    this.aim = aim;
    this.wanted = wanted;
  }

  /**
   * A container that was seen.
   *
   * @param host name of the host
   * @param workload key of its workload
   * @param name its name
   * @param generation which one after the others
   * @param state what it is doing
   * @param image what it was made from; empty if that is not known
   */
  public record Seen(
      String host,
      String workload,
      String name,
      long generation,
      ContainerState state,
      String image) {}

  /**
   * The fleet's containers, those that are kept for going back among them.
   *
   * @return by host and workload, the newest first
   */
  public List<Seen> containers() {
    return outcome.seen();
  }

  Operator.Aim aim() {
    return aim;
  }

  /**
   * What would be done.
   *
   * @return the plan
   */
  public Plan plan() {
    return outcome.plan();
  }

  Predicate<Plan.Item> wanted() {
    return wanted;
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
