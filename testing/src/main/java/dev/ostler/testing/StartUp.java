package dev.ostler.testing;

/** How the command comes to have its signals blocked. */
public enum StartUp {
  /** By the launcher, whose {@code env} blocks them. */
  LAUNCHER,
  /** By itself: Java is started as the launcher does where {@code env} cannot block signals. */
  REEXECUTION
}
