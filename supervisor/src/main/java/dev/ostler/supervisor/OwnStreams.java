package dev.ostler.supervisor;

import dev.ostler.entrypoint.AlarmRang;
import dev.ostler.entrypoint.Entrypoint;
import dev.ostler.entrypoint.Event;
import dev.ostler.entrypoint.RoomAgain;
import dev.ostler.entrypoint.StandardStreamHandler;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/** Our standard output and error, where lines of processes and our own messages meet. */
final class OwnStreams {
  private final OwnStream output;
  private final OwnStream error;

  private final Listener listener;

  private OwnStreams(OwnStream output, OwnStream error, Listener listener) {
    this.output = output;
    this.error = error;
    this.listener = listener;
  }

  /** Who is told what. */
  interface Listener {
    /** The line that stands for so many that were lost. */
    byte[] lossNotice(LogStream stream, long lines);

    /** So many more will be missing. */
    void lost(LogStream stream, long lines);

    /** Standard output cannot be written, for now or any more. */
    void outputRefused(IOException refused);

    /** Processes must wait, or go on. */
    void answer(Patience.Answer answer);
  }

  static OwnStreams open(Entrypoint entrypoint, Listener listener) {
    return new OwnStreams(
        open(entrypoint, LogStream.STDOUT, listener, listener::outputRefused),
        open(entrypoint, LogStream.STDERR, listener, nobodyToTell -> {}),
        listener);
  }

  private static OwnStream open(
      Entrypoint entrypoint, LogStream stream, Listener listener, Consumer<IOException> gone) {
    LongFunction<byte[]> notice = lines -> listener.lossNotice(stream, lines);
    try {
      StandardStreamHandler handler = handler(entrypoint, stream);
      Outlet outlet = new Outlet(handler::write, notice, gone);
      return new OwnStream(entrypoint, handler, outlet, listener::answer);
    } catch (IOException closed) {
      Outlet.Stream nowhere =
          (_, _, _) -> {
            throw new IOException(closed.getMessage(), closed); // for good, whatever it was
          };
      return new OwnStream(entrypoint, null, new Outlet(nowhere, notice, gone), listener::answer);
    }
  }

  private static StandardStreamHandler handler(Entrypoint entrypoint, LogStream stream)
      throws IOException {
    return switch (stream) {
      case STDOUT -> entrypoint.standardOutput();
      case STDERR -> entrypoint.standardError();
    };
  }

  private OwnStream of(LogStream stream) {
    return switch (stream) {
      case STDOUT -> output;
      case STDERR -> error;
    };
  }

  /** Processes have inherited them. */
  void share() {
    output.share();
    error.share();
  }

  void add(LogStream stream, LineBuffer line) {
    int lost = of(stream).add(line);
    if (lost > 0) {
      listener.lost(stream, lost);
    }
  }

  /** Whether no reader has to be waited for. */
  boolean takeMore() {
    boolean outputDoes = output.takesMore();
    return error.takesMore() && outputDoes;
  }

  void flush() {
    output.flush();
    error.flush();
  }

  /** Says whether it was for us. */
  boolean happened(Event event) {
    if (event instanceof RoomAgain room) {
      (output.isOf(room.handler()) ? output : error).roomAgain();
      return true;
    }
    return event instanceof AlarmRang rang
        && (output.limitPassed(rang.alarm()) || error.limitPassed(rang.alarm()));
  }

  boolean isEmpty() {
    return output.waiting() == 0 && error.waiting() == 0;
  }

  /** Bytes that wait for the reader of standard output. */
  int outputWaiting() {
    return output.waiting();
  }

  void close() {
    output.close();
    error.close();
  }
}
