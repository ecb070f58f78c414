package dev.ostler.supervisor;

import dev.ostler.configuration.Problems;
import dev.ostler.configuration.ValuePath;
import dev.ostler.linux.BindMount;
import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.Errno;
import dev.ostler.linux.LinuxException;
import dev.ostler.linux.Users;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks that this machine has what a run file names: programs, users, files of variables. */
final class RunFileWorld {
  private final RunFile file;
  private final Map<String, String> environment;
  private final Users users = new Users();
  private final boolean mayMount = BindMount.isPermitted();
  private final Problems problems;

  private RunFileWorld(RunFile file, Map<String, String> environment, Problems problems) {
    this.file = file;
    this.environment = environment;
    this.problems = problems;
  }

  static void check(RunFile file, Map<String, String> environment, Problems problems) {
    RunFileWorld world = new RunFileWorld(file, environment, problems);
    file.processes().forEach(world::checkProcess);
    file.configuration().forEach(world::checkConfiguration);
    file.control()
        .flatMap(AccessSettings.Control::group)
        .ifPresent(group -> world.checkUser("0:" + group, ValuePath.of("control", "group")));
  }

  private void checkProcess(String name, ProcessSettings process) {
    ValuePath path = ValuePath.of("processes", name);
    process.user().ifPresent(user -> checkUser(user, path.key("user")));
    if (process.output() instanceof OutputSettings.ToFile output) {
      checkLog(output.file(), path.key("output").key("file"));
    }
    Map<String, String> variables = variables(process, path);
    RunFileCommands.of(process, path)
        .forEach((at, command) -> checkProgram(command, variables, process.directory(), at));
  }

  /** It is opened before anything starts, so nothing that runs could make its folder. */
  private void checkLog(Path log, ValuePath path) {
    Path folder = log.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      problems.add(path, "found " + log + ", expected a file in a folder that is there");
    } else if (Files.exists(log) && !Files.isRegularFile(log)) {
      problems.add(path, "found " + log + ", expected a regular file");
    }
  }

  private void checkConfiguration(String name, ConfigurationSettings configuration) {
    ValuePath path = ValuePath.of("configuration", name);
    RunFileCommands.of(configuration, path)
        .forEach((at, command) -> checkProgram(command, environment, Optional.empty(), at));
    boolean namesStaged = String.join(" ", configuration.check()).contains("{staged}");
    if (!configuration.check().isEmpty() && !namesStaged && !mayMount) {
      problems.add(
          path.key("check"),
          "found a check without {staged}, expected it in one of its arguments: without the"
              + " capability CAP_SYS_ADMIN the check would look at the old version");
    }
  }

  private void checkUser(String specification, ValuePath path) {
    try {
      users.find(specification);
    } catch (IOException e) {
      problems.add(path, String.valueOf(e.getMessage()));
    }
  }

  private Map<String, String> variables(ProcessSettings process, ValuePath path) {
    Map<String, String> variables = new LinkedHashMap<>(environment);
    List<Path> files = process.environmentFiles();
    for (int i = 0; i < files.size(); i++) {
      try {
        variables.putAll(EnvironmentFiles.read(files.get(i)));
      } catch (IOException e) {
        problems.add(path.key("environmentFiles").item(i), String.valueOf(e.getMessage()));
      }
    }
    variables.putAll(process.environment());
    return variables;
  }

  private void checkProgram(
      List<String> command, Map<String, String> variables, Optional<Path> folder, ValuePath path) {
    String program = command.getFirst();
    if (comesWithConfiguration(program, folder)) {
      return;
    }
    ChildCommand child = ChildCommand.of(command, variables);
    if (folder.isPresent()) {
      child = child.withWorkingDirectory(folder.get());
    }
    try {
      child.findExecutable();
    } catch (LinuxException e) {
      problems.add(
          path.item(0), "found '" + program + "', expected " + expected(program, variables, e));
    }
  }

  private static String expected(
      String program, Map<String, String> variables, LinuxException refusal) {
    if (refusal.errno() == Errno.EACCES) {
      return "a program that may be executed";
    }
    return program.indexOf('/') >= 0
        ? "a program that is there"
        : "a program in PATH, which is " + variables.getOrDefault("PATH", "not set");
  }

  /** Then it need not be there yet. */
  private boolean comesWithConfiguration(String program, Optional<Path> folder) {
    if (program.indexOf('/') < 0) {
      return false;
    }
    Path path = folder.isPresent() ? folder.get().resolve(program) : Path.of(program);
    // Of what was left out it may come.
    return problems.isLeftOut(ValuePath.of("configuration")) || file.brings(path);
  }
}
