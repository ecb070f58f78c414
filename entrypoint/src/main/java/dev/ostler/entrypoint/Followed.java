package dev.ostler.entrypoint;

import dev.ostler.linux.Child;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Those as which a process went on, one after the other. */
final class Followed {
  private final Processes processes;
  private final List<Child> all = new ArrayList<>();
  private @Nullable Child main;

  Followed(Processes processes) {
    this.processes = processes;
  }

  /** The one that is followed now; null if none is. */
  @Nullable Child main() {
    return main;
  }

  void follow(Child next) {
    leaveMain();
    all.removeIf(former -> isOver(former, next.group()));
    all.add(next);
    main = next;
  }

  /** A former one is kept for its group only. */
  private boolean isOver(Child former, int group) {
    boolean over = former.group() == group || !former.groupIsAlive();
    if (over) {
      processes.release(former);
    }
    return over;
  }

  /** What it has left in its group still belongs to the process. */
  void leaveMain() {
    Child former = main;
    if (former != null) {
      processes.leave(former);
      main = null;
    }
  }

  List<Child> inGroupsOtherThan(int group) {
    List<Child> others = new ArrayList<>(all);
    others.removeIf(one -> one.group() == group);
    return others;
  }

  boolean isAnyGroupAlive() {
    for (Child one : all) {
      if (one.groupIsAlive()) {
        return true;
      }
    }
    return false;
  }

  void forget() {
    leaveMain();
    for (Child one : all) {
      processes.release(one);
    }
    all.clear();
  }
}
