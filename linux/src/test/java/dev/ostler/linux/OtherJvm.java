package dev.ostler.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs a main class in a Java virtual machine of its own, like the launcher does. */
final class OtherJvm {
  private final Class<?> main;
  private final List<String> before = new ArrayList<>();
  private final List<String> options = new ArrayList<>();
  private final Map<String, String> variables = new LinkedHashMap<>();

  OtherJvm(Class<?> main) {
    this.main = main;
    variables.put("PATH", System.getenv("PATH"));
  }

  /** Puts a command in front that executes another in its place. */
  OtherJvm behind(String... command) {
    before.addAll(List.of(command));
    return this;
  }

  /** Blocks the signals and frees USR2, as the launcher does. */
  OtherJvm withSignalsBlocked() {
    options.add("-Xrs");
    return with("_JAVA_SR_SIGNUM", "16").behind("env", "--block-signal");
  }

  OtherJvm with(String variable, String value) {
    variables.put(variable, value);
    return this;
  }

  ChildCommand command(String... arguments) {
    List<String> all = new ArrayList<>(before);
    all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    all.addAll(options);
    all.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Xmx64m"));
    all.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", classPath()));
    all.add(main.getName());
    all.addAll(List.of(arguments));
    return ChildCommand.of(all, variables);
  }

  private static String classPath() {
    return location(Libc.class) + ":" + location(OtherJvm.class);
  }

  private static String location(Class<?> type) {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath()).toString();
  }

  Started start(String... arguments) throws IOException {
    return Started.of(command(arguments));
  }

  Outcome run(String... arguments) throws IOException {
    return Outcome.of(command(arguments));
  }
}
