package dev.ostler.supervisor;

import dev.ostler.entrypoint.AlarmRang;
import dev.ostler.entrypoint.ConnectionEvent;
import dev.ostler.entrypoint.Entrypoint;
import dev.ostler.entrypoint.Event;
import dev.ostler.entrypoint.WatchOptions;
import dev.ostler.testing.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A control server over {@link FakeCommands} in a real loop on a thread of its own, for tests of
 * clients. Tests do something there by {@link #run}.
 */
public final class RunningControl implements AutoCloseable {
  private final Path socket;
  private final Path poke;
  private final Entrypoint entrypoint;
  private final ControlServer server;
  private final FakeCommands commands = new FakeCommands();
  private final Queue<String> reported = new ConcurrentLinkedQueue<>();
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Thread loop = new Thread(this::loop, "control loop");
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  private RunningControl(Path folder, int mode, OptionalInt group) throws IOException {
    socket = folder.resolve("control.sock");
    poke = folder.resolve("poke");
    entrypoint = Entrypoint.openEmbedded(WatchOptions.defaults());
    entrypoint.listen(poke, 0600);
    server =
        ControlServer.open(
            entrypoint, new ControlSocket(socket, mode, group), commands, new Net(reported::add));
  }

  /**
   * Starts one.
   *
   * @param folder where its socket is made, {@code control.sock}
   * @return the running server; the caller closes it
   * @throws IOException if the socket cannot be made
   */
  public static RunningControl start(Path folder) throws IOException {
    return start(folder, 0600, OptionalInt.empty());
  }

  static RunningControl start(Path folder, int mode, OptionalInt group) throws IOException {
    RunningControl running = new RunningControl(folder, mode, group);
    running.loop.start();
    return running;
  }

  private void loop() {
    try {
      for (Event event : entrypoint.events()) {
        handle(event);
      }
      ended.complete(null);
    } catch (RuntimeException | Error e) {
      ended.completeExceptionally(e);
    }
  }

  private void handle(Event event) {
    boolean ours =
        (event instanceof ConnectionEvent connection && server.happened(connection))
            || (event instanceof AlarmRang alarm && server.rang(alarm));
    if (!ours && event instanceof ConnectionEvent.Opened opened) {
      opened.connection().close();
      for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
        task.run();
      }
    }
  }

  /**
   * Returns where it listens.
   *
   * @return the socket's name
   */
  public Path socket() {
    return socket;
  }

  /** Does something on the loop's thread, and waits for it. */
  void run(Consumer<FakeCommands> task) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Runnable added =
        () -> {
          try {
            task.accept(commands);
            done.complete(null);
          } catch (RuntimeException | Error e) {
            done.completeExceptionally(e);
          }
        };
    tasks.add(added);
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(poke));
    } catch (IOException e) {
      // An earlier poke may have had it done already, and with it everything closed.
      if (tasks.contains(added)) {
        throw new UncheckedIOException(e);
      }
    }
    CompletableFuture.anyOf(done, ended).join();
  }

  /**
   * Has a process write a line.
   *
   * @param process its name
   * @param text the line
   */
  public void write(String process, String text) {
    run(commands -> commands.write(process, text));
  }

  /** Waits until {@code db} is asked for something, and does it. */
  public void finish() {
    Eventually.await("db is asked for something", () -> get(FakeCommands::finish));
  }

  private <T> T get(Function<FakeCommands, T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    run(fake -> answer.complete(question.apply(fake)));
    return answer.join();
  }

  /** What went wrong inside. */
  List<String> reported() {
    return List.copyOf(reported);
  }

  /** How many follow logs or events. */
  int followers() {
    return get(FakeCommands::followers);
  }

  @Override
  public void close() {
    run(_ -> {
      server.close();
      entrypoint.close();
    });
    ended.join();
  }
}
