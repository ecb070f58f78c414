package dev.ostler.fleet;

import java.io.IOException;
import java.util.Optional;

/**
 * What is there by now of a task's family. What a later run could not see on the host is written
 * down before anything goes on.
 */
final class Standing {
  private final Task task;
  private final Journal journal;
  private final boolean hasStartHook;
  private Family family;
  private String createdId = Family.PLANNED;

  Standing(Task task, Journal journal, boolean hasStartHook) {
    this.task = task;
    this.journal = journal;
    this.hasStartHook = hasStartHook;
    family = task.family();
  }

  /** Goes on with what was done before. */
  void goOnFrom(Family done) {
    family = done;
  }

  Family family() {
    return family;
  }

  Member member(String container) {
    return family.member(container);
  }

  /** A creation has made this one. */
  void created(String id) {
    createdId = id;
  }

  /** One is other than it was; the host shows it. */
  void change(Member member) {
    family = family.with(member);
  }

  /** One is other than it was; only a note tells. */
  void note(Member member) throws IOException {
    change(member);
    note(member.id());
  }

  /** A container goes that is made from this. */
  void spend(HostEngine.Image image) throws IOException {
    journal.change(
        recorded -> recorded.withImage(task.host(), new Recorded.Spent(task.workload(), image)));
  }

  /** A step is done. */
  void advance(Step step, Goal goal) throws IOException {
    family = FamilyMachine.after(family, step, createdId, goal);
    switch (step) {
      case Step.Create _ -> note(createdId);
      case Step.RememberUnproven(Step.Ref container) -> note(container.id());
      case Step.RememberUntold remember -> note(remember.container().id());
      case Step.Tell tell -> note(tell.container().id());
      case Step.AwaitHealthy await -> note(await.container().id());
      case Step.Start start -> {
        if (hasStartHook) {
          note(start.container().id());
        }
      }
      case Step.Update update -> note(update.container().id());
      case Step.Remove remove ->
          journal.change(recorded -> recorded.without(task.host(), remove.container().id()));
      case Step.EnsureImage _,
          Step.WriteFiles _,
          Step.PutBack _,
          Step.Attach _,
          Step.Rename _,
          Step.Stop _,
          Step.Pause _,
          Step.Unpause _ -> {
        // The host itself shows these.
      }
    }
  }

  private void note(String container) throws IOException {
    Member member = family.member(container);
    journal.change(recorded ->
        recorded.with(
            task.host(),
            container,
            new Recorded.Note(
                task.workload(),
                Optional.of(member.spec()),
                member.pending(),
                member.generation())));
  }
}
