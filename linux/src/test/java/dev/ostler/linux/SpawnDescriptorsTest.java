package dev.ostler.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which of our descriptors a child has. */
class SpawnDescriptorsTest extends Spawning {
  @Test
  void onlyTheStandardDescriptorsArePassedOn() throws Exception {
    try (Arena arena = Arena.ofConfined()) {
      int leak = Libc.open(CStrings.allocate(arena, "/dev/null"), Constants.O_RDONLY, 0);

      Outcome outcome = Outcome.of(shell("ls /proc/$$/fd; :"));

      Libc.close(leak);
      assertThat(outcome.lines()).containsExactly("0", "1", "2");
    }
  }

  @Test
  void standardDescriptorsAreAsGiven() throws Exception {
    Path input = Files.writeString(folder.resolve("in"), "input");
    Path output = Files.createFile(folder.resolve("out"));
    Path error = Files.createFile(folder.resolve("err"));
    int out = Started.openForWriting(output);
    int err = Started.openForWriting(error);
    try (Arena arena = Arena.ofConfined()) {
      int in =
          Libc.open(CStrings.allocate(arena, input), Constants.O_RDONLY | Constants.O_CLOEXEC, 0);
      try (Child child =
          Children.spawn(shell("cat; echo trouble >&2").withStandardDescriptors(in, out, err))) {
        assertThat(Started.reap(child).succeeded()).isTrue();
      }
      Libc.close(in);
    }
    Libc.close(out);
    Libc.close(err);

    assertThat(output).hasContent("input");
    assertThat(error).hasContent("trouble");
  }

  @Test
  void ourOwnDescriptorsCanBeExchanged() throws Exception {
    List<String> ours = new ArrayList<>();
    for (int number = 0; number < 3; number++) {
      ours.add(Files.readSymbolicLink(Path.of("/proc/self/fd/" + number)).toString());
    }

    try (Child child = Children.spawn(command("sleep", "60").withStandardDescriptors(2, 0, 1))) {
      List<String> theirs = new ArrayList<>();
      for (int number = 0; number < 3; number++) {
        theirs.add(
            Files.readSymbolicLink(Path.of("/proc/" + child.pid() + "/fd/" + number)).toString());
      }
      child.signal(Signal.KILL);
      Started.reap(child);

      assertThat(theirs).containsExactly(ours.get(2), ours.get(0), ours.get(1));
    }
  }

  @Test
  void descriptorsAboveTheLimitOfOpenFilesArrive() throws Exception {
    List<Integer> many = new ArrayList<>();
    try {
      for (int i = 0; i < 40; i++) {
        many.add(Started.openForWriting(Files.createFile(folder.resolve("out" + i))));
      }
      int last = many.getLast();
      ChildCommand command =
          shell("echo here")
              .withStandardDescriptors(-1, last, -1)
              .withLimits(Map.of(ResourceLimit.OPEN_FILES, 12L));

      try (Child child = Children.spawn(command)) {
        assertThat(Started.reap(child).succeeded()).isTrue();
      }

      assertThat(folder.resolve("out39")).hasContent("here");
    } finally {
      many.forEach(Libc::close);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 9})
  void oneMoreIsPassedOnByTheNumberThatIsAskedForAndNothingBesideIt(int number) throws Exception {
    try (Arena arena = Arena.ofConfined();
        Pipe pipe = Pipe.open()) {
      int leak = Libc.open(CStrings.allocate(arena, "/dev/null"), Constants.O_RDONLY, 0);
      ChildCommand command =
          shell("ls /proc/$$/fd; echo up >&" + number).withDescriptor(number, pipe.writeEnd());

      Outcome outcome = Outcome.of(command);

      Libc.close(leak);
      byte[] told = new byte[16];
      assertThat(outcome.lines()).containsExactly("0", "1", "2", "" + number);
      assertThat(new String(told, 0, pipe.read(told), StandardCharsets.US_ASCII)).isEqualTo("up\n");
    }
  }

  @Test
  void oneMoreGoesWithTheOthersExchanged() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      List<String> ours = new ArrayList<>();
      for (int number : new int[] {2, 0, 1, pipe.writeEnd().number()}) {
        ours.add(Files.readSymbolicLink(Path.of("/proc/self/fd/" + number)).toString());
      }
      ChildCommand command =
          command("sleep", "60")
              .withStandardDescriptors(2, 0, 1)
              .withDescriptor(3, pipe.writeEnd());

      try (Child child = Children.spawn(command)) {
        List<String> theirs = new ArrayList<>();
        for (int number = 0; number < 4; number++) {
          theirs.add(
              Files.readSymbolicLink(Path.of("/proc/" + child.pid() + "/fd/" + number)).toString());
        }
        child.signal(Signal.KILL);
        Started.reap(child);

        assertThat(theirs).isEqualTo(ours);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 2, 10})
  void oneMoreThatIsNoDigitFromThreeOnIsRefused(int number) throws Exception {
    try (Pipe pipe = Pipe.open()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> command("true").withDescriptor(number, pipe.writeEnd()))
          .withMessage("a further descriptor must be from 3 to 9, got " + number);
    }
  }

  @Test
  void standardDescriptorsAreThree() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> command("true").withStandardDescriptors(1, 2))
        .withMessage("three descriptors, got 2");
  }
}
