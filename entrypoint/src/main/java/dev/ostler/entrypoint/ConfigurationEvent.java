package dev.ostler.entrypoint;

/** What can happen to a configuration. Not intended to be implemented by clients. */
public sealed interface ConfigurationEvent extends Event {
  /**
   * Returns whose configuration it is.
   *
   * @return the handler that watches the source
   */
  ConfigurationHandler handler();

  /**
   * The source has new content, which the next {@link ConfigurationHandler#update()} works on. A
   * burst of changes is one event. The first content is a change too.
   *
   * @param handler whose
   */
  record Changed(ConfigurationHandler handler) implements ConfigurationEvent {}

  /**
   * The source was removed. The target stays as it is.
   *
   * @param handler whose
   */
  record Removed(ConfigurationHandler handler) implements ConfigurationEvent {}

  /**
   * The source cannot be read, which nobody asked for. The target stays as it is.
   *
   * @param handler whose
   * @param reason why not
   */
  record Unreadable(ConfigurationHandler handler, ConfigurationException reason)
      implements ConfigurationEvent {}

  /**
   * What {@link ConfigurationHandler#stage()} was asked for lies ready to be looked at. The target
   * has not been touched.
   *
   * @param handler whose
   * @param staged the files as they would be
   */
  record Staged(ConfigurationHandler handler, StagedConfiguration staged)
      implements ConfigurationEvent {}

  /**
   * The target has the new content.
   *
   * @param handler whose
   * @param report what changed; empty if everything was so already
   */
  record Updated(ConfigurationHandler handler, UpdateReport report) implements ConfigurationEvent {}

  /**
   * The target has the content from before the last update again.
   *
   * @param handler whose
   */
  record RolledBack(ConfigurationHandler handler) implements ConfigurationEvent {}

  /**
   * A custom update function has returned.
   *
   * @param handler whose
   * @param result what it returned
   * @param <R> the type of result
   */
  record Completed<R>(CustomHandler<R> handler, R result) implements ConfigurationEvent {}

  /**
   * What was asked for did not work. The target is as it was.
   *
   * @param handler whose
   * @param reason why not, and what to do
   */
  record Failed(ConfigurationHandler handler, ConfigurationException reason)
      implements ConfigurationEvent {}
}
