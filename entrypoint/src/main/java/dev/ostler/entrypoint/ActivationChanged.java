package dev.ostler.entrypoint;

import java.util.Optional;

/**
 * The state of an activation file: the first one at once, then every change.
 *
 * @param handler who watches the file
 * @param active whether the file is there
 * @param trouble what keeps the file from being watched, if anything; the state is fresh all the
 *     same
 */
public record ActivationChanged(ActivationHandler handler, boolean active, Optional<String> trouble)
    implements Event {}
