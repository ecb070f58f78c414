package dev.ostler.entrypoint;

/** Rings once, see {@link AlarmRang}. */
public interface Alarm {
  /** Makes sure that it does not ring. Nothing happens if it has rung. */
  void cancel();
}
