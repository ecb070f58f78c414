package dev.ostler.gateway;

import java.io.IOException;
import java.time.Duration;

/** The API server refuses something, or cannot be reached. */
final class KubernetesException extends IOException {
  private static final long serialVersionUID = 1;
  private static final int UNREACHABLE = 0;
  private static final Duration STARTING = Duration.ofSeconds(3);
  private static final Duration AWAY = Duration.ofSeconds(30);

  private final int status;

  /**
   * Makes one.
   *
   * @param message cannot, what, and why
   * @param status of HTTP
   */
  KubernetesException(String message, int status) {
    super(message);
    this.status = status;
  }

  KubernetesException(String message, Throwable cause) {
    super(message, cause);
    status = UNREACHABLE;
  }

  /** Whether we may not. */
  boolean isDenied() {
    return status == 401 || status == 403;
  }

  /**
   * How long it may last without being a fault: API servers are started anew, and know nobody's
   * role when they have just begun. Zero if it will not pass by itself.
   */
  Duration mayLast() {
    if (isDenied()) {
      return STARTING;
    }
    return status == UNREACHABLE || status == 429 || status >= 500 ? AWAY : Duration.ZERO;
  }

  boolean isNotFound() {
    return status == 404;
  }

  /** Whether somebody else has changed it since it was read. */
  boolean isConflict() {
    return status == 409;
  }

  /** Whether what was sent makes no sense to the API server. */
  boolean isInvalid() {
    return status == 422;
  }
}
