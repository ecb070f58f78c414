package dev.ostler.supervisor;

import dev.ostler.entrypoint.Entrypoint;
import dev.ostler.entrypoint.Event;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;

/** The places where lines of processes and our own messages go. */
final class Destinations implements Reporter, OwnStreams.Listener, LogFile.Listener {
  private final OwnMessages messages;
  private final OwnStreams streams;
  private final PrefixFormat prefix;
  private final List<String> prefixed = new ArrayList<>();
  private Consumer<Patience.Answer> answers = _ -> {};
  private ObjLongConsumer<String> losses = (_, _) -> {};

  Destinations(Entrypoint entrypoint, OwnMessages messages, boolean coloured) {
    this.messages = messages;
    this.prefix = new PrefixFormat(coloured);
    this.streams = OwnStreams.open(entrypoint, this);
  }

  void whenAnswered(Consumer<Patience.Answer> receiver) {
    answers = receiver;
  }

  /** Has lines counted that nobody takes, by where they were to go. */
  void whenLost(ObjLongConsumer<String> counter) {
    losses = counter;
  }

  LineSink sink(String process, OutputMode mode) throws IOException {
    return switch (mode) {
      case OutputMode.Inherit _ -> {
        streams.share();
        yield (_, _, _) -> {};
      }
      case OutputMode.Discard _ -> (_, _, _) -> {};
      case OutputMode.Plain _ -> new StandardSink(LineFormat.plain(), streams);
      case OutputMode.Json _ -> new StandardSink(new JsonFormat(), streams);
      case OutputMode.Prefixed _ -> {
        prefixed.add(process);
        prefix.name(prefixed);
        yield new StandardSink(prefix, streams);
      }
      case OutputMode.ToFile file -> new FileSink(LogFile.open(file, this));
    };
  }

  void forget(String process) {
    if (prefixed.remove(process)) {
      prefix.name(prefixed);
    }
  }

  @Override
  public void say(String message) {
    streams.add(LogStream.STDERR, messages.line(LogStream.STDERR, message));
    streams.flush();
  }

  @Override
  public byte[] lossNotice(LogStream stream, long lines) {
    return messages
        .line(stream, lines + " lines were lost, for they could not be written")
        .toBytes();
  }

  @Override
  public void lost(LogStream stream, long lines) {
    losses.accept(stream.word(), lines);
  }

  @Override
  public void lost(long lines) {
    losses.accept("file", lines);
  }

  @Override
  public void outputRefused(IOException reason) {
    say(
        reason.getMessage()
            + (Outlet.passes(reason)
                ? "; lines are lost until it can"
                : "; what is written there is lost from now on"));
  }

  @Override
  public void answer(Patience.Answer answer) {
    answers.accept(answer);
  }

  boolean happened(Event event) {
    return streams.happened(event);
  }

  boolean areEmpty() {
    return streams.isEmpty();
  }

  /** What waits now is never read, and whoever looks for it should know. */
  void close() {
    int unread = streams.outputWaiting();
    if (unread > 0) {
      say(
          "nobody read standard output any more: the last %d bytes for it were lost"
              .formatted(unread));
    }
    streams.close();
  }
}
