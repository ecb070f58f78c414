package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.entrypoint.Entrypoint;
import dev.ostler.linux.Signal;
import dev.ostler.testing.Eventually;
import dev.ostler.testing.Needs;
import dev.ostler.testing.ProcFs;
import dev.ostler.testing.RealPart;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Outputs of real processes in a program of their own, whose streams the test reads or does not.
 */
@Timeout(120)
class OutputsRealTest {
  private final List<Process> started = new ArrayList<>();
  private List<String> prefix = List.of();
  @TempDir Path folder;

  private Process start(int runs, String... processes) throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(
        List.of(
            System.getProperty("java.home") + "/bin/java",
            "-Xrs",
            "-XX:+UseSerialGC",
            "-Xmx32m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            classPath(),
            OutputsMain.class.getName(),
            Integer.toString(runs)));
    command.addAll(List.of(processes));
    Process process =
        new ProcessBuilder(command).redirectError(folder.resolve("stderr").toFile()).start();
    started.add(process);
    return process;
  }

  private static String classPath() {
    return Stream.of(OutputsMain.class, Outputs.class, Entrypoint.class, Signal.class)
        .map(type -> type.getProtectionDomain().getCodeSource().getLocation().getPath())
        .collect(Collectors.joining(File.pathSeparator));
  }

  @AfterEach
  void end() {
    for (Process process : started) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static List<String> lines(Process process) throws IOException {
    try (InputStream output = process.getInputStream()) {
      return new String(output.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private String errors() throws IOException {
    return Files.readString(folder.resolve("stderr"));
  }

  @Test
  void twoProcessesNeverMixWithinALine() throws Exception {
    Process process =
        start(
            1,
            "a=prefix=seq -f 'a%.0f' 1 100000",
            "bb=prefix=seq -f 'b%.0f' 1 100000; echo oops >&2; printf end; exit 3");

    List<String> lines = lines(process);

    assertThat(lines.stream().filter(line -> line.startsWith("a  | ")))
        .containsExactlyElementsOf(numbered("a  | a", 100_000));
    assertThat(lines.stream().filter(line -> line.startsWith("bb | b")))
        .containsExactlyElementsOf(numbered("bb | b", 100_000));
    assertThat(lines).hasSize(200_001).contains("bb | end");
    assertThat(errors()).isEqualTo("bb | oops\n");
  }

  private static List<String> numbered(String prefix, int last) {
    return IntStream.rangeClosed(1, last).mapToObj(number -> prefix + number).toList();
  }

  @Test
  void bytesInAreBytesOut() throws Exception {
    Process process = start(1, "a=plain=yes 0123456789abcdef | head -c 300000000 | head -c -1");

    long bytes;
    try (InputStream output = process.getInputStream()) {
      bytes = output.transferTo(OutputStream.nullOutputStream());
    }

    assertThat(bytes).isEqualTo(300_000_000);
    assertThat(errors()).isEmpty();
  }

  @Test
  void streamThatNobodyReadsHoldsNobodyUp() throws Exception {
    Path log = folder.resolve("log");
    Path done = folder.resolve("done");
    Process process =
        start(
            1,
            "a=prefix=yes 0123456789abcdef | head -c 50000000; touch " + done + "; exec sleep 60",
            "b=" + log + "=while true; do echo tick; sleep 0.01; done");
    Eventually.await("all is written", () -> Files.exists(done));
    long ticks = Files.size(log);

    Eventually.await("files go on", () -> Files.size(log) > ticks + 100);
    process.descendants().forEach(ProcessHandle::destroyForcibly);

    assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("ends without a reader").isTrue();
  }

  @Test
  void readerThatGoesAwayHoldsNobodyUp() throws Exception {
    Process process = start(1, "a=prefix=seq 1 1000000; exit 4");
    process.getInputStream().close();

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(errors())
        .isEqualTo(
            "ostler: cannot write to descriptor 1: Broken pipe (errno 32); what is written there is"
                + " lost from now on\n");
  }

  @Test
  void fiftyProcessesOfTenThousandLinesASecondLoseNothing() throws Exception {
    String[] processes =
        IntStream.range(0, 50)
            .mapToObj(number ->
                "p" + number + "=prefix=for i in 1 2 3 4 5; do seq 1 200; sleep 0.1; done")
            .toArray(String[]::new);

    List<String> lines = lines(start(1, processes));

    assertThat(lines).hasSize(50_000);
    assertThat(lines.stream().filter(line -> line.startsWith("p7  | "))).hasSize(1_000);
  }

  @Test
  void descriptorsStayTheSameOverAThousandRestarts() throws Exception {
    Process process = start(1_001, "a=prefix=ls /proc/$PPID/fd | wc -l");

    List<String> lines = lines(process);

    assertThat(lines).hasSize(1_001);
    assertThat(lines.subList(10, 1_001).stream().distinct()).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void grandchildThatOutlivesItsParentIsStillHeard() throws Exception {
    Path said = folder.resolve("said");
    Process process =
        start(
            1,
            "a=prefix=(while kill -0 $$ 2>/dev/null; do sleep 0.02; done; echo late; touch "
                + said
                + ") & echo early",
            "b=discard=until [ -e " + said + " ]; do sleep 0.02; done");

    assertThat(lines(process)).containsExactly("a | early", "a | late");
  }

  @Test
  @Needs({RealPart.ROOT, RealPart.UNSHARE})
  void fullDiskCostsLinesAndNothingElse() throws Exception {
    // More than all lines need becomes free, however far behind the log is at that moment.
    Path disk = Files.createDirectory(folder.resolve("disk"));
    prefix =
        List.of(
            "unshare",
            "--mount",
            "sh",
            "-c",
            "mount -t tmpfs -o size=2816k none "
                + disk
                + " && head -c 2621440 /dev/zero >"
                + disk
                + "/other && exec \"$@\"",
            "sh");
    String log = disk + "/log";
    Process process =
        start(
            1,
            "a=" + log + "=seq 1 300000; rm " + disk + "/other; seq 1 1000; echo again",
            "b=prefix=until grep -qs again " + log + "; do sleep 0.02; done; tail -n 1 " + log);

    assertThat(lines(process)).containsExactly("b | again");
    // The last bytes of the room may take a few lines now and then.
    assertThat(errors())
        .matches(
            ("(ostler: cannot write the log LOG: No space left on device; lines are lost until it"
                    + " can\nostler: \\d+ lines? for the log LOG were lost\n){1,10}")
                .replace("LOG", Pattern.quote(log)));
  }

  @Test
  void nothingHappensWhenNothingIsWritten() throws Exception {
    Process process = start(1, "a=prefix=echo up; exec sleep 60");
    assertThat(process.getInputStream().read(new byte["a | up\n".length()])).isPositive();
    long loop =
        ProcFs.threads(process.pid()).entrySet().stream()
            .filter(thread -> thread.getValue().equals("java"))
            .mapToLong(Map.Entry::getKey)
            .max()
            .orElseThrow();
    Eventually.await("it waits", () -> ProcFs.state(loop) == 'S');
    long sleeps = ProcFs.sleeps(process.pid(), loop);
    TimeUnit.SECONDS.sleep(1); // the claim is that nothing happens meanwhile

    assertThat(ProcFs.sleeps(process.pid(), loop)).isEqualTo(sleeps);
  }
}
