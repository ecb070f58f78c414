package dev.ostler.entrypoint;

import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.Signal;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The heart of a container entrypoint: handlers that watch one thing each, and one sequence of
 * events in which everything that happens arrives.
 *
 * <p>For one thread, the one that takes the events; nothing here blocks but waiting for the next.
 *
 * <pre>{@code
 * try (Entrypoint entrypoint = Entrypoint.open()) {
 *   ProcessHandler app = entrypoint.process("app", command);
 *   ConfigurationHandler site = entrypoint.archive(source, target, TreeOptions.defaults());
 *   for (Event event : entrypoint.events()) {
 *     switch (event) { ... }
 *   }
 * }
 * }</pre>
 */
public interface Entrypoint extends AutoCloseable {
  /**
   * Opens an entrypoint that receives every signal sent to this process and reaps every child, its
   * own and orphans, as the first process of a container must.
   *
   * @return the entrypoint; the caller closes it
   * @throws IOException if signals are not blocked in every thread (call {@link
   *     dev.ostler.linux.Startup#blockSignals()} first in {@code main}), or the kernel refuses
   */
  static Entrypoint open() throws IOException {
    return open(WatchOptions.defaults());
  }

  /**
   * Opens an entrypoint as {@link #open()} does.
   *
   * @param options how files are watched
   * @return the entrypoint; the caller closes it
   * @throws IOException as {@link #open()} does
   */
  static Entrypoint open(WatchOptions options) throws IOException {
    return LinuxEntrypoint.open(options);
  }

  /**
   * Opens an entrypoint inside a program that has signals and children of its own: no signal is
   * received, and only its own processes are reaped.
   *
   * @param options how files are watched
   * @return the entrypoint; the caller closes it
   * @throws IOException if the kernel refuses
   */
  static Entrypoint openEmbedded(WatchOptions options) throws IOException {
    return LinuxEntrypoint.openEmbedded(options);
  }

  /**
   * A handler for one process. Nothing is started yet.
   *
   * @param name what to call it in messages
   * @param command what to run
   * @return the handler
   * @throws IOException if the program is not there or not executable
   */
  ProcessHandler process(String name, ChildCommand command) throws IOException;

  /**
   * A handler for a single configuration file.
   *
   * @param source the file to watch, replaced by renaming or written in place
   * @param target the file to update
   * @param options how
   * @return the handler
   * @throws IOException if the source's folder is not there, or the target cannot be updated
   */
  ConfigurationHandler file(Path source, Path target, TreeOptions options) throws IOException;

  /**
   * A handler for a configuration directory that comes as an archive: tar, plain or compressed by
   * gzip or zstd.
   *
   * @param source the archive to watch
   * @param target the directory to update
   * @param options how
   * @return the handler
   * @throws IOException if the source's folder is not there, or the target cannot be updated
   */
  ConfigurationHandler archive(Path source, Path target, TreeOptions options) throws IOException;

  /**
   * A handler for a configuration directory that comes as a directory, such as a volume of a
   * Kubernetes ConfigMap or Secret, whose files all change at once.
   *
   * @param source the directory to watch
   * @param target the directory to update
   * @param options how
   * @return the handler
   * @throws IOException if the source's folder is not there, or the target cannot be updated
   */
  ConfigurationHandler directory(Path source, Path target, TreeOptions options) throws IOException;

  /**
   * A handler for a configuration file that the caller brings where it belongs.
   *
   * @param source the file to watch
   * @param update the caller's function
   * @param <R> what it returns
   * @return the handler
   * @throws IOException if the source's folder is not there
   */
  <R> CustomHandler<R> custom(Path source, CustomHandler.Update<R> update) throws IOException;

  /**
   * A handler for an activation file. {@link ActivationChanged} follows at once.
   *
   * @param file the file whose existence means active
   * @return the handler
   * @throws IOException if the file's folder is not there
   */
  ActivationHandler activation(Path file) throws IOException;

  /**
   * A handler for a datagram socket.
   *
   * @param socket its name; what a killed process left there is replaced
   * @param mode its permission bits
   * @return the handler
   * @throws IOException if the name is too long, in use, or cannot be made
   */
  DatagramHandler datagrams(Path socket, int mode) throws IOException;

  /**
   * Lets others connect to a unix stream socket. {@link ConnectionEvent.Opened} follows for each.
   *
   * @param socket its name; what a killed process left there is replaced
   * @param mode its permission bits
   * @return the handler
   * @throws IOException if the name is too long, in use, or cannot be made
   */
  ListenHandler listen(Path socket, int mode) throws IOException;

  /**
   * Lets others connect to a TCP address. {@link ConnectionEvent.Opened} follows for each.
   *
   * @param address a resolved address; port 0 for any that is free
   * @return the handler
   * @throws IOException if the address is in use or not of this machine
   */
  ListenHandler listen(InetSocketAddress address) throws IOException;

  /**
   * Connects to a unix stream socket. Returns at once; {@link ConnectionEvent.Opened} or {@link
   * ConnectionEvent.Ended} follows.
   *
   * @param socket its name
   * @return the connection
   * @throws IOException if the name is too long, or no descriptor is left
   */
  Connection connect(Path socket) throws IOException;

  /**
   * Connects to a TCP address. Returns at once; {@link ConnectionEvent.Opened} or {@link
   * ConnectionEvent.Ended} follows, the latter after minutes if nobody answers: set an {@link
   * #alarm(Duration)}.
   *
   * @param address a resolved address
   * @return the connection
   * @throws IOException if no descriptor is left
   */
  Connection connect(InetSocketAddress address) throws IOException;

  /**
   * A pipe for the output of processes.
   *
   * @param name what to call it in messages
   * @return the handler
   * @throws IOException if no descriptor is left
   */
  OutputHandler output(String name) throws IOException;

  /**
   * Our own standard output, to be written without waiting for its reader. {@link RoomAgain}
   * follows whenever it was full.
   *
   * @return the handler
   * @throws IOException if it is closed
   */
  StandardStreamHandler standardOutput() throws IOException;

  /**
   * Our own standard error, as {@link #standardOutput()}.
   *
   * @return the handler
   * @throws IOException if it is closed
   */
  StandardStreamHandler standardError() throws IOException;

  /**
   * Sends a signal to every child that is left: started here or, by {@link #open()}, adopted when
   * its parent ended, until {@link NobodyLeft} follows, which is as soon as there is none.
   *
   * @param signal which one
   */
  void signalEveryone(Signal signal);

  /**
   * Sets an alarm.
   *
   * @param delay from now, at least zero
   * @return the alarm
   * @throws IllegalArgumentException if the delay is negative
   */
  Alarm alarm(Duration delay);

  /**
   * Returns the time on a clock that only runs forward.
   *
   * @return since the entrypoint was opened
   */
  Duration time();

  /**
   * Returns what was counted.
   *
   * @return since the entrypoint was opened
   */
  Statistics statistics();

  /**
   * Returns what happens, in the order in which it happens. To be called once.
   *
   * @return ends when the entrypoint is closed
   */
  Iterable<Event> events();

  /** Closes all handlers. Processes that run go on running. A second call does nothing. */
  @Override
  void close();
}
