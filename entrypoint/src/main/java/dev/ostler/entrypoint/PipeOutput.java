package dev.ostler.entrypoint;

import dev.ostler.linux.Descriptor;
import dev.ostler.linux.LinuxException;
import dev.ostler.linux.Pipe;
import java.io.IOException;
import java.util.Arrays;

/** A pipe of this machine's. */
final class PipeOutput implements OutputHandler, Handler {
  /** Of 64 KiB each: as much as a pipe may hold unless its size was raised by root. */
  private static final int MOST_READS_NOW = 16;

  private final String name;
  private final Pipe pipe;
  private final Streams streams;
  private final Loop loop;
  private boolean open = true;

  PipeOutput(String name, Streams streams) throws IOException {
    this.name = name;
    this.streams = streams;
    this.loop = streams.loop();
    this.pipe = Pipe.open();
  }

  void start() throws IOException {
    loop.watch(pipe, this::read);
  }

  private int read() throws LinuxException {
    byte[] buffer = streams.buffer();
    int length = pipe.read(buffer);
    if (length > 0) {
      loop.report(new OutputReceived(this, Arrays.copyOf(buffer, length)));
    }
    return length;
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
    setReading(false);
  }

  @Override
  public void resume() {
    setReading(true);
  }

  private void setReading(boolean reading) {
    if (open) {
      loop.change(pipe, reading, false);
    }
  }

  @Override
  public void readNow() {
    try {
      int reads = 0;
      while (open && reads < MOST_READS_NOW && read() > 0) {
        reads++;
      }
    } catch (LinuxException refused) {
      loop.report(new Warning(String.valueOf(refused.getMessage())));
    }
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      loop.unwatch(pipe);
      pipe.close();
      loop.forget(event -> event instanceof OutputReceived got && got.handler() == this);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
