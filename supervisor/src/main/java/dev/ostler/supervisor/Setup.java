package dev.ostler.supervisor;

import dev.ostler.linux.ChildCommand;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that one supervisor looks after.
 *
 * @param processes in the order in which they start if nothing else is said; at least one
 * @param configurations what to keep up to date for them
 * @param activation what decides whether some of them run
 * @param signals what signals to the supervisor do
 * @param access how others reach it
 * @param end how it ends
 * @param messages how its own messages look
 */
public record Setup(
    List<ProcessSetup> processes,
    List<ConfigurationSetup> configurations,
    Optional<ActivationSetup> activation,
    SignalSetup signals,
    Access access,
    End end,
    MessageFormat messages) {
  /** What the process of a single command is called; no name in a file is like it. */
  public static final String ONLY = "(command)";

  /**
   * How others reach the supervisor.
   *
   * @param datagrams the socket that takes the words START, STOP and QUIT
   * @param control the socket of the control protocol
   * @param metrics where metrics and health are served
   */
  public record Access(
      Optional<Datagrams> datagrams,
      Optional<Control> control,
      Optional<InetSocketAddress> metrics) {
    /**
     * Nobody reaches it but by signals.
     *
     * @return no access
     */
    public static Access none() {
      return new Access(Optional.empty(), Optional.empty(), Optional.empty());
    }
  }

  /**
   * The socket that takes the words START, STOP and QUIT.
   *
   * @param socket its name
   * @param answers whether senders whose sockets have absolute names are told OK or ERROR
   */
  public record Datagrams(Path socket, boolean answers) {
    /**
     * A socket that only listens.
     *
     * @param socket its name
     * @return without answers
     */
    public static Datagrams silent(Path socket) {
      return new Datagrams(socket, false);
    }
  }

  /**
   * The socket of the control protocol.
   *
   * @param socket its name
   * @param mode its permission bits
   * @param group the group that may use it beside root and the supervisor's own user
   */
  public record Control(Path socket, int mode, Optional<String> group) {}

  /**
   * How the supervisor ends.
   *
   * @param status its status when it was asked to end; empty for that of its only process, or 0
   * @param grace how long those have who are left when all processes have ended
   * @param whenIdle whether it ends when no process runs and none is going to by itself
   */
  public record End(Optional<Integer> status, Duration grace, boolean whenIdle) {}

  /** Refuses to look after nothing. */
  public Setup {
    processes = List.copyOf(processes);
    configurations = List.copyOf(configurations);
    if (processes.isEmpty()) {
      throw new IllegalArgumentException("processes must have at least one");
    }
  }

  /**
   * A single command and nothing around it.
   *
   * @param command what to run
   * @param policy how it is looked after
   * @param map what it gets for signals to the supervisor
   * @return without configuration, activation and access
   */
  public static Setup of(ChildCommand command, Policy policy, SignalMap map) {
    return new Setup(
        List.of(new ProcessSetup(ONLY, command, policy, Map.of(), Optional.empty())),
        List.of(),
        Optional.empty(),
        SignalSetup.ofCommand(map, policy.stopping().signal()),
        Access.none(),
        new End(Optional.empty(), policy.stopping().grace(), false),
        MessageFormat.TEXT);
  }

  /**
   * With configurations.
   *
   * @param all what to keep up to date
   * @return a changed copy
   */
  public Setup withConfigurations(List<ConfigurationSetup> all) {
    return new Setup(processes, all, activation, signals, access, end, messages);
  }

  /**
   * With an activation.
   *
   * @param what what decides whether some of the processes run
   * @return a changed copy
   */
  public Setup withActivation(Optional<ActivationSetup> what) {
    return new Setup(processes, configurations, what, signals, access, end, messages);
  }

  /**
   * With other ways to reach the supervisor.
   *
   * @param ways how others reach it
   * @return a changed copy
   */
  public Setup withAccess(Access ways) {
    return new Setup(processes, configurations, activation, signals, ways, end, messages);
  }

  /**
   * Ending otherwise.
   *
   * @param how how it ends
   * @return a changed copy
   */
  public Setup withEnd(End how) {
    return new Setup(processes, configurations, activation, signals, access, how, messages);
  }
}
