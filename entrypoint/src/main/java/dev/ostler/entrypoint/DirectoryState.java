package dev.ostler.entrypoint;

import dev.ostler.linux.FileStatus;
import dev.ostler.linux.LinuxFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
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

  /** Is shown every folder before its members are listed. */
  @FunctionalInterface
  interface Visitor {
    void enter(Path folder) throws IOException;
  }

  static DirectoryState of(Path directory, Visitor visitor) throws IOException {
    Path link = directory.resolve(VOLUME_LINK);
    if (Files.isSymbolicLink(link)) {
      return new DirectoryState(true, Map.of(link, LinuxFiles.linkStatus(link)));
    }
    Map<Path, FileStatus> members = new HashMap<>();
    members.put(directory, LinuxFiles.status(directory));
    addMembers(directory, visitor, members);
    return new DirectoryState(false, members);
  }

  private static void addMembers(Path folder, Visitor visitor, Map<Path, FileStatus> members)
      throws IOException {
    visitor.enter(folder);
    for (Path member : Trees.members(folder)) {
      FileStatus status = LinuxFiles.linkStatus(member);
      members.put(member, status);
      if (status.isDirectory()) {
        addMembers(member, visitor, members);
      }
    }
  }

  boolean hasChangedSince(Instant moment) {
    return members.values().stream().anyMatch(member -> member.changed().isAfter(moment));
  }
}
