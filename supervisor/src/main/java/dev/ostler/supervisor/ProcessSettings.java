package dev.ostler.supervisor;

import dev.ostler.configuration.Default;
import dev.ostler.configuration.Description;
import dev.ostler.configuration.ListMeans;
import dev.ostler.configuration.OneOrMany;
import dev.ostler.configuration.Range;
import dev.ostler.configuration.Required;
import dev.ostler.linux.ResourceLimit;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One process, in a run file.
 *
 * @param command the program and its arguments
 * @param user who it runs as
 * @param directory where it runs
 * @param environment variables beside Ostler's own
 * @param environmentFiles files of variables
 * @param umask file mode creation mask
 * @param nice niceness
 * @param oomScore how soon the kernel ends it when memory is short
 * @param limits soft resource limits
 * @param autostart whether it is started by itself
 * @param after whom it follows, and how far they must have come
 * @param ready when it is ready
 * @param alive when it is alive
 * @param restart what happens when it ends by itself
 * @param essential whether its end is the end of everything
 * @param oneShot whether it is to end with success
 * @param stop how it is stopped
 * @param signals who of its group gets forwarded signals
 * @param success ends that are successes
 * @param exitCodes statuses that are passed on as others
 * @param postStart what follows a start
 * @param suspend what suspending does
 * @param output where its output goes
 */
@Description("A process")
public record ProcessSettings(
    @Required @Description("The program and its arguments; no shell is involved")
        List<String> command,
    @Description("NAME[:GROUP] that it runs as, by name or number; default: Ostler's own")
        Optional<String> user,
    @Description("Where it runs; default: where Ostler runs") Optional<Path> directory,
    @Description("Variables beside those that Ostler has") Map<String, String> environment,
    @OneOrMany @Description("Files with lines NAME=VALUE; 'environment' wins, and later files do")
        List<Path> environmentFiles,
    @Description("File mode creation mask, octal, such as 027; default: Ostler's own")
        Optional<Mode> umask,
    @Range(min = -20, max = 19) @Description("Niceness: -20 is served first, 19 last")
        Optional<Integer> nice,
    @Range(min = -1000, max = 1000)
        @Description("How soon the kernel ends it when memory is short: 1000 first, -1000 never")
        Optional<Integer> oomScore,
    @Description("Soft resource limits, such as open-files: 4096; 'unlimited' is the hard limit")
        Map<ResourceLimit, LimitValue> limits,
    @Default("true")
        @Description(
            "Whether Ostler starts it by itself; otherwise it is there and rests until 'ostler ctl"
                + " start NAME', and the container is well without it")
        boolean autostart,
    @ListMeans("ready")
        @Description(
            "Processes that it starts after, and stops before: a list waits until they are ready,"
                + " a mapping says for each what to wait for")
        Map<String, Milestone> after,
    @Description("When it is ready; default: as soon as it runs")
        Optional<ProbeSettings.Ready> ready,
    @Description("How to see that it still works; default: while it runs")
        Optional<ProbeSettings.Alive> alive,
    @Description("What happens when it ends by itself; default: on-failure, for one-shots no")
        Optional<RestartSettings> restart,
    @Default("false") @Description("Whether everything ends when it has ended for good")
        boolean essential,
    @Default("false")
        @Description("Whether it is to end rather than to run on; its success makes it ready")
        boolean oneShot,
    @Default("{}") @Description("How it is stopped") StopSettings stop,
    @Default("leader") @Description("Who gets forwarded signals: the process or its whole group")
        Receiver signals,
    @OneOrMany @Description("Exit statuses and signal names that count as success, beside 0")
        List<ExitStatus> success,
    @Description("Exit statuses that Ostler passes on as others")
        Map<ExitStatus, ExitStatus> exitCodes,
    @Description("A command to run after each start") Optional<PostStartSettings> postStart,
    @Default("stop") @Description("What suspending does: end it, or freeze it where it is")
        Suspension suspend,
    @Default("inherit")
        @Description(
            "Where its output goes; inherited, it is not read: 'ctl logs' has none of it, and with"
                + " 'log' under 'ready' it is plain instead")
        OutputSettings output) {
  /** Who of a process's group. */
  public enum Receiver {
    /** All of them. */
    GROUP,
    /** The process itself. */
    LEADER
  }

  /** What suspending does. */
  public enum Suspension {
    /** The process is stopped, and started by resuming. */
    STOP,
    /** The process keeps its memory and gets no time. */
    FREEZE
  }

  /** Refuses what contradicts itself. */
  public ProcessSettings {
    if (command.getFirst().isEmpty()) {
      throw new IllegalArgumentException("found '' as the program in command, expected a name");
    }
    environment.keySet().forEach(ProcessSettings::checkVariable);
    if (oneShot && (ready.isPresent() || alive.isPresent())) {
      throw new IllegalArgumentException(
          "found oneShot with ready or alive, expected only one: a one-shot is ready when it has"
              + " ended with success");
    }
  }

  private static void checkVariable(String name) {
    if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "found the variable '" + name + "' in environment, expected a name without '='");
    }
  }

  /** What happens when it ends by itself, whether the file says so or not. */
  RestartSettings restarting() {
    return restart.orElse(
        RestartSettings.of(oneShot ? RestartSettings.When.NO : RestartSettings.When.ON_FAILURE));
  }
}
