package dev.ostler.entrypoint;

/**
 * What was to be read is not there any more, for a newer version is. No failure of either: {@link
 * ConfigurationEvent.Changed} follows when the newer one can be read.
 */
public final class SourceChangedException extends ConfigurationException {
  private static final long serialVersionUID = 1;

  SourceChangedException(String message) {
    super(message);
  }

  SourceChangedException(String message, Throwable cause) {
    super(message, cause);
  }
}
