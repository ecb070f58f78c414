package dev.ostler.supervisor;

import dev.ostler.linux.ChildCommand;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One process and everything around it.
 *
 * @param command what to run
 * @param policy how to look after it
 * @param activation the file whose existence means that the process should run
 * @param configuration what to keep up to date for it
 * @param socket the datagram socket that takes the words START, STOP and QUIT
 */
public record Workload(
    ChildCommand command,
    Policy policy,
    Optional<Path> activation,
    Optional<ConfigurationPlan> configuration,
    Optional<Path> socket) {}
