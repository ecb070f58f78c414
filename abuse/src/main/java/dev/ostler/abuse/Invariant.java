package dev.ostler.abuse;

import java.util.Locale;

/** What must hold whatever happens. */
enum Invariant {
  ONE_INSTANCE(Level.RUN, "no process runs twice at once"),
  ONE_VERSION(Level.RUN, "a configuration folder is all of one version, at every look"),
  NEVER_REFUSED(Level.RUN, "no version that its check refuses is ever in place"),
  CONVERGED(Level.RUN, "it comes to rest with the newest good version, and ready"),
  WORKING(Level.RUN, "a version that works is in place again once what was in its way has passed"),
  CONFINED(Level.RUN, "no archive writes anything outside its target"),
  TIDY(Level.RUN, "nothing is beside a target but what is kept there"),
  NOTHING_LEFT(Level.RUN, "no process outlives the supervisor"),
  NO_ZOMBIE(Level.RUN, "no zombie stays"),
  STOPPED_IN_TIME(Level.RUN, "TERM ends everything within the grace period"),
  SAME_SUPERVISOR(Level.RUN, "nothing but KILL and TERM ends the supervisor"),
  LINES_KEPT(Level.RUN, "what a process writes is kept without a gap"),
  FLAT_FILES(Level.RUN, "its descriptors do not grow"),
  FLAT_THREADS(Level.RUN, "its threads do not grow"),
  FLAT_MEMORY(Level.RUN, "its memory does not grow beyond a bound"),

  APPLIED(Level.FLEET, "the next apply finishes what one before was kept from"),
  NOTHING_TO_DO(Level.FLEET, "a plan after it finds nothing to do"),
  ONCE_EACH(Level.FLEET, "each container runs once, as the file says it"),
  NOTHING_STRAY(Level.FLEET, "no container, volume or lock is left but the one that is kept"),
  FOREIGN_UNTOUCHED(Level.FLEET, "containers of others are as they were"),
  UNKNOWN_NOT_GONE(Level.FLEET, "a host that does not answer is told, and nothing is changed"),
  TOLD(Level.FLEET, "a file that is wrong is named, with what is wrong or what to do"),
  FLEET_ENDED(Level.FLEET, "every command ends within its limits, whatever fails"),

  ANSWERED(Level.GATEWAY, "every visitor gets the app's answer, or is told why not"),
  NO_BAD_GATEWAY(Level.GATEWAY, "nobody gets 502 while the app is well"),
  ANSWER_WHOLE(Level.GATEWAY, "answers are whole, and to the request that was sent"),
  USED_NOT_RESTED(Level.GATEWAY, "an app is not put to rest while it is used"),
  WOKEN(Level.GATEWAY, "a visitor wakes the app, whatever was killed before"),
  RESTED(Level.GATEWAY, "an app that nobody uses comes to rest"),
  ONE_APP(Level.GATEWAY, "the app runs once at most"),
  SAME_GATEWAY(Level.GATEWAY, "nothing but KILL and TERM ends the gateway"),
  GATEWAY_FILES(Level.GATEWAY, "its descriptors do not grow"),
  GATEWAY_THREADS(Level.GATEWAY, "its threads do not grow beyond a bound"),
  GATEWAY_MEMORY(Level.GATEWAY, "its memory does not grow beyond a bound");

  private final Level level;
  private final String claim;

  Invariant(Level level, String claim) {
    this.level = level;
    this.claim = claim;
  }

  Level level() {
    return level;
  }

  String claim() {
    return claim;
  }

  /** As it is called in reports. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
