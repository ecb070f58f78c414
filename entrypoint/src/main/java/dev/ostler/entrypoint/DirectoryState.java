package dev.ostler.entrypoint;

import dev.ostler.linux.FileStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.function.BooleanSupplier;

/*
 * The kubelet fills a new folder and then renames the link ..data to it: one rename is one change
 * of all files, so the link stands for all of them.
 */
/**
 * What a directory of configuration files looks like: as long as it is equal, so is the content.
 */
record DirectoryState(boolean isVolume, Map<Path, FileStatus> members) {
  /** So many members are looked at before it is asked whether that is still wanted. */
  private static final int PART = 500;

  /** The link that a Kubernetes volume is switched by. */
  static final String VOLUME_LINK = "..data";

  /**
   * How a directory looks now.
   *
   * @param most how many members it may have, with those of its folders
   * @param wanted for how long that is of interest
   * @throws ConfigurationException if it has more, or nobody wants to know any longer
   */
  static DirectoryState of(Path directory, int most, BooleanSupplier wanted) throws IOException {
    try (DirectoryScan scan = new DirectoryScan(directory, most, _ -> {})) {
      while (!scan.advance(PART)) {
        WantedInput.require(wanted);
      }
      return scan.state();
    }
  }

  boolean hasChangedSince(Instant moment) {
    return members.values().stream().anyMatch(member -> member.changed().isAfter(moment));
  }
}
