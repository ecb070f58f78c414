package dev.ostler.entrypoint;

import dev.ostler.linux.FileStatus;
import dev.ostler.linux.LinuxFiles;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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

  /**
   * How a directory looks now.
   *
   * @param most how many members it may have, with those of its folders
   * @throws ConfigurationException if it has more
   */
  static DirectoryState of(Path directory, int most, Visitor visitor) throws IOException {
    Path link = directory.resolve(VOLUME_LINK);
    if (Files.isSymbolicLink(link)) {
      return new DirectoryState(true, Map.of(link, LinuxFiles.linkStatus(link)));
    }
    Map<Path, FileStatus> members = new HashMap<>();
    if (!addMembers(directory, most, visitor, members)) {
      throw new ConfigurationException(
          "cannot read " + directory + ": there are more than " + most + " members");
    }
    members.put(directory, LinuxFiles.status(directory));
    return new DirectoryState(false, members);
  }

  /** Returns false if there are too many. */
  private static boolean addMembers(
      Path folder, int most, Visitor visitor, Map<Path, FileStatus> members) throws IOException {
    visitor.enter(folder);
    List<Path> folders = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      for (Path member : stream) {
        if (members.size() == most) {
          return false;
        }
        FileStatus status = LinuxFiles.linkStatus(member);
        members.put(member, status);
        if (status.isDirectory()) {
          folders.add(member);
        }
      }
    } catch (DirectoryIteratorException broken) {
      throw broken.getCause();
    }
    for (Path inner : folders) {
      if (!addMembers(inner, most, visitor, members)) {
        return false;
      }
    }
    return true;
  }

  boolean hasChangedSince(Instant moment) {
    return members.values().stream().anyMatch(member -> member.changed().isAfter(moment));
  }
}
