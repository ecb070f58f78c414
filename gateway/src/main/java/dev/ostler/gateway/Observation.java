package dev.ostler.gateway;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/** How a workload is, as its platform says. */
sealed interface Observation {
  /** It rests: nothing of it runs. */
  record Resting() implements Observation {}

  /**
   * It is on its way to run.
   *
   * @param stage how far it has come, in the platform's words, such as "pulling the image"
   */
  record Waking(String stage) implements Observation {}

  /**
   * It runs and can be used.
   *
   * @param upstream where requests go; empty if the platform routes by itself
   */
  record Running(Optional<InetSocketAddress> upstream) implements Observation {}

  /** It is on its way to rest. */
  record Resigning() implements Observation {}

  /**
   * It was to run and cannot.
   *
   * @param kind of failure, of which there are few
   * @param reason in one sentence, for visitors
   * @param evidence what the platform says, such as an exit status and the last lines of output
   */
  record Failed(Kind kind, String reason, List<String> evidence) implements Observation {
    private static final String REFUSED =
        "its platform cannot be reached, or refuses what it is asked";

    /** Keeps them as they may be shown. */
    public Failed {
      reason = Printable.of(reason);
      evidence = evidence.stream().map(Printable::of).toList();
    }

    /** Its platform did not do what it was asked: why is not for visitors, but of what it needs. */
    static Failed refused(String why) {
      return Ties.areMeantBy(why)
          ? new Failed(Kind.PLATFORM, why, List.of())
          : new Failed(Kind.PLATFORM, REFUSED, List.of(why));
    }

    /** The same for whoever looks after it. */
    Failed inFull() {
      return reason.equals(REFUSED) && !evidence.isEmpty()
          ? new Failed(kind, evidence.getFirst(), List.of())
          : this;
    }

    /** One that is like no other. */
    Failed(String reason, List<String> evidence) {
      this(Kind.OTHER, reason, evidence);
    }

    /** What has failed, for who counts. */
    enum Kind {
      /** There is no image to be had. */
      IMAGE,
      /** It ends again and again. */
      CRASH,
      /** It cannot be made as it is described. */
      CONFIGURATION,
      /** It may not have so much. */
      QUOTA,
      /** Its platform refuses, or cannot be asked. */
      PLATFORM,
      /** It did not start in time. */
      START,
      /** It did not answer in time. */
      ANSWER,
      /** Anything else. */
      OTHER
    }
  }

  /**
   * Nobody can say; nothing is done on the strength of that.
   *
   * @param why in one sentence
   */
  record Unknown(String why) implements Observation {
    /** Keeps it as it may be shown. */
    public Unknown {
      why = Printable.of(why);
    }
  }
}
