package dev.ostler.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.testing.RealParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Children live, end and are told of. */
class SpawnTest extends Spawning {
  @Test
  void everyExitStatusArrives() throws Exception {
    for (int status = 0; status <= 255; status++) {
      Outcome outcome = Outcome.of(shell("exit " + status));

      assertThat(outcome.exit().cause()).isEqualTo(new ChildExit.Exited(status));
      assertThat(outcome.status()).isEqualTo(status);
      assertThat(outcome.exit().succeeded()).isEqualTo(status == 0);
      assertThat(outcome.exit().description()).isEqualTo("exited with status " + status);
    }
  }

  @Test
  void everySignalThatEndsAProcessArrives() throws Exception {
    List<Integer> notDeadly = List.of(17, 18, 19, 20, 21, 22, 23, 28);
    List<Integer> deadly =
        IntStream.rangeClosed(1, 64).boxed().filter(number -> !notDeadly.contains(number)).toList();
    for (int number : deadly) {
      try (Started sleep =
          Started.of(command("sleep", "60").withLimits(Map.of(ResourceLimit.CORE, 0L)))) {
        Signal signal = new Signal(number);

        assertThat(sleep.child().signal(signal)).isTrue();

        Outcome outcome = sleep.awaitEnd();
        assertThat(outcome.exit())
            .isEqualTo(new ChildExit(sleep.child().pid(), new ChildExit.Killed(signal, false)));
        assertThat(outcome.status()).isEqualTo(128 + number);
        assertThat(outcome.exit().succeeded()).isFalse();
        assertThat(outcome.exit().description()).isEqualTo("was killed by signal " + signal);
      }
    }
  }

  @Test
  void coreDumpIsTold() throws Exception {
    Map<ResourceLimit, Long> unlimited = Map.of(ResourceLimit.CORE, ResourceLimit.UNLIMITED);
    RealParts.need(
        Files.readString(Path.of("/proc/self/limits"))
            .matches("(?s).*core file size +\\S+ +unlimited.*"),
        "core files");
    try (Started sleep =
        Started.of(command("sleep", "60").withWorkingDirectory(folder).withLimits(unlimited))) {
      sleep.child().signal(new Signal(11));

      Outcome outcome = sleep.awaitEnd();

      assertThat(outcome.exit().cause()).isEqualTo(new ChildExit.Killed(new Signal(11), true));
      assertThat(outcome.exit().description())
          .isEqualTo("was killed by signal SEGV and dumped core");
    }
  }

  @Test
  void stoppedChildIsToldOnce() throws Exception {
    try (Started sleep = Started.of(command("sleep", "60"))) {
      assertThat(Children.stoppedBy(sleep.child())).isEmpty();
      sleep.child().signal(Signal.STOP); // TSTP does not stop a session without a terminal

      AtomicReference<Signal> signal = new AtomicReference<>();
      Deadline.await(
          "the stop",
          () -> {
            Children.stoppedBy(sleep.child()).ifPresent(signal::set);
            return signal.get() != null;
          });

      assertThat(signal.get()).isEqualTo(Signal.STOP);
      assertThat(Children.stoppedBy(sleep.child())).isEmpty();
      assertThat(Children.reap(sleep.child())).isEmpty();
    }
  }

  @Test
  void argumentsAndVariablesArriveByteForByte() throws Exception {
    List<String> arguments =
        List.of(
            "sh",
            "-c",
            "cat /proc/$$/cmdline; :",
            "",
            "a b",
            "*",
            "caf\u00e9",
            "\udcff\udc80",
            "\ud83d\udc0e",
            "x\ny");
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("PATH", "/usr/bin:/bin");
    variables.put("EMPTY", "");
    variables.put("EQUALS", "a=b=c");
    variables.put("B\udcffD", "\udcfe\udced");
    variables.put("a.b-c", "caf\u00e9\n");

    assertThat(Outcome.of(ChildCommand.of(arguments, variables)).text())
        .isEqualTo(String.join("\0", arguments) + "\0");
    assertThat(Outcome.of(ChildCommand.of(List.of("cat", "/proc/self/environ"), variables)).text())
        .isEqualTo(
            "PATH=/usr/bin:/bin\0EMPTY=\0EQUALS=a=b=c\0B\udcffD=\udcfe\udced\0a.b-c=caf\u00e9\n\0");
  }

  @Test
  void commandKeepsACopyOfTheVariables() {
    Map<String, String> variables = new LinkedHashMap<>(Map.of("A", "1"));
    ChildCommand command = ChildCommand.of(List.of("true"), variables);
    variables.put("A", "2");

    assertThat(command.environment()).isEqualTo(Map.of("A", "1"));
  }

  @Test
  void noSignalIsBlockedOrIgnored() throws Exception {
    AtomicReference<Outcome> outcome = new AtomicReference<>();
    Thread blocked =
        Thread.ofPlatform()
            .start(() -> {
              try {
                Signals.block();
                outcome.set(Outcome.of(command("cat", "/proc/self/status")));
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    blocked.join();

    assertThat(outcome.get().field("SigBlk")).isEqualTo("0000000000000000");
    assertThat(outcome.get().field("SigIgn")).isEqualTo("0000000000000000");
    assertThat(outcome.get().field("SigPnd")).isEqualTo("0000000000000000");
  }

  @Test
  void childLeadsASessionAndAGroup() throws Exception {
    Outcome outcome = Outcome.of(shell("cat /proc/$$/stat; :"));

    String[] fields = outcome.text().split(" ", -1);
    int pid = outcome.exit().pid();
    assertThat(List.of(fields[0], fields[4], fields[5])).containsOnly(Integer.toString(pid));
    assertThat(fields[6]).as("terminal").isEqualTo("0");
  }

  @Test
  void threadsSpawnAtTheSameTime() throws Exception {
    OwnState before = OwnState.now();
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int thread = 0; thread < 8; thread++) {
      int number = thread;
      tasks.add(() -> {
        for (int round = 0; round < 25; round++) {
          int status = (number * 25 + round) % 256;
          ChildCommand command = shell("test $(umask) = 00" + number + "7 && exit " + status);
          try (Child child = Children.spawn(command.withUmask(number * 8 + 7))) {
            if (Started.reap(child).shellStatus() != status) {
              return false;
            }
          }
        }
        return true;
      });
    }
    try (var threads = Executors.newFixedThreadPool(8)) {
      assertThat(threads.invokeAll(tasks)).extracting(Future::get).containsOnly(true);
    }
    assertThat(OwnState.now()).isEqualTo(before);
  }

  @Test
  void thousandSpawnsLeaveNothingBehind() throws Exception {
    int descriptors = OwnState.descriptors();

    for (int round = 0; round < 1000; round++) {
      try (Child child = Children.spawn(command("/bin/true"))) {
        Started.reap(child);
      }
    }

    assertThat(OwnState.descriptors()).isEqualTo(descriptors);
    assertThat(OwnState.zombies()).isZero();
  }

  @Test
  void reapedChildIsNeverSignalled() throws Exception {
    try (Child child = Children.spawn(command("/bin/true"))) {
      Started.reap(child);

      assertThat(child.signal(Signal.TERM)).isFalse();
      assertThat(child.signalGroup(Signal.TERM)).isFalse();
      assertThat(child.groupIsAlive()).isFalse();
      assertThatThrownBy(() -> Children.reap(child))
          .hasMessage("cannot wait for children (waitid): No child processes (errno 10)");
    }
  }

  @Test
  void closedChildIsNeverSignalled() throws Exception {
    try (Started sleep = Started.of(command("sleep", "60"))) {
      sleep.child().close();
      sleep.child().close();

      assertThat(sleep.child().signal(Signal.KILL)).isFalse();
      assertThat(Files.readString(Path.of("/proc/" + sleep.child().pid() + "/stat")))
          .doesNotContain(") Z ");
      assertThat(sleep.child().signalGroup(Signal.KILL)).isTrue();
      Deadline.await("its end", () -> Children.reap(sleep.child()).isPresent());
      assertThat(sleep.child().groupIsAlive()).isFalse();
      sleep.forget();
    }
  }

  @Test
  void endedChildStaysUntilItIsReaped() throws Exception {
    try (Started sleep = Started.of(command("sleep", "60"))) {
      sleep.child().signal(Signal.KILL);
      Path stat = Path.of("/proc/" + sleep.child().pid() + "/stat");
      Deadline.await("its end", () -> Files.readString(stat).contains(") Z "));

      assertThat(sleep.child().groupIsAlive()).isTrue();
      assertThat(sleep.child().signal(Signal.TERM)).isTrue();
    }
  }

  @Test
  void interruptedOwnerStillGetsItsChild() throws Exception {
    AtomicReference<String> result = new AtomicReference<>();
    Thread owner =
        Thread.ofPlatform()
            .start(() -> {
              Thread.currentThread().interrupt();
              try (Child child = Children.spawn(command("/bin/true").withNiceness(1))) {
                result.set("interrupted " + Thread.interrupted());
                Started.reap(child);
              } catch (IOException e) {
                result.set(e.getMessage());
              }
            });
    owner.join();

    assertThat(result.get()).isEqualTo("interrupted true");
  }
}
