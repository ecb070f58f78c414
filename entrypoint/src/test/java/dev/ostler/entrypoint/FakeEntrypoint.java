package dev.ostler.entrypoint;

import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.LinuxException;
import dev.ostler.linux.ReceivedSignal;
import dev.ostler.linux.Signal;
import java.net.InetSocketAddress;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An entrypoint without processes, files and time, for tests of what is built on {@link
 * Entrypoint}. The test lets things happen, by steps that run whenever the loop under test has
 * nothing left to do:
 *
 * <pre>{@code
 * FakeEntrypoint fake = new FakeEntrypoint();
 * fake.whenIdle(() -> fake.activation("/run/active").set(true));
 * fake.whenIdle(() -> fake.advance(Duration.ofSeconds(20)));
 * new MyEntrypoint(fake).run(); // returns when there is no step left
 * assertThat(fake.calls()).containsExactly("app start", ...);
 * }</pre>
 *
 * <p>With a file system of the test's, such as one in memory, the paths are its paths: sources and
 * activation files are what the steps make of them, and updates bring contents to the targets.
 */
public final class FakeEntrypoint implements Entrypoint {
  private final FakeLoop loop = new FakeLoop(this::lookAtFiles);
  private final List<String> calls = new ArrayList<>();
  private final Map<String, FakeProcess> processes = new LinkedHashMap<>();
  private final Map<Path, FakeConfiguration> configurations = new LinkedHashMap<>();
  private final Map<Path, FakeActivation> activations = new LinkedHashMap<>();
  private final Map<Path, FakeDatagrams> sockets = new LinkedHashMap<>();
  private final FakeClock clock = new FakeClock(this);
  private final FakeStreams streams = new FakeStreams(this);
  private final FakeStandardStream standardOutput = new FakeStandardStream(this);
  private final FakeStandardStream standardError = new FakeStandardStream(this);
  private final @Nullable FileSystem files;
  private boolean ending;

  /** An entrypoint to which nothing has happened yet, without files. */
  public FakeEntrypoint() {
    this.files = null;
  }

  /**
   * An entrypoint whose configurations and activations are files of a simulated file system. It is
   * looked at when a handler is made, and after each step.
   *
   * @param files paths of any file system are taken for paths of this one
   */
  public FakeEntrypoint(FileSystem files) {
    this.files = files;
  }

  /**
   * Adds a step.
   *
   * @param step run when all events have been taken and all earlier steps have run
   */
  public void whenIdle(Runnable step) {
    loop.addStep(step);
  }

  /**
   * Lets time go by; alarms ring.
   *
   * @param time how much
   */
  public void advance(Duration time) {
    clock.advance(time);
  }

  /**
   * Lets a signal arrive.
   *
   * @param signal which one
   */
  public void receive(Signal signal) {
    report(new SignalReceived(new ReceivedSignal(signal, 1, 0)));
  }

  /**
   * Lets something work less well.
   *
   * @param message what and why
   */
  public void warn(String message) {
    report(new Warning(message));
  }

  /**
   * Returns what was asked for so far, such as "app start", "app signal TERM", "update /site.tar".
   *
   * @return in order
   */
  public List<String> calls() {
    return Collections.unmodifiableList(calls);
  }

  /**
   * Finds a process.
   *
   * @param name the name that it was made with
   * @return the handler
   */
  public FakeProcess process(String name) {
    return Objects.requireNonNull(processes.get(name), "no process " + name);
  }

  /**
   * Finds a configuration.
   *
   * @param source the source that it was made with
   * @return the handler
   */
  public FakeConfiguration configuration(String source) {
    return Objects.requireNonNull(configurations.get(Path.of(source)), "no source " + source);
  }

  /**
   * Finds an activation.
   *
   * @param file the file that it was made with
   * @return the handler
   */
  public FakeActivation activation(String file) {
    return Objects.requireNonNull(activations.get(Path.of(file)), "no activation " + file);
  }

  /**
   * Finds a socket.
   *
   * @param socket the name that it was made with
   * @return the handler
   */
  public FakeDatagrams datagrams(String socket) {
    return Objects.requireNonNull(sockets.get(Path.of(socket)), "no socket " + socket);
  }

  /**
   * Finds a listener.
   *
   * @param address the socket's name, or an address such as "127.0.0.1:9600"
   * @return the handler
   */
  public FakeListener listener(String address) {
    return streams.listener(address);
  }

  /**
   * Lets connections to an address succeed from now on, with the test at the other end.
   *
   * @param address a socket's name, or an address such as "127.0.0.1:9600"
   */
  public void letConnect(String address) {
    streams.letConnect(address);
  }

  /**
   * Finds the last connection that was asked for.
   *
   * @param address where to
   * @return our end of it
   */
  public FakeConnection connection(String address) {
    return streams.connection(address);
  }

  /**
   * Makes a pipe, or finds the one that was made.
   *
   * @param name what to call it
   * @return the handler
   */
  @Override
  public FakeOutput output(String name) {
    return streams.output(name);
  }

  @Override
  public FakeStandardStream standardOutput() {
    return standardOutput;
  }

  @Override
  public FakeStandardStream standardError() {
    return standardError;
  }

  @Override
  public FakeListener listen(Path socket, int mode) throws LinuxException {
    return streams.listen(socket.toString(), OptionalInt.empty());
  }

  @Override
  public FakeListener listen(InetSocketAddress address) throws LinuxException {
    return streams.listen(address);
  }

  @Override
  public FakeConnection connect(Path socket) {
    return streams.connect(socket.toString());
  }

  @Override
  public FakeConnection connect(InetSocketAddress address) {
    return streams.connect(FakeStreams.text(address));
  }

  @Override
  public FakeProcess process(String name, ChildCommand command) {
    FakeProcess handler = new FakeProcess(this, name, command);
    processes.put(name, handler);
    return handler;
  }

  @Override
  public FakeConfiguration file(Path source, Path target, TreeOptions options) {
    return configured(source, target, FakeTree.Form.FILE, options);
  }

  @Override
  public FakeConfiguration archive(Path source, Path target, TreeOptions options) {
    return configured(source, target, FakeTree.Form.ARCHIVE, options);
  }

  @Override
  public FakeConfiguration directory(Path source, Path target, TreeOptions options) {
    return configured(source, target, FakeTree.Form.DIRECTORY, options);
  }

  private FakeConfiguration configured(
      Path source, Path target, FakeTree.Form form, TreeOptions options) {
    return configured(
        new FakeConfiguration(
            this, simulated(source), options.proving(), files(source, target, form)));
  }

  private @Nullable FakeFiles files(Path source, Path target, FakeTree.Form form) {
    return files == null
        ? null
        : new FakeFiles(new FakeTree(simulated(source), simulated(target), form));
  }

  private Path simulated(Path path) {
    return files == null ? path : files.getPath(path.toString());
  }

  boolean isThere(Path file) {
    return files != null && Files.exists(simulated(file));
  }

  @Override
  public <R> FakeCustom<R> custom(Path source, CustomHandler.Update<R> update) {
    return configured(
        new FakeCustom<>(
            this, simulated(source), update, files(source, source, FakeTree.Form.ANY)));
  }

  private <H extends FakeConfiguration> H configured(H handler) {
    configurations.put(Path.of(handler.source().toString()), handler);
    handler.look();
    return handler;
  }

  @Override
  public FakeActivation activation(Path file) {
    FakeActivation handler = new FakeActivation(this, file);
    activations.put(Path.of(file.toString()), handler);
    return handler;
  }

  @Override
  public FakeDatagrams datagrams(Path socket, int mode) {
    FakeDatagrams handler = new FakeDatagrams(this, socket);
    sockets.put(socket, handler);
    return handler;
  }

  @Override
  public void signalEveryone(Signal signal) {
    record("signal everyone " + signal);
    ending = true;
    processes.values().forEach(process -> process.receive(signal));
    soon(this::reportIfNobodyLeft);
  }

  void reportIfNobodyLeft() {
    if (ending && processes.values().stream().noneMatch(FakeProcess::isGroupAlive)) {
      ending = false;
      report(new NobodyLeft());
    }
  }

  @Override
  public Alarm alarm(Duration delay) {
    return clock.alarm(delay);
  }

  @Override
  public Duration time() {
    return clock.now();
  }

  void record(String call) {
    calls.add(call);
  }

  void report(Event event) {
    loop.report(event);
  }

  void forget(Predicate<Event> which) {
    loop.forget(which);
  }

  void soon(Runnable task) {
    loop.soon(task);
  }

  @Override
  public Statistics statistics() {
    return new Statistics(0, 0);
  }

  @Override
  public Iterable<Event> events() {
    return loop;
  }

  private void lookAtFiles() {
    if (files != null) {
      configurations.values().forEach(FakeConfiguration::look);
      activations.values().forEach(FakeActivation::look);
    }
  }

  /**
   * Says whether it was closed.
   *
   * @return the opposite of open
   */
  public boolean isClosed() {
    return !loop.isOpen();
  }

  @Override
  public void close() {
    configurations.values().forEach(FakeConfiguration::close);
    activations.values().forEach(FakeActivation::close);
    sockets.values().forEach(FakeDatagrams::close);
    streams.close();
    loop.close();
  }
}
