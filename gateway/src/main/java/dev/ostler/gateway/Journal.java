package dev.ostler.gateway;

import java.time.Duration;
import java.util.Optional;

/** Told what happens to apps, by any thread. */
interface Journal {
  /**
   * A wake.
   *
   * @param app its name
   * @param by who wanted it
   * @param trace the trace of the request that began it; empty if there is none
   */
  record Wake(String app, History.By by, Optional<Trace> trace) {}

  /**
   * How long a wake took.
   *
   * @param whole from the first visitor until it could be used
   * @param platform until its platform had it run; the rest went by until it answered
   */
  record Took(Duration whole, Duration platform) {}

  /** It was asked to run. */
  void woken(Wake wake);

  /** It can be used. */
  void ready(Wake wake, Took took);

  /** It cannot be used. */
  void failed(Wake wake, Observation.Failed why);

  /** How an app is lost while it is awake. */
  enum Loss {
    /** It has failed. */
    FAILED,
    /** Its platform has it start again. */
    RESTARTED
  }

  /** It was awake, and cannot be used any more, though nobody asked it to rest. */
  void lost(String app, Loss how, Observation.Failed why);

  /** It was asked to rest. */
  void rested(String app, History.Why why);

  /** What it was asked for has come to an end: it rests. */
  void hasRested(String app);

  /** It was asked to rest, and rightly goes on: somebody has come. */
  void stayedAwake(String app);

  /**
   * It was asked to rest, in vain.
   *
   * @param pause it is not asked again before so long
   */
  void notRested(String app, String why, Duration pause);

  /** Nobody can say how it is, or not for the reason of before. */
  void unseen(String app, String why);

  /** Its platform says again how it is. */
  void seen(String app);

  /**
   * Those who are let in are not connected to it.
   *
   * @param why the address, and what happens there
   */
  void unreached(String app, String why);

  /** Those who are let in are connected to it again. */
  void reached(String app);

  /** What a person wishes of it is known here, and not to others who look after it. */
  void unkept(String app, String why);

  /** Somebody who wanted to use it is about to be told that he cannot. */
  void turnedAway(String app, TurnedAway.Cause cause);
}
