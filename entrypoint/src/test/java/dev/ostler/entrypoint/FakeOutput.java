package dev.ostler.entrypoint;

import dev.ostler.linux.Descriptor;
import dev.ostler.linux.Pipe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** A pipe to which only the test writes. Made by {@link FakeEntrypoint}. */
public final class FakeOutput implements OutputHandler {
  private final FakeEntrypoint entrypoint;
  private final String name;
  // A descriptor cannot be made up; nothing goes through this one.
  private final Pipe pipe;
  private final Deque<byte[]> content = new ArrayDeque<>();
  private boolean paused;
  private boolean open = true;

  FakeOutput(FakeEntrypoint entrypoint, String name) {
    this.entrypoint = entrypoint;
    this.name = name;
    try {
      this.pipe = Pipe.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Lets a process write something.
   *
   * @param text as UTF-8
   */
  public void receive(String text) {
    if (open) {
      content.add(text.getBytes(StandardCharsets.UTF_8));
      if (!paused) {
        readNow();
      }
    }
  }

  /**
   * Says whether it reads.
   *
   * @return whether it was paused last
   */
  public boolean isPaused() {
    return paused;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Descriptor writeEnd() {
    return pipe.writeEnd();
  }

  @Override
  public void pause() {
    paused = true;
  }

  @Override
  public void resume() {
    paused = false;
    readNow();
  }

  @Override
  public void readNow() {
    for (byte[] bytes = content.poll(); bytes != null; bytes = content.poll()) {
      entrypoint.report(new OutputReceived(this, bytes));
    }
  }

  @Override
  public void close() {
    open = false;
    content.clear();
    pipe.close();
    entrypoint.forget(event -> event instanceof OutputReceived got && equals(got.handler()));
  }
}
