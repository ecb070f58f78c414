package dev.ostler.abuse;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Harm that is done. */
enum Fault {
  KILL_SUPERVISOR(Level.RUN, "KILL for the supervisor, and with it all that it runs"),
  KILL_PROCESS(Level.RUN, "KILL for a process"),
  KILL_ANY(Level.RUN, "KILL for whatever runs: checks, probes, helpers"),
  FREEZE_SUPERVISOR(Level.RUN, "the supervisor is stopped for a moment"),
  FREEZE_PROCESS(Level.RUN, "a process is stopped for a moment"),
  SIGNALS(Level.RUN, "many signals at once"),
  ORPHANS(Level.RUN, "many orphans at once"),
  CONTRADICTIONS(Level.RUN, "stop, start, suspend, resume and restart by several at once"),
  HOSTILE_CONTROL(Level.RUN, "bytes that are no requests on the control socket"),
  HOSTILE_DATAGRAMS(Level.RUN, "datagrams that are no words"),
  HOSTILE_ARCHIVE(Level.RUN, "archives that are cut, damaged or lie"),
  HOSTILE_FILE(Level.RUN, "files that are damaged, and reloads of them"),
  CONNECTIONS(Level.RUN, "more connections than there are places"),
  FULL_DISK(Level.RUN, "no room where the configuration and the logs are"),
  FEW_FILES(Level.RUN, "a life with few descriptors"),
  FEW_WATCHES(Level.RUN, "a life with few inotify watches"),
  LITTLE_MEMORY(Level.RUN, "a life with little memory"),
  OTHER_CLOCK(Level.RUN, "a life with other clocks since the start of the machine"),
  WALL_CLOCK(Level.RUN, "the time of day jumps"),

  KILL_APPLY(Level.FLEET, "KILL for a command in the middle"),
  FREEZE_APPLY(Level.FLEET, "a command is stopped for a moment"),
  INTERRUPT_APPLY(Level.FLEET, "Ctrl-C for a command in the middle"),
  TWO_APPLIES(Level.FLEET, "two commands at once"),
  KILL_SSHD(Level.FLEET, "KILL for the logins at a host in the middle"),
  KILL_ENGINE(Level.FLEET, "KILL for the engine of a host in the middle"),
  KILL_CONTAINER(Level.FLEET, "KILL for a container"),
  CUT_HOST(Level.FLEET, "the link of a host goes down in the middle, and up again"),
  FULL_HOST(Level.FLEET, "no room on a host"),
  LOST_STATE(Level.FLEET, "the state file is lost"),
  DAMAGED_STATE(Level.FLEET, "the state file is damaged"),
  HOSTILE_FLEET_FILE(Level.FLEET, "files that are damaged"),
  BAD_VERSION(Level.FLEET, "a version that does not work"),

  KILL_GATEWAY(Level.GATEWAY, "KILL for the gateway"),
  KILL_APP(Level.GATEWAY, "KILL for the app"),
  KILL_PLATFORM(Level.GATEWAY, "KILL for the supervisor of the app"),
  FREEZE_GATEWAY(Level.GATEWAY, "the gateway is stopped for a moment"),
  FREEZE_PLATFORM(Level.GATEWAY, "the supervisor of the app is stopped for a moment"),
  FREEZE_APP(Level.GATEWAY, "the app is stopped for a moment"),
  CUT_APP(Level.GATEWAY, "the connections to the app are cut"),
  SILENT_APP(Level.GATEWAY, "the link to the app loses everything for a moment"),
  HOSTILE_HTTP(Level.GATEWAY, "bytes that are no requests"),
  SLOW_VISITORS(Level.GATEWAY, "visitors that never finish their requests"),
  GONE_VISITORS(Level.GATEWAY, "visitors that hang up while they wait"),
  GATEWAY_FILE(Level.GATEWAY, "files that are damaged, and good ones"),
  CROWD(Level.GATEWAY, "more connections than descriptors");

  private final Level level;
  private final String what;

  Fault(Level level, String what) {
    this.level = level;
    this.what = what;
  }

  Level level() {
    return level;
  }

  String what() {
    return what;
  }

  /** As it is called on the command line and in reports. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static List<Fault> of(Level level) {
    return Arrays.stream(values()).filter(fault -> fault.level == level).toList();
  }
}
