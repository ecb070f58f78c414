package dev.ostler.supervisor;

import dev.ostler.configuration.Problem;
import dev.ostler.configuration.Problems;
import dev.ostler.configuration.ValuePath;
import dev.ostler.linux.LinuxException;
import dev.ostler.linux.ResourceLimit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/*
 * No problems of the file: another start may have higher limits, a process may make a folder before
 * the next one needs it, and a container has volumes that are not there where its file is checked.
 */
/** Finds what could not be done if it were to start here and now. */
final class RunFileDoubts {
  private final RunFile file;
  private final Problems places;
  private final Consumer<Problem> doubts;

  private RunFileDoubts(RunFile file, Problems places, Consumer<Problem> doubts) {
    this.file = file;
    this.places = places;
    this.doubts = doubts;
  }

  static void tell(RunFile file, Problems places, Consumer<Problem> doubts) {
    RunFileDoubts all = new RunFileDoubts(file, places, doubts);
    file.processes().forEach(all::process);
    file.configuration().forEach(all::configuration);
    file.activation()
        .ifPresent(given -> all.folderOf(given.file(), ValuePath.of("activation", "file")));
    file.control()
        .ifPresent(given -> all.folderOf(given.socket(), ValuePath.of("control", "socket")));
    file.datagrams()
        .ifPresent(given -> all.folderOf(given.socket(), ValuePath.of("datagrams", "socket")));
  }

  private void process(String name, ProcessSettings process) {
    ValuePath path = ValuePath.of("processes", name);
    process
        .limits()
        .forEach((limit, value) -> limit(limit, value, path.key("limits").key(limit.toString())));
    process
        .directory()
        .filter(folder -> !Files.isDirectory(folder) && !file.brings(folder))
        .ifPresent(folder ->
            say(path.key("directory"), "found " + folder + ", which is no folder that is there"));
  }

  private void limit(ResourceLimit limit, LimitValue wanted, ValuePath path) {
    try {
      long hard = limit.hard();
      if (wanted.value() != ResourceLimit.UNLIMITED
          && Long.compareUnsigned(wanted.value(), hard) > 0) {
        say(
            path,
            "found %d, which is above the hard limit here, %s; raise that for whoever starts Ostler"
                .formatted(wanted.value(), Long.toUnsignedString(hard)));
      }
    } catch (LinuxException unknown) {
      // Whoever starts the process is told.
    }
  }

  private void configuration(String name, ConfigurationSettings configuration) {
    ValuePath path = ValuePath.of("configuration", name);
    configuration.archive().ifPresent(source -> folderOf(source, path.key("archive")));
    configuration.directory().ifPresent(source -> folderOf(source, path.key("directory")));
    configuration.file().ifPresent(source -> folderOf(source, path.key("file")));
  }

  /** What is watched or made at the start needs one. */
  private void folderOf(Path wanted, ValuePath path) {
    Path folder = wanted.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder) && !file.brings(folder)) {
      say(path, "found " + wanted + ", whose folder is not there");
    }
  }

  private void say(ValuePath path, String message) {
    doubts.accept(places.at(path, message));
  }
}
