package dev.ostler.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PipeTest {
  private int descriptors;
  private Pipe pipe;

  @BeforeEach
  void open() throws IOException {
    descriptors = OwnState.descriptors();
    pipe = Pipe.open();
  }

  @AfterEach
  void nothingIsLeftOpen() {
    pipe.close();
    pipe.close();
    assertThat(OwnState.descriptors()).isEqualTo(descriptors);
  }

  private static ChildCommand shell(String script) {
    return ChildCommand.of(
        List.of("sh", "-c", script), Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin"));
  }

  private void run(ChildCommand command) throws IOException {
    try (Child child = Children.spawn(command)) {
      assertThat(Started.reap(child).succeeded()).isTrue();
    }
  }

  private String read() throws IOException {
    byte[] bytes = new byte[100_000];
    return new String(bytes, 0, pipe.read(bytes), StandardCharsets.UTF_8);
  }

  @Test
  void childrenWriteOneAfterTheOther() throws Exception {
    ChildCommand command = shell("echo hello").withStandardOutput(pipe.writeEnd());
    assertThat(read()).isEmpty();
    for (int i = 0; i < 3; i++) {
      run(command);
      assertThat(read()).isEqualTo("hello\n");
      assertThat(read()).as("the end of a child is not the end of the pipe").isEmpty();
    }
  }

  @Test
  void outputAndErrorGoWhereTheyAreSent() throws Exception {
    try (Pipe other = Pipe.open()) {
      run(
          shell("echo out; echo err >&2")
              .withStandardOutput(pipe.writeEnd())
              .withStandardError(other.writeEnd()));

      byte[] bytes = new byte[10];
      assertThat(read()).isEqualTo("out\n");
      assertThat(new String(bytes, 0, other.read(bytes), StandardCharsets.UTF_8))
          .isEqualTo("err\n");
    }
  }

  @Test
  void bothMayGoTheSameWay() throws Exception {
    run(
        shell("echo out; echo err >&2")
            .withStandardOutput(pipe.writeEnd())
            .withStandardError(pipe.writeEnd()));

    assertThat(read()).isEqualTo("out\nerr\n");
  }

  @Test
  void silencedCommandIsHeardWhereItIsTold() throws Exception {
    run(shell("cat; echo out; echo err >&2").silenced().withStandardOutput(pipe.writeEnd()));

    assertThat(read()).isEqualTo("out\n");
  }

  @Test
  void childHasNoOtherDescriptor() throws Exception {
    run(shell("ls /proc/self/fd").withStandardOutput(pipe.writeEnd()));

    // ls opens the folder itself.
    assertThat(read()).isEqualTo("0\n1\n2\n3\n");
  }

  @Test
  void childExpectsToWaitForRoom() throws Exception {
    run(
        shell("grep flags: /proc/self/fdinfo/1 >&2; true")
            .withStandardOutput(pipe.writeEnd())
            .withStandardError(pipe.writeEnd()));

    assertThat(Integer.parseInt(read().replaceAll("\\D", ""), 8) & Constants.O_NONBLOCK).isZero();
  }

  @Test
  void fullPipeIsReadInPieces() throws Exception {
    try (Started writer =
        Started.of(shell("head -c 200000 /dev/zero").withStandardOutput(pipe.writeEnd()))) {
      byte[] bytes = new byte[100_000];
      long[] all = {0};
      Deadline.await(
          "all of it",
          () -> {
            int length = pipe.read(bytes);
            assertThat(length).isLessThanOrEqualTo(64 * 1024);
            all[0] += length;
            return all[0] == 200_000;
          });
      assertThat(writer.awaitEnd().status()).isZero();
    }
  }

  @Test
  void closedPipeCannotBeGivenToAChild() {
    ChildCommand command = shell("true").withStandardOutput(pipe.writeEnd());
    int number = pipe.writeEnd().number();
    pipe.close();

    assertThatThrownBy(() -> Children.spawn(command))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("cannot use descriptor " + number + ": it has been closed");
  }
}
