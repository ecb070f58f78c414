package dev.ostler.supervisor;

import dev.ostler.control.SetBy;

/**
 * A process runs if and only if it is started, active and not suspended.
 *
 * @param started whether it is to run at all
 * @param active false on standby
 * @param suspended whether it rests until it is resumed
 */
record Claims(Claim started, Claim active, Claim suspended) {
  /** Active, and not suspended. */
  static Claims initial(boolean started, SetBy by) {
    return new Claims(new Claim(started, by), new Claim(true, by), new Claim(false, by));
  }

  Claims withStarted(boolean value, SetBy by) {
    return value == started.holds() ? this : new Claims(new Claim(value, by), active, suspended);
  }

  Claims withActive(boolean value, SetBy by) {
    return value == active.holds() ? this : new Claims(started, new Claim(value, by), suspended);
  }

  Claims withSuspended(boolean value, SetBy by) {
    return value == suspended.holds() ? this : new Claims(started, active, new Claim(value, by));
  }
}
