package dev.ostler.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.testing.RealParts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a child may use. */
class SpawnLimitsTest extends Spawning {
  @Test
  void softLimitsAreTheChildsAlone() throws Exception {
    OwnState before = OwnState.now();
    Map<ResourceLimit, Long> limits = new LinkedHashMap<>();
    limits.put(ResourceLimit.CPU, 1L);
    limits.put(ResourceLimit.FILE_SIZE, 1_000_000L);
    limits.put(ResourceLimit.DATA, 50_000_000L);
    limits.put(ResourceLimit.STACK, 1_048_576L);
    limits.put(ResourceLimit.CORE, 4096L);
    limits.put(ResourceLimit.OPEN_FILES, 5L);
    limits.put(ResourceLimit.LOCKED_MEMORY, 8192L);
    limits.put(ResourceLimit.ADDRESS_SPACE, 100_000_000L);

    try (Started sleep = Started.of(command("sleep", "60").withLimits(limits))) {
      String theirs = Files.readString(Path.of("/proc/" + sleep.child().pid() + "/limits"));

      assertThat(soft(theirs, "Max cpu time")).isEqualTo("1");
      assertThat(soft(theirs, "Max file size")).isEqualTo("1000000");
      assertThat(soft(theirs, "Max data size")).isEqualTo("50000000");
      assertThat(soft(theirs, "Max stack size")).isEqualTo("1048576");
      assertThat(soft(theirs, "Max core file size")).isEqualTo("4096");
      assertThat(soft(theirs, "Max open files")).isEqualTo("5");
      assertThat(soft(theirs, "Max locked memory")).isEqualTo("8192");
      assertThat(soft(theirs, "Max address space")).isEqualTo("100000000");
      assertThat(theirs.lines().map(line -> hard(line)))
          .isEqualTo(before.limits().lines().map(line -> hard(line)).toList());
    }
    assertThat(OwnState.now()).isEqualTo(before);
  }

  @Test
  void childOfAnotherUserIsLimitedToo() throws Exception {
    RealParts.needRoot();
    ChildCommand command =
        command("sleep", "60")
            .withCredentials(STRANGER)
            .withLimits(
                Map.of(ResourceLimit.ADDRESS_SPACE, 100_000_000L, ResourceLimit.OPEN_FILES, 9L));

    try (Started sleep = Started.of(command)) {
      String theirs = Files.readString(Path.of("/proc/" + sleep.child().pid() + "/limits"));

      assertThat(soft(theirs, "Max address space")).isEqualTo("100000000");
      assertThat(soft(theirs, "Max open files")).isEqualTo("9");
    }
  }

  @Test
  void unlimitedIsTheHardLimit() throws Exception {
    Outcome outcome =
        Outcome.of(
            shell("test $(ulimit -S -n) = $(ulimit -H -n)")
                .withLimits(Map.of(ResourceLimit.OPEN_FILES, ResourceLimit.UNLIMITED)));

    assertThat(outcome.status()).isZero();
  }

  @Test
  void refusedLimitLeavesTheOthersAsTheyWere() throws Exception {
    OwnState before = OwnState.now();
    int descriptors = OwnState.descriptors();
    String hard = Outcome.of(shell("ulimit -H -n")).text().strip();
    Map<ResourceLimit, Long> limits =
        Map.of(ResourceLimit.STACK, 1_000_000L, ResourceLimit.OPEN_FILES, Long.MAX_VALUE);

    assertThatThrownBy(() -> Children.spawn(command("true").withLimits(limits)))
        .isInstanceOf(LinuxException.class)
        .hasMessage(
            "cannot limit open-files to 9223372036854775807: Operation not permitted (errno 1); the"
                + " hard limit is "
                + hard);
    assertThat(OwnState.now()).isEqualTo(before);
    assertThat(OwnState.descriptors()).isEqualTo(descriptors);
  }

  private static String soft(String limits, String name) {
    return limits
        .lines()
        .filter(line -> line.startsWith(name))
        .findFirst()
        .orElseThrow()
        .substring(26)
        .split(" +", -1)[0];
  }

  private static String hard(String line) {
    return line.substring(0, 26) + line.substring(47);
  }
}
