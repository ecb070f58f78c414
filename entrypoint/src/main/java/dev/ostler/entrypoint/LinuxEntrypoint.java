package dev.ostler.entrypoint;

import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.Children;
import dev.ostler.linux.ReceivedSignal;
import dev.ostler.linux.Signal;
import dev.ostler.linux.Signals;
import dev.ostler.linux.StandardStream;
import dev.ostler.linux.StreamListener;
import dev.ostler.linux.StreamSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An entrypoint on this machine. */
final class LinuxEntrypoint implements Entrypoint {
  private static final int FEW = 8;
  private static final int PIPE = 13;
  private static final int XFSZ = 25;

  private final Loop loop;
  private final WatchOptions options;
  private final Processes processes;
  private final Watches watches;
  private final List<Handler> handlers = new ArrayList<>();
  private int handlersAfterLook = FEW;
  private @Nullable Signals signals;
  private @Nullable Streams streams;

  private LinuxEntrypoint(Loop loop, boolean reapsAll, WatchOptions options) {
    this.loop = loop;
    this.options = options;
    this.processes = new Processes(loop, reapsAll);
    this.watches = new Watches(loop);
  }

  static Entrypoint open(WatchOptions options) throws IOException {
    if (!Signals.areBlocked()) {
      throw new IOException(
          "cannot open an entrypoint: signals are not blocked; call Startup.blockSignals() first in"
              + " main, or start Java by env --block-signal with -Xrs");
    }
    Children.adoptOrphans();
    LinuxEntrypoint entrypoint = new LinuxEntrypoint(Loop.open(), true, options);
    try {
      entrypoint.receiveSignals(Signals.open());
    } catch (IOException e) {
      entrypoint.close();
      throw e;
    }
    return entrypoint;
  }

  static Entrypoint openEmbedded(WatchOptions options) throws IOException {
    return new LinuxEntrypoint(Loop.open(), false, options);
  }

  private void receiveSignals(Signals opened) throws IOException {
    signals = opened;
    loop.watch(opened, () -> receive(opened));
  }

  private void receive(Signals opened) throws IOException {
    for (ReceivedSignal received : opened.read()) {
      if (received.signal().equals(Signal.CHLD)) {
        processes.reapSoon();
      } else if (!isOfOwnWrite(received)) {
        loop.report(new SignalReceived(received));
      }
    }
  }

  /**
   * Whether nobody has sent it: the kernel raises PIPE in who writes to a pipe that nobody reads,
   * and XFSZ in who writes more than a file may have.
   */
  private static boolean isOfOwnWrite(ReceivedSignal received) {
    int number = received.signal().number();
    return (number == PIPE || number == XFSZ)
        && received.senderPid() == ProcessHandle.current().pid();
  }

  @Override
  public ProcessHandler process(String name, ChildCommand command) throws IOException {
    return processes.add(name, command);
  }

  @Override
  public ActivationHandler activation(Path file) throws IOException {
    checkFolder(file);
    FileActivation handler = closedWithUs(new FileActivation(file, loop, watches, options));
    handler.start();
    return handler;
  }

  @Override
  public ConfigurationHandler file(Path source, Path target, TreeOptions tree) throws IOException {
    checkFolder(source);
    return fromFile(target(source, Destination.file(source, target, tree)), watching(tree));
  }

  @Override
  public ConfigurationHandler archive(Path source, Path target, TreeOptions tree)
      throws IOException {
    checkFolder(source);
    return fromFile(target(source, Destination.archive(source, target, tree)), watching(tree));
  }

  @Override
  public ConfigurationHandler directory(Path source, Path target, TreeOptions tree)
      throws IOException {
    checkFolder(source);
    TargetConfiguration handler = target(source, Destination.directory(target, tree));
    int most = tree.limits().maxEntries();
    handler.watch(new DirectoryWatch(source, most, loop, watches, watching(tree), handler));
    return handler;
  }

  @Override
  public <R> CustomHandler<R> custom(Path source, CustomHandler.Update<R> update)
      throws IOException {
    checkFolder(source);
    return fromFile(closedWithUs(new CustomConfiguration<>(source, loop, update)), options);
  }

  private TargetConfiguration target(Path source, Destination destination) throws IOException {
    try {
      return closedWithUs(new TargetConfiguration(source, loop, destination));
    } catch (IOException e) {
      destination.close();
      throw e;
    }
  }

  private WatchOptions watching(TreeOptions tree) {
    return tree.settling().isPresent() ? options.withSettling(tree.settling().get()) : options;
  }

  private <H extends WatchedConfiguration> H fromFile(H handler, WatchOptions watching) {
    handler.watch(new FileSource(handler.source(), loop, watches, watching, handler));
    return handler;
  }

  private void checkFolder(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null && !options.awaitFolders() && !Files.isDirectory(folder)) {
      throw new IOException(
          "cannot watch " + file + ": the folder " + folder + " is not there; create it first");
    }
  }

  @Override
  public DatagramHandler datagrams(Path socket, int mode) throws IOException {
    DatagramListener handler = closedWithUs(new DatagramListener(socket, mode, loop));
    handler.start();
    return handler;
  }

  @Override
  public ListenHandler listen(Path socket, int mode) throws IOException {
    return listening(StreamListener.listen(socket, mode));
  }

  @Override
  public ListenHandler listen(InetSocketAddress address) throws IOException {
    return listening(StreamListener.listen(address));
  }

  private ListenHandler listening(StreamListener listener) throws IOException {
    StreamListening handler = closedWithUs(new StreamListening(listener, streams()));
    handler.start();
    return handler;
  }

  @Override
  public Connection connect(Path socket) throws IOException {
    return streams().connect(StreamSocket.connect(socket));
  }

  @Override
  public Connection connect(InetSocketAddress address) throws IOException {
    return streams().connect(StreamSocket.connect(address));
  }

  @Override
  public OutputHandler output(String name) throws IOException {
    PipeOutput handler = closedWithUs(new PipeOutput(name, streams()));
    handler.start();
    return handler;
  }

  @Override
  public StandardStreamHandler standardOutput() throws IOException {
    return closedWithUs(new StandardStreamWriting(StandardStream.output(), loop));
  }

  @Override
  public StandardStreamHandler standardError() throws IOException {
    return closedWithUs(new StandardStreamWriting(StandardStream.error(), loop));
  }

  private Streams streams() throws IOException {
    if (streams == null) {
      loop.expectDeadlines();
      streams = closedWithUs(new Streams(loop));
    }
    return streams;
  }

  private <H extends Handler> H closedWithUs(H handler) {
    if (handlers.size() >= handlersAfterLook * 2) {
      handlers.removeIf(former -> !former.isOpen());
      handlersAfterLook = Math.max(FEW, handlers.size());
    }
    handlers.add(handler);
    return handler;
  }

  @Override
  public void signalEveryone(Signal signal) {
    processes.signalEveryone(signal);
  }

  @Override
  public Alarm alarm(Duration delay) {
    if (delay.isNegative()) {
      throw new IllegalArgumentException("an alarm's delay must not be negative, got " + delay);
    }
    return new Ringing(delay);
  }

  private final class Ringing implements Alarm {
    private final Runnable stop;
    private boolean rung;

    Ringing(Duration delay) {
      stop = loop.later(delay, this::ring);
    }

    private void ring() {
      rung = true;
      loop.report(new AlarmRang(this));
    }

    @Override
    public void cancel() {
      if (rung) {
        // Rare: looking through all that waits to be taken is not for every alarm.
        loop.forget(event -> event instanceof AlarmRang rang && rang.alarm() == this);
      } else {
        stop.run();
      }
    }
  }

  @Override
  public Duration time() {
    return loop.time();
  }

  @Override
  public Statistics statistics() {
    return new Statistics(processes.orphans(), watches.rescans());
  }

  @Override
  public Iterable<Event> events() {
    return Taking::new;
  }

  private final class Taking implements Iterator<Event> {
    private Optional<Event> next = Optional.empty();

    @Override
    public boolean hasNext() {
      if (next.isEmpty()) {
        try {
          next = loop.next();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      return next.isPresent();
    }

    @Override
    public Event next() {
      if (!hasNext()) {
        throw new NoSuchElementException("the entrypoint is closed");
      }
      Event event = next.orElseThrow();
      next = Optional.empty();
      return event;
    }
  }

  @Override
  public void close() {
    if (loop.isOpen()) {
      handlers.reversed().forEach(Handler::close);
      watches.close();
      processes.close();
      if (signals != null) {
        loop.unwatch(signals);
        signals.close();
      }
      loop.close();
    }
  }
}
