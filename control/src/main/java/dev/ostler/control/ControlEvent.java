package dev.ostler.control;

import java.time.Instant;
import java.util.Optional;

/**
 * Something that happened.
 *
 * @param at when
 * @param kind what, for programs
 * @param process the process it is about
 * @param configuration the configuration it is about
 * @param message what, for people
 */
public record ControlEvent(
    Instant at, Kind kind, Optional<String> process, Optional<String> configuration, String message)
    implements Answer {
  /** On the wire in lower case, with dashes. */
  public enum Kind {
    /** A process runs. */
    STARTED,
    /** A process could not be started. */
    START_FAILED,
    /** A process is ready. */
    READY,
    /** A process is not ready any more. */
    NOT_READY,
    /** A process was asked to end. */
    STOPPING,
    /** A process has ended. */
    ENDED,
    /** A process waits for its restart. */
    BACKING_OFF,
    /** A process was sent a signal on request. */
    SIGNALLED,
    /** A process is not started any more. */
    STOPPED,
    /** A process was suspended. */
    SUSPENDED,
    /** A process is suspended no more. */
    RESUMED,
    /** The activation file is there. */
    ACTIVE,
    /** The activation file is gone. */
    STANDBY,
    /** A configuration's source has new content. */
    CONFIGURATION_CHANGED,
    /** A configuration was brought to its target. */
    CONFIGURATION_UPDATED,
    /** A configuration was refused; the target is as it was. */
    CONFIGURATION_REFUSED,
    /** A configuration did not prove itself; the target is as it was. */
    CONFIGURATION_ROLLED_BACK,
    /** The supervisor's file was read again. */
    RELOADED,
    /** Something that people should know. */
    WARNING,
    /** The supervisor ends. */
    ENDING,
    /** Something that this version does not know. */
    OTHER
  }
}
