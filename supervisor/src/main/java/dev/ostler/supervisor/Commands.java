package dev.ostler.supervisor;

import dev.ostler.control.Answer;
import dev.ostler.control.ControlEvent;
import dev.ostler.control.LogLine;
import dev.ostler.control.Metrics;
import dev.ostler.control.ProcessChange;
import dev.ostler.control.SetBy;
import dev.ostler.control.Status;
import dev.ostler.control.Verb;
import dev.ostler.linux.Signal;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What a control client may ask of a supervisor. All methods are called on the loop's thread and
 * return at once; what they are given to tell is to be called on that thread too, at once or later,
 * and costs no more than a queue does. Names of processes are checked before: they are of {@link
 * #status}.
 */
interface Commands {
  /** All that is looked after, as it is now. */
  Status status();

  /** The figures, as they are now. */
  Metrics metrics();

  /**
   * Changes what processes do.
   *
   * @param processes at least one
   * @param told once for each of the processes: done when it is as asked for (start and resume: it
   *     is ready, or need not run for another reason; stop and suspend: nobody of its group is
   *     left; restart: both), unchanged if it was, failed when it is known that it will not be so
   * @return what makes sure that nothing more is told
   */
  Runnable change(
      Verb verb, List<String> processes, SetBy.Control by, Consumer<ProcessChange> told);

  /**
   * Why a process is not yet as asked for.
   *
   * @return such as "it is not ready yet"
   */
  String awaited(String process);

  /**
   * Sends a signal to a process, or its group if its policy says so.
   *
   * @return done, or failed if it does not run
   */
  ProcessChange signal(Signal signal, String process, SetBy.Control by);

  /**
   * Reads the file again.
   *
   * @param dryRun whether only to tell the differences
   * @param told once: {@link dev.ostler.control.Reloaded} with what differs, {@link
   *     dev.ostler.control.Failure} if the file is wrong, and nothing has changed then
   * @param done once, afterwards, with the same: what differed is done; not called if nothing was
   *     to be done
   * @return says what is not done yet
   */
  Supplier<String> reload(
      boolean dryRun, SetBy.Control by, Consumer<Answer> told, Consumer<Answer> done);

  /**
   * The last lines that processes wrote.
   *
   * @param lines how many at most, in all
   * @return oldest first
   */
  List<LogLine> logs(Predicate<String> processes, int lines);

  /**
   * Tells what processes write from now on.
   *
   * @return ends it; may be run while somebody is told
   */
  Runnable followLogs(Predicate<String> processes, Consumer<LogLine> told);

  /**
   * Tells what happens from now on.
   *
   * @return ends it; may be run while somebody is told
   */
  Runnable followEvents(Consumer<ControlEvent> told);
}
