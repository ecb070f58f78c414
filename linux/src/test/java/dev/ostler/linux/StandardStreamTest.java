package dev.ostler.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StandardStreamTest {
  @TempDir Path folder;

  /** Runs with something as descriptor 1. */
  private String report(Descriptor output) throws IOException {
    Path report = folder.resolve("report");
    ChildCommand command =
        new OtherJvm(StandardStreamMain.class).withSignalsBlocked().command(report.toString());
    try (Child child = Children.spawn(command.withStandardOutput(output))) {
      assertThat(Started.reap(child).succeeded()).isTrue();
    }
    return Files.readString(report);
  }

  @Test
  void fullPipeHasNoRoomAndStaysBlockingForOthers() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      assertThat(report(pipe.writeEnd())).isEqualTo("much then no room, signals []");
      int flags = Libc.fcntl(pipe.writeEnd().number(), 3 /* F_GETFL */, 0);
      assertThat(flags & Constants.O_NONBLOCK).isZero();
    }
  }

  @Test
  void pipeThatMayNotBeOpenedAnewIsWrittenAsFarAsThereIsRoom() throws Exception {
    try (Pipe pipe = Pipe.open();
        StandardStream stream = StandardStream.sharing(pipe.writeEnd().number())) {
      byte[] bytes = new byte[100_000];
      int all = 0;
      int taken = 1;
      while (taken > 0) {
        taken = stream.write(bytes, 0, bytes.length);
        assertThat(taken).isBetween(0, Constants.PIPE_BUF);
        all += taken;
      }

      assertThat(all).isEqualTo(65_536);
      pipe.read(bytes);
      assertThat(stream.write(bytes, 0, bytes.length)).isEqualTo(Constants.PIPE_BUF);
    }
  }

  @Test
  void socketWhoseReaderIsSlowHasNoRoom() throws Exception {
    Path path = folder.resolve("socket");
    try (StreamListener listener = StreamListener.listen(path, 0600);
        StreamSocket ours = StreamSocket.connect(path);
        StreamSocket reader = listener.accept().orElseThrow()) {
      assertThat(reader.descriptor()).isPositive();
      assertThat(report(new DescriptorOf(ours).get())).isEqualTo("much then no room, signals []");
    }
  }

  private record DescriptorOf(Pollable pollable) {
    Descriptor get() {
      return Descriptor.shared(pollable.descriptor());
    }
  }

  @Test
  void fileTakesEverything() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    int number = Started.openForWriting(file);
    try {
      assertThat(report(Descriptor.shared(number))).isEqualTo("much then room, signals []");
      assertThat(Files.size(file)).isGreaterThanOrEqualTo(4_000_000);
    } finally {
      Libc.close(number);
    }
  }

  /** And the kernel's PIPE for the thread is not taken for one that somebody has sent. */
  @Test
  void readerThatHasGoneIsAFailureAndNoSignal() throws Exception {
    Path fifo = folder.resolve("fifo");
    assertThat(Outcome.of(command("mkfifo", fifo.toString())).status()).isZero();
    try (Started gone = Started.of(command("sh", "-c", "exec head -c 1 <" + fifo))) {
      int number = Started.openForWriting(fifo);
      Libc.write(number, 0, 0);
      try (var shared = StandardStream.sharing(number)) {
        shared.write(new byte[1], 0, 1);
        gone.awaitEnd();
        assertThat(report(Descriptor.shared(number)))
            .isEqualTo("cannot write to descriptor 1: Broken pipe (errno 32), signals []");
        assertThatThrownBy(() -> shared.write(new byte[1], 0, 1))
            .isInstanceOf(LinuxException.class)
            .hasMessage("cannot write to descriptor " + number + ": Broken pipe (errno 32)");
      } finally {
        Libc.close(number);
      }
    }
  }

  private static ChildCommand command(String... words) {
    return ChildCommand.of(List.of(words), Map.of("PATH", System.getenv("PATH")));
  }

  @Test
  void oneOpenedAnewWritesWhereTheOtherWrites() throws Exception {
    try (Pipe pipe = Pipe.open();
        StandardStream stream = StandardStream.of(pipe.writeEnd().number());
        Poller poller = Poller.open()) {
      byte[] hello = "hello".getBytes(StandardCharsets.US_ASCII);
      boolean[] room = {false};
      poller.add(stream, () -> room[0] = true);
      poller.await();

      assertThat(room[0]).isTrue();
      assertThat(stream.descriptor()).isNotEqualTo(pipe.writeEnd().number());
      assertThat(stream.write(hello, 1, 3)).isEqualTo(2);
      byte[] read = new byte[10];
      assertThat(new String(read, 0, pipe.read(read), StandardCharsets.US_ASCII)).isEqualTo("el");
      poller.remove(stream);
    }
  }

  @Test
  void closedDescriptorIsRefused() {
    assertThatThrownBy(() -> StandardStream.of(1_000_000))
        .isInstanceOf(LinuxException.class)
        .hasMessage("cannot look at descriptor 1000000: Bad file descriptor (errno 9)");
  }
}
