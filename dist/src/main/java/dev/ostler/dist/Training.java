package dev.ostler.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The training runs that AOT caches are made from, with the runtime of a folder. */
final class Training {
  private static final String SHAPE = "@lambda-form-invoker ";

  /** Stands for java in a run that writes lists of its classes where it would write caches. */
  private static final String RECORDER =
      """
      #!/bin/sh
      for word; do
        shift
        case $word in
          -XX:AOTCacheOutput=*) word=-XX:DumpLoadedClassList=${word#*=} ;;
        esac
        set -- "$@" "$word"
      done
      exec '@JAVA@' "$@"
      """;

  private final Path train;
  private final Path folder;

  Training(Path train, Path folder) {
    this.train = train;
    this.folder = folder;
  }

  /** The shapes of method handles that the runs link. */
  Set<String> shapes() throws IOException, InterruptedException {
    Path recorder = Files.createTempDirectory("ostler-recorder-");
    try {
      writeRecorder(recorder);
      run(recorder);
      Set<String> shapes = new TreeSet<>();
      for (Path list : caches()) {
        try (Stream<String> lines = Files.lines(list)) {
          lines.filter(line -> line.startsWith(SHAPE)).forEach(shapes::add);
        }
        Files.delete(list);
      }
      return shapes;
    } finally {
      Trees.delete(recorder);
    }
  }

  private void writeRecorder(Path home) throws IOException {
    Path runtime = folder.resolve("runtime");
    Files.copy(runtime.resolve("release"), home.resolve("release"));
    Path java = Files.createDirectory(home.resolve("bin")).resolve("java");
    Files.writeString(java, RECORDER.replace("@JAVA@", runtime.resolve("bin/java").toString()));
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  void makeCaches() throws IOException, InterruptedException {
    run(folder.resolve("runtime"));
    if (caches().isEmpty()) {
      throw new IllegalStateException("cannot make AOT caches: " + train + " made none");
    }
  }

  private void run(Path runtime) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(train.toString(), folder.toString()).inheritIO();
    builder.environment().put("OSTLER_JAVA_HOME", runtime.toString());
    int status = builder.start().waitFor();
    if (status != 0) {
      throw new IllegalStateException("cannot train: " + train + " ended with status " + status);
    }
  }

  private Set<Path> caches() throws IOException {
    return Set.copyOf(
        Trees.below(folder.resolve("lib")).stream()
            .filter(file -> file.toString().endsWith(".aot"))
            .toList());
  }
}
