package dev.ostler.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/**
 * Programs that do next to nothing on Ostler's JVM, with Ostler's flags and an AOT cache of their
 * own.
 */
final class EmptyJvm {
  /** Until Ostler can be asked: what its launcher is meant to pass. */
  private static final List<String> PLANNED_FLAGS =
      List.of(
          "-Xrs",
          "-Xlog:disable",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:-UsePerfData",
          "-XX:-MaxFDLimit",
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:GuaranteedSafepointInterval=0",
          "-XX:AsyncDeflationInterval=0",
          "-XX:GuaranteedAsyncDeflationInterval=2147483647",
          "-XX:ServiceThreadCleanupInterval=0");

  private EmptyJvm() {}

  /**
   * The floor of starting and idling on a JVM.
   *
   * @param ostler a running Ostler whose JVM and flags are taken; empty if none can run
   */
  static Supervisor floor(Bench bench, List<String> ostler) throws IOException, BenchmarkException {
    List<String> jvm = ostler.isEmpty() ? planned() : withoutProgram(ostler);
    List<String> command = trained(bench, jvm, EmptyMain.class, List.of("/dev/null", "once"));
    return Supervisor.present(
        Contender.FLOOR,
        String.join(" ", jvm),
        (_, job) -> Launch.of(with(command, List.of(job.child().get(1)))));
  }

  /**
   * The floor of starting a child from a JVM by a foreign call: {@link SpawningMain}.
   *
   * @param ostler a running Ostler whose JVM and flags are taken; empty if none can run
   */
  static Supervisor spawning(Bench bench, List<String> ostler)
      throws IOException, BenchmarkException {
    List<String> jvm = new ArrayList<>(ostler.isEmpty() ? planned() : withoutProgram(ostler));
    jvm.add("-Djava.lang.foreign.VERIFY_BINDINGS=false"); // as Ostler has it
    List<String> command = trained(bench, jvm, SpawningMain.class, List.of("/bin/true"));
    return Supervisor.present(
        Contender.FLOOR, String.join(" ", jvm), (_, job) -> Launch.of(with(command, job.child())));
  }

  /**
   * The command line of another program that does the least.
   *
   * @param training its arguments in the run that the cache is made from, which must end by itself
   * @param arguments its arguments when it is measured
   */
  static List<String> least(
      Bench bench,
      List<String> ostler,
      Class<?> program,
      List<String> training,
      List<String> arguments)
      throws IOException, BenchmarkException {
    List<String> jvm = ostler.isEmpty() ? planned() : withoutProgram(ostler);
    return with(trained(bench, jvm, program, training), arguments);
  }

  private static List<String> with(List<String> command, List<String> arguments) {
    List<String> all = new ArrayList<>(command);
    all.addAll(arguments);
    return List.copyOf(all);
  }

  /** The command line up to the program: its class path, cache and main class are not the JVM's. */
  static List<String> withoutProgram(List<String> commandLine) {
    List<String> jvm = new ArrayList<>();
    for (int i = 0; i < commandLine.size(); i++) {
      String word = commandLine.get(i);
      if (word.equals("-cp") || word.equals("-classpath") || word.equals("--class-path")) {
        i++;
      } else if (i > 0 && !word.startsWith("-")) {
        break;
      } else if (!isAboutProgram(word)) {
        jvm.add(word);
      }
    }
    return List.copyOf(jvm);
  }

  private static boolean isAboutProgram(String word) {
    return word.startsWith("-XX:AOT")
        || word.startsWith("-XX:SharedArchiveFile")
        || word.startsWith("-D")
        || word.startsWith("-jar")
        || word.startsWith("--module-path");
  }

  private static List<String> planned() {
    List<String> jvm = new ArrayList<>();
    jvm.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    jvm.addAll(PLANNED_FLAGS);
    return List.copyOf(jvm);
  }

  /** The command line of a program that lies in a jar with a cache of one such run. */
  private static List<String> trained(
      Bench bench, List<String> jvm, Class<?> program, List<String> arguments)
      throws IOException, BenchmarkException {
    Path folder = Files.createDirectories(bench.cache().resolve(program.getSimpleName()));
    Path jar = folder.resolve("program.jar");
    Path cache = folder.resolve("program.aot");
    writeJar(jar, program);
    Tools.run(with(command(jvm, "-XX:AOTCacheOutput=" + cache, jar, program), arguments));
    return command(jvm, "-XX:AOTCache=" + cache, jar, program);
  }

  private static void writeJar(Path jar, Class<?> program) throws IOException {
    String name = program.getName().replace('.', '/') + ".class";
    try (InputStream bytes = program.getClassLoader().getResourceAsStream(name);
        OutputStream file = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(file)) {
      if (bytes == null) {
        throw new AssertionError("internal error: " + name + " is not on the class path");
      }
      entries.putNextEntry(new JarEntry(name));
      bytes.transferTo(entries);
    }
  }

  private static List<String> command(
      List<String> jvm, String cacheFlag, Path jar, Class<?> program) {
    return with(jvm, List.of(cacheFlag, "-cp", jar.toString(), program.getName()));
  }
}
