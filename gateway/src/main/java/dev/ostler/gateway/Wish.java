package dev.ostler.gateway;

import java.time.Instant;
import java.util.Optional;

/**
 * What all who look after an app are to heed: what a person wishes of it, until he, or somebody
 * else, wishes otherwise, and that it is used.
 */
sealed interface Wish {
  /** Whether visitors may not wake it. */
  record Barred(boolean barred) implements Wish {}

  /**
   * It must not rest.
   *
   * @param until when; empty if it may
   */
  record KeptAwake(Optional<Instant> until) implements Wish {}

  /**
   * It is used, and must not rest for want of use.
   *
   * @param until when; empty if it may
   */
  record Used(Optional<Instant> until) implements Wish {}
}
