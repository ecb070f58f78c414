package dev.ostler.supervisor;

import dev.ostler.control.Changes;
import dev.ostler.control.ProcessChange;
import dev.ostler.control.ProcessChange.Outcome;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What a request has come to so far, process by process. */
final class PendingChanges {
  private final Map<String, Optional<ProcessChange>> changes = new LinkedHashMap<>();

  PendingChanges(List<String> processes) {
    processes.forEach(process -> changes.put(process, Optional.empty()));
  }

  /** Takes the first word on a process; further ones are too late. */
  void told(ProcessChange change) {
    changes.computeIfPresent(
        change.process(), (_, former) -> former.isPresent() ? former : Optional.of(change));
  }

  boolean areComplete() {
    return changes.values().stream().allMatch(Optional::isPresent);
  }

  /** The answer to who does not wait. */
  Changes accepted() {
    return answer(name -> ProcessChange.of(name, Outcome.ACCEPTED));
  }

  /** The answer to who has waited long enough. */
  Changes late(Duration within, UnaryOperator<String> awaited) {
    return answer(name -> {
      String why =
          "cannot say that it is done: it was not within %d ms; %s"
              .formatted(within.toMillis(), awaited.apply(name));
      return new ProcessChange(name, Outcome.LATE, Optional.of(why));
    });
  }

  private interface Otherwise {
    ProcessChange of(String process);
  }

  private Changes answer(Otherwise otherwise) {
    return new Changes(
        changes.entrySet().stream()
            .map(change -> change.getValue().orElseGet(() -> otherwise.of(change.getKey())))
            .toList());
  }
}
