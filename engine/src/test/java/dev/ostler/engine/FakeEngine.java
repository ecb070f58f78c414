package dev.ostler.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * An engine that runs nothing: it speaks the API at a unix socket, keeps state as Docker does,
 * counts calls, and fails where it is told to. Held to real engines by {@link EngineContract}.
 *
 * <p>Its containers run for ever, but for those of {@code true}, {@code false} and {@code echo},
 * which end at once. Restart policies do nothing.
 */
public final class FakeEngine implements AutoCloseable {
  private final Path folder;
  private final FakeServer server;
  private final FakeState state = new FakeState();
  private final FakeContainers containers = new FakeContainers(state);
  private final FakeFiles files = new FakeFiles(state);
  private final FakeProcesses processes;
  private final FakeImages images = new FakeImages(state);
  private final FakeNetworks networks = new FakeNetworks(state);
  private final String apiVersion;
  private final List<FakeCall> calls = new ArrayList<>();
  private final Map<Integer, Fault> faultsByIndex = new HashMap<>();
  private final List<Planned> planned = new ArrayList<>();

  private record Planned(Predicate<String> call, Fault fault) {}

  private FakeEngine(String apiVersion) throws IOException {
    this.apiVersion = apiVersion;
    processes = new FakeProcesses(state, ApiVersion.parse(apiVersion));
    folder = Files.createTempDirectory("fake-engine-");
    server = new FakeServer(socket(), apiVersion, this::answer);
  }

  /**
   * Starts one that speaks API 1.41, with the image {@link TestImage#NAME}.
   *
   * @return the engine; the caller closes it
   */
  public static FakeEngine start() {
    return start("1.41");
  }

  /**
   * Starts one of another version.
   *
   * @param apiVersion such as {@code 1.52}
   * @return the engine; the caller closes it
   */
  public static FakeEngine start(String apiVersion) {
    try {
      FakeEngine engine = new FakeEngine(apiVersion);
      engine.addImage(TestImage.NAME);
      return engine;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns where it listens.
   *
   * @return the path of the socket
   */
  public Path socket() {
    return folder.resolve("engine.sock");
  }

  /**
   * Connects to it.
   *
   * @return a client with default options; the caller closes it
   */
  public Engine connect() {
    return Engine.over(new UnixDialer(socket()));
  }

  /**
   * Adds an image.
   *
   * @param name its name
   */
  public void addImage(String name) {
    locked(() -> images.add(name));
  }

  /**
   * Gives an image's name to another image, as whoever builds or pulls a new version of it does.
   *
   * @param name the name
   */
  public void moveName(String name) {
    locked(() -> images.moveName(name));
  }

  /** Names images by their manifests from now on, as engines do that keep them in containerd. */
  public void keepImagesInContainerd() {
    images.inContainerd = true;
  }

  /**
   * Adds an image to the registry that it pulls from.
   *
   * @param name with its tag
   */
  public void addToRegistry(String name) {
    images.pullable.add(name);
  }

  /**
   * Returns who pulled.
   *
   * @return a JSON object for each pull, in order; nothing in it for nobody
   */
  public List<String> logins() {
    return List.copyOf(images.logins);
  }

  /**
   * Ends the program of a container.
   *
   * @param container name or ID
   * @param exitCode its exit status
   */
  public void end(String container, int exitCode) {
    locked(() -> {
      FakeContainer found = state.container(container);
      found.end(exitCode);
      state.happened(found, "die");
    });
  }

  /**
   * Has the program of a container write a line.
   *
   * @param container name or ID
   * @param line without its end
   */
  public void say(String container, String line) {
    locked(() -> state.said(state.container(container), line));
  }

  /**
   * Gives a container an address. A fake one has none by itself.
   *
   * @param container name or ID
   * @param network name of the network in which it has the address
   * @param address of IPv4
   */
  public void giveAddress(String container, String network, String address) {
    locked(() -> state.container(container).networks.put(network, Map.of("IPAddress", address)));
  }

  /**
   * Lets a call fail.
   *
   * @param index which, counted from 0 over all calls of this engine
   * @param fault how
   */
  public void failAt(int index, Fault fault) {
    locked(() -> faultsByIndex.put(index, fault));
  }

  /**
   * Lets the next call that matches fail, once.
   *
   * @param call decides by method and path, such as {@code POST /containers/create}
   * @param fault how
   */
  public void failNext(Predicate<String> call, Fault fault) {
    locked(() -> planned.add(new Planned(call, fault)));
  }

  /**
   * Returns what it was asked.
   *
   * @return method and path of every call, in order
   */
  public List<String> calls() {
    synchronized (calls) {
      return calls.stream().map(FakeCall::name).toList();
    }
  }

  /**
   * Returns what it was asked to change.
   *
   * @return method and path of every call but questions
   */
  public List<String> changes() {
    return calls().stream()
        .filter(call -> !call.startsWith("GET ") && !call.startsWith("HEAD "))
        .toList();
  }

  /** Forgets the calls so far; their indices are counted on. */
  public void forgetCalls() {
    synchronized (calls) {
      calls.clear();
    }
  }

  /**
   * Returns how many connections were open at once.
   *
   * @return the most there were so far
   */
  public int mostConnections() {
    return server.mostConnections();
  }

  /** Breaks all connections, as a restart does. */
  public void disconnectAll() {
    server.disconnectAll();
  }

  private int counted;

  private Optional<FakeAnswer> answer(FakeCall call) throws InterruptedException {
    Optional<Fault> fault = count(call);
    if (fault.isEmpty()) {
      return Optional.of(done(call));
    }
    return switch (fault.get()) {
      case Fault.Delay delay -> {
        TimeUnit.NANOSECONDS.sleep(delay.time().toNanos());
        yield Optional.of(done(call));
      }
      case Fault.Refusal refusal ->
          Optional.of(new FakeAnswer.Text(refusal.status(), Map.of("message", refusal.message())));
      case Fault.ResetBefore _ -> Optional.empty();
      case Fault.ResetAfter _ -> {
        done(call);
        yield Optional.empty();
      }
      case Fault.LostAnswer _ -> {
        done(call);
        // The thread is left waiting; the connection ends with the client or the fake.
        TimeUnit.DAYS.sleep(1);
        yield Optional.empty();
      }
    };
  }

  private Optional<Fault> count(FakeCall call) {
    synchronized (calls) {
      calls.add(call);
      Optional<Fault> fault = Optional.ofNullable(faultsByIndex.remove(counted++));
      if (fault.isPresent()) {
        return fault;
      }
      Optional<Planned> plan = planned.stream().filter(p -> p.call().test(call.name())).findFirst();
      plan.ifPresent(planned::remove);
      return plan.map(Planned::fault);
    }
  }

  private FakeAnswer done(FakeCall call) throws InterruptedException {
    state.lock.lock();
    try {
      return route(call)
          .orElseThrow(() -> new FakeAnswer.Refused(404, "page not found: " + call.name()));
    } catch (FakeAnswer.Refused refused) {
      return refused.answer();
    } finally {
      state.lock.unlock();
    }
  }

  private Optional<FakeAnswer> route(FakeCall call) throws InterruptedException {
    return switch (call.path().split("/", 3)[1]) {
      case "_ping" -> Optional.of(FakeAnswer.ok(Map.of()));
      case "version" -> Optional.of(FakeAnswer.ok(version()));
      case "events" -> Optional.of(new FakeEvents(state).follow(call));
      case "images" -> images.answer(call);
      case "networks", "volumes" -> networks.answer(call);
      case "exec" -> processes.answer(call);
      case "containers" -> {
        Optional<FakeAnswer> file = files.answer(call);
        Optional<FakeAnswer> process = file.isPresent() ? file : processes.answer(call);
        yield process.isPresent() ? process : containers.answer(call);
      }
      default -> Optional.empty();
    };
  }

  private Map<String, Object> version() {
    return Map.of(
        "Version",
        "20.10.24",
        "ApiVersion",
        apiVersion,
        "MinAPIVersion",
        "1.12",
        "Os",
        "linux",
        "Arch",
        "amd64");
  }

  private void locked(Runnable change) {
    state.lock.lock();
    try {
      synchronized (calls) {
        change.run();
      }
    } finally {
      state.lock.unlock();
    }
  }

  @Override
  public void close() {
    server.close();
    try {
      Files.deleteIfExists(socket());
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
