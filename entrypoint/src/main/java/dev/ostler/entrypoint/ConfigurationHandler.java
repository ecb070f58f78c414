package dev.ostler.entrypoint;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Watches a source of configuration and, when asked to, brings its content to a target, all of it
 * or nothing. Results come as {@link ConfigurationEvent}s, one for each request, in order, never
 * two at a time.
 */
public interface ConfigurationHandler extends AutoCloseable {
  /**
   * Returns the watched file or directory.
   *
   * @return as given
   */
  Path source();

  /**
   * Prepares the content of the last {@link ConfigurationEvent.Changed} beside the target, to be
   * looked at before it is used. {@link ConfigurationEvent.Staged} or {@link
   * ConfigurationEvent.Failed} follows.
   */
  void stage();

  /**
   * Brings the content of the last {@link ConfigurationEvent.Changed} to the target. {@link
   * ConfigurationEvent.Updated}, {@link ConfigurationEvent.Completed} or {@link
   * ConfigurationEvent.Failed} follows, the latter also if the source was removed, or is being
   * written in place.
   */
  void update();

  /**
   * Brings just what was staged to the target, even if the source has changed since. {@link
   * ConfigurationEvent.Updated} follows, or {@link ConfigurationEvent.Failed} if it is not the last
   * that was staged.
   *
   * @param staged what was looked at
   */
  void update(StagedConfiguration staged);

  /**
   * Brings the content from before the last update back, also if a former process has made that
   * update. {@link ConfigurationEvent.RolledBack} or {@link ConfigurationEvent.Failed} follows.
   */
  void rollBack();

  /**
   * Says that the last update has proven itself: the application works with it. It stays so beyond
   * a restart of this process, until the next update. No event follows but a {@link Warning} if it
   * cannot be written to the disk.
   */
  void keep();

  /**
   * Says whether the content of the target has proven itself. Answers after a restart what was true
   * before: an update that a crash has cut off in its trial is to be tried again, or rolled back.
   *
   * @return false from an update that changes something until {@link #keep()} or {@link
   *     #rollBack()} is done; always true without {@link TreeOptions#provingEachUpdate()}
   */
  boolean isProven();

  /**
   * Says why a reader of the target can see a mix of old and new during an update, and what to
   * change.
   *
   * @return empty if updates are atomic
   */
  Optional<String> whyNotAtomic();

  /**
   * Stops watching and forgets what was pinned; no event follows. Requests that have not begun are
   * dropped; the step that a target is at (staging or switching) is waited for, so that the target
   * is free for another handler. A second call does nothing.
   */
  @Override
  void close();
}
