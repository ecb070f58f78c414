package dev.ostler.entrypoint;

import java.nio.file.Path;

/** A disk whose power is cut before one of its changes. Nothing changes any more after that. */
class CrashingDisk extends Disk {
  /** The power is gone. */
  static final class PowerCut extends Error {
    private static final long serialVersionUID = 1;

    PowerCut(String before) {
      super("before " + before);
    }
  }

  private int left;

  /**
   * A disk for one crash.
   *
   * @param changes how many changes come through
   */
  CrashingDisk(int changes) {
    left = changes;
  }

  @Override
  void step(String what, Path path) {
    if (--left < 0) {
      throw new PowerCut(what + " " + path);
    }
  }

  /** Counted as a step; what is cut here is the program, so that waiting for the disk is vain. */
  @Override
  void sync(Path path) {
    step("sync", path);
  }

  @Override
  void syncFileSystem(Path path) {
    step("sync file system", path);
  }
}
