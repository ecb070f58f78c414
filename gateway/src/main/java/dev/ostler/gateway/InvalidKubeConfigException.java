package dev.ostler.gateway;

import java.io.IOException;

/** A kube config is not what it must be. */
public final class InvalidKubeConfigException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * Makes one.
   *
   * @param where the file; with line and column if they are known
   * @param what is wrong
   */
  InvalidKubeConfigException(String where, String what) {
    super("cannot use the kube config " + where + ": " + what);
  }
}
