package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.linux.Errno;
import dev.ostler.linux.LinuxException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutletTest {
  private final StringBuilder read = new StringBuilder();
  private final List<Integer> writes = new ArrayList<>();
  private final List<String> gone = new ArrayList<>();
  private int room = Integer.MAX_VALUE;
  private final Outlet outlet =
      new Outlet(
          this::write,
          lines -> Lines.bytes("lost " + lines + "\n"),
          refused -> gone.add(refused.getMessage()));

  private int write(byte[] bytes, int from, int to) {
    int taken = Math.min(room, to - from);
    room -= taken;
    read.append(new String(bytes, from, taken, StandardCharsets.UTF_8));
    writes.add(taken);
    return taken;
  }

  private void add(String line) {
    outlet.add(Lines.buffer(line));
  }

  @Test
  void whatHasRoomIsWritten() {
    add("a\n");
    add("b\n");

    assertThat(outlet.pump()).isTrue();
    assertThat(read).hasToString("a\nb\n");
    assertThat(outlet.waiting()).isZero();
  }

  @Test
  void writesToASharedPipeHoldWholeLinesOfAtMostWhatItTakesAtOnce() {
    outlet.share();
    for (int i = 0; i < 10; i++) {
      add("x".repeat(999) + "\n");
    }
    outlet.pump();

    assertThat(writes).containsExactly(4000, 4000, 2000);
  }

  @Test
  void lineThatIsHalfWrittenIsFinishedFirst() {
    room = 3;
    add("abcdef\n");
    assertThat(outlet.pump()).isFalse();
    add("g\n");
    room = 100;
    outlet.pump();

    assertThat(read).hasToString("abcdef\ng\n");
  }

  @Test
  void lostLinesAreCountedWhereTheyWere() {
    room = 0;
    String line = "x".repeat(1023) + "\n";
    add("first\n");
    outlet.pump();
    for (int i = 0; i < 1100; i++) {
      add(line);
    }
    add("last\n");
    room = Integer.MAX_VALUE;
    outlet.pump();

    assertThat(read.toString()).startsWith("first\nlost 80\nxxx").endsWith("x\nlast\n");
    assertThat(read.length()).isEqualTo(6 + 8 + 1020 * 1024 + 5);
  }

  @Test
  void memoryIsBoundedWhateverComes() {
    room = 0;
    for (int i = 0; i < 1_000_000; i++) {
      add("\n");
    }

    assertThat(outlet.waiting()).isLessThanOrEqualTo(Outlet.MOST_WAITING);
  }

  @Test
  void streamThatNobodyReadsAnyMoreIsGivenUp() {
    Outlet broken =
        new Outlet(
            (_, _, _) -> {
              throw new IOException("Broken pipe");
            },
            lines -> new byte[0],
            refused -> gone.add(refused.getMessage()));
    broken.add(Lines.buffer("a\n"));

    assertThat(broken.pump()).isTrue();
    broken.add(Lines.buffer("b\n"));
    broken.pump();

    assertThat(broken.waiting()).isZero();
    assertThat(gone).containsExactly("Broken pipe");
  }

  @Test
  void streamOnAFullDiskIsWrittenAgainWhenThereIsSpace() {
    int[] space = {4};
    Outlet onDisk =
        new Outlet(
            (bytes, from, to) -> {
              int taken = Math.min(space[0], to - from);
              if (taken == 0) {
                throw new LinuxException("write to descriptor 1", Errno.ENOSPC);
              }
              space[0] -= taken;
              return write(bytes, from, from + taken);
            },
            lines -> Lines.bytes("lost " + lines + "\n"),
            refused -> gone.add(refused.getMessage()));
    assertThat(onDisk.add(Lines.buffer("a\n"))).isZero();
    onDisk.add(Lines.buffer("bcd\n"));
    onDisk.add(Lines.buffer("e\n"));
    assertThat(onDisk.pump()).isTrue();
    assertThat(onDisk.add(Lines.buffer("f\n"))).as("lost since").isEqualTo(2);
    onDisk.pump();
    assertThat(onDisk.waiting()).isZero();

    space[0] = 1000;
    onDisk.add(Lines.buffer("g\n"));
    onDisk.pump();
    onDisk.add(Lines.buffer("h\n"));
    onDisk.pump();

    assertThat(read).hasToString("a\nbc\nlost 3\ng\nh\n");
    assertThat(gone)
        .containsExactly("cannot write to descriptor 1: No space left on device (errno 28)");
  }
}
