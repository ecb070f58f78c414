package dev.ostler.entrypoint;

/**
 * The time of an alarm has come. Not reported after {@link Alarm#cancel()}.
 *
 * @param alarm which one
 */
public record AlarmRang(Alarm alarm) implements Event {}
