package dev.ostler.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A running child of a test; its output goes to a file. */
final class Started implements AutoCloseable {
  private final Child child;
  private final Path output;
  private boolean ended;

  private Started(Child child, Path output) {
    this.child = child;
    this.output = output;
  }

  static Started of(ChildCommand command) throws IOException {
    Path output = Files.createTempFile("output", "");
    int descriptor = openForWriting(output);
    try {
      return new Started(
          Children.spawn(command.withStandardDescriptors(-1, descriptor, descriptor)), output);
    } catch (LinuxException e) {
      Files.delete(output);
      throw e;
    } finally {
      Libc.close(descriptor);
    }
  }

  static int openForWriting(Path file) throws LinuxException {
    try (Arena arena = Arena.ofConfined()) {
      int flags = Constants.O_WRONLY | Constants.O_APPEND | Constants.O_CLOEXEC;
      return LinuxException.check(
          Libc.open(CStrings.allocate(arena, file), flags, 0), "open " + file);
    }
  }

  Child child() {
    return child;
  }

  String output() throws IOException {
    return CStrings.decode(Files.readAllBytes(output));
  }

  void awaitOutput(String text) {
    Deadline.await("'" + text + "' in the output", () -> output().contains(text));
  }

  /** The test has reaped it itself. */
  void forget() {
    ended = true;
  }

  Outcome awaitEnd() throws IOException {
    ChildExit exit = reap(child);
    ended = true;
    return new Outcome(exit, output());
  }

  /** Waits for the end of a child and reaps it. */
  static ChildExit reap(Child child) throws IOException {
    try (Poller poller = Poller.open();
        Timer limit = Timer.open()) {
      AtomicBoolean late = new AtomicBoolean();
      limit.set(Duration.ofSeconds(30).toNanos());
      poller.add(limit, () -> late.set(true));
      poller.add(child, () -> {});
      Optional<ChildExit> exit = Children.reap(child);
      while (exit.isEmpty()) {
        poller.await();
        if (late.get()) {
          throw new AssertionError(child + " has not ended");
        }
        exit = Children.reap(child);
      }
      poller.remove(child);
      return exit.get();
    }
  }

  @Override
  public void close() throws IOException {
    if (!ended) {
      child.signalGroup(Signal.KILL);
      reap(child);
    }
    child.close();
    Files.deleteIfExists(output);
  }
}
