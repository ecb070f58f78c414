package dev.ostler.gateway;

import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;

/**
 * What surrounds every app.
 *
 * @param clock for what comes later
 * @param journal told what happens
 * @param others finds an app by its name
 */
record Surroundings(
    ScheduledExecutorService clock, Journal journal, Function<String, Optional<AppRun>> others) {}
