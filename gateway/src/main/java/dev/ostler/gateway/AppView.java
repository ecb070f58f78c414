package dev.ostler.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How an app is, for people.
 *
 * @param name its name
 * @param phase where it is between rest and use
 * @param barred whether visitors may not wake it
 * @param users how many use it or wait for it
 * @param held how many of them wait
 * @param events the steps of the current wake
 * @param elapsed since the wake has begun
 * @param trouble why it could not be woken last, or put to rest if it is awake
 * @param unseen why nobody can say how it is now; empty if its platform says so
 * @param restraint why its platform would not have it rest by itself; empty if it may
 * @param due when the times ring that are set for it
 * @param useDecides whether it rests when nobody has used it for long enough
 * @param hour what its schedule says
 * @param past what became of it before
 * @param bonds what it has to do with other apps
 */
record AppView(
    String name,
    AppPhase phase,
    boolean barred,
    int users,
    int held,
    List<WakeEvent> events,
    Duration elapsed,
    Optional<Observation.Failed> trouble,
    Optional<String> unseen,
    Optional<String> restraint,
    Map<AppDeadline, Instant> due,
    boolean useDecides,
    Schedule.Hour hour,
    History.Past past,
    Bonds bonds) {
  /** Of one that neither needs others nor is needed by any. */
  AppView(
      String name,
      AppPhase phase,
      boolean barred,
      int users,
      int held,
      List<WakeEvent> events,
      Duration elapsed,
      Optional<Observation.Failed> trouble,
      Optional<String> unseen,
      Optional<String> restraint,
      Map<AppDeadline, Instant> due,
      boolean useDecides,
      Schedule.Hour hour,
      History.Past past) {
    this(
        name,
        phase,
        barred,
        users,
        held,
        events,
        elapsed,
        trouble,
        unseen,
        restraint,
        due,
        useDecides,
        hour,
        past,
        Bonds.NONE);
  }

  /** Wakes that are over, newest first. */
  List<History.Wake> wakes() {
    return past.wakes();
  }

  /** For how long it has rested altogether. */
  Duration rested() {
    return past.rested();
  }

  /** How long its wakes usually take: the middle one of those that went well. */
  Optional<Duration> usualWake() {
    List<Duration> good =
        wakes().stream()
            .filter(wake -> wake.failure().isEmpty())
            .map(History.Wake::took)
            .sorted()
            .toList();
    return good.isEmpty() ? Optional.empty() : Optional.of(good.get(good.size() / 2));
  }

  /** What stands in the way of its use, or of its rest, in one sentence; empty if nothing does. */
  Optional<String> reason() {
    return obstacle(trouble.map(why -> why.inFull().reason()), unseen);
  }

  /** As {@link #reason}, without what its platform says of sockets, addresses and objects. */
  Optional<String> reasonForVisitors() {
    return obstacle(trouble.map(Observation.Failed::reason), unseen.map(_ -> Words.UNSEEN));
  }

  private Optional<String> obstacle(Optional<String> failure, Optional<String> blindness) {
    return phase == AppPhase.FAILED ? failure : blindness.or(() -> failure);
  }

  /** How far the wake has come; may be empty. */
  String stage() {
    return events.isEmpty() ? "" : events.getLast().text();
  }
}
