package dev.ostler.control;

/**
 * Whether a process is to run: if and only if it is started, active and not suspended.
 *
 * @param started false once it was stopped, or has ended and is not to be restarted
 * @param active false on standby
 * @param suspended whether it rests
 */
public record Intent(Setting started, Setting active, Setting suspended) {}
