package dev.ostler.gateway;

import java.time.Instant;
import java.util.Optional;

/** What a person wishes of an app until he, or somebody else, wishes otherwise. */
sealed interface Wish {
  /** Whether visitors may not wake it. */
  record Barred(boolean barred) implements Wish {}

  /**
   * It must not rest.
   *
   * @param until when; empty if it may
   */
  record KeptAwake(Optional<Instant> until) implements Wish {}
}
