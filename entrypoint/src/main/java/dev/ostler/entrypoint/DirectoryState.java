package dev.ostler.entrypoint;

import dev.ostler.linux.FileStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/*
 * The kubelet fills a new folder and then renames the link ..data to it: one rename is one change
 * of all files, so the link stands for all of them.
 */
/**
 * What a directory of configuration files looks like: as long as it is equal, so is the content.
 */
record DirectoryState(boolean isVolume, Map<Path, FileStatus> members) {
  /** The link that a Kubernetes volume is switched by. */
  static final String VOLUME_LINK = "..data";

  /**
   * How a directory looks now.
   *
   * @param most how many members it may have, with those of its folders
   * @throws ConfigurationException if it has more
   */
  static DirectoryState of(Path directory, int most) throws IOException {
    try (DirectoryScan scan = new DirectoryScan(directory, most, _ -> {})) {
      while (!scan.advance(Integer.MAX_VALUE)) {}
      return scan.state();
    }
  }

  boolean hasChangedSince(Instant moment) {
    return members.values().stream().anyMatch(member -> member.changed().isAfter(moment));
  }
}
