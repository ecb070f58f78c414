package dev.ostler.control;

/**
 * One process: what it should do, and what it does.
 *
 * @param name its name in the supervisor's configuration
 * @param autostart whether it is started with the supervisor, rather than only when somebody asks
 * @param intent whether it is to run, and who says so
 * @param life what it does
 */
public record ProcessStatus(String name, boolean autostart, Intent intent, Life life) {}
