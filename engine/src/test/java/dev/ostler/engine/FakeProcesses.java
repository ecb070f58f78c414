package dev.ostler.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ostler.engine.FakeAnswer.Refused;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The output of the containers of a fake engine, and further processes: {@code true}, {@code
 * false}, {@code echo}, {@code cat} of its input or of a file, and {@code sh -c} of {@code echo
 * TEXT}, {@code echo TEXT >&2} and {@code exit N} with {@code "; "} between them. Others are not
 * there (127).
 */
final class FakeProcesses {
  /** A program that can be attached to, and ends after a line of input. */
  static final String ECHO = "read line; echo \"got $line\"";

  private final FakeState state;
  private final boolean saysFrames;
  private final Map<String, Exec> execs = new HashMap<>();

  private static final class Exec {
    private final FakeContainer container;
    private final List<String> command;
    private int exitCode = -1;

    Exec(FakeContainer container, List<String> command) {
      this.container = container;
      this.command = command;
    }
  }

  FakeProcesses(FakeState state, ApiVersion version) {
    this.state = state;
    saysFrames = version.isAtLeast(new ApiVersion(1, 42));
  }

  Optional<FakeAnswer> answer(FakeCall call) {
    String[] path = call.path().split("/", 4);
    String what = call.method() + " " + path[1] + " " + (path.length > 3 ? path[3] : "");
    return switch (what) {
      case "GET containers logs" -> Optional.of(logs(state.container(path[2]), call));
      case "POST containers attach" -> Optional.of(attach(state.container(path[2])));
      case "POST containers exec" -> Optional.of(create(state.container(path[2]), call.json()));
      case "POST exec start" -> Optional.of(start(exec(path[2])));
      case "GET exec json" -> Optional.of(inspect(exec(path[2])));
      default -> Optional.empty();
    };
  }

  private FakeAnswer logs(FakeContainer container, FakeCall call) {
    int lines = lines(container).size();
    String tail = call.parameter("tail");
    int skipped =
        tail.isEmpty() || tail.equals("all") ? 0 : Math.max(0, lines - Integer.parseInt(tail));
    boolean follow = call.flag("follow");
    return new FakeAnswer.Stream(
        type(container),
        out -> {
          int told = tell(container, skipped, out);
          while (follow && awaitMore(container, told)) {
            told = tell(container, told, out);
          }
        });
  }

  private String type(FakeContainer container) {
    if (!saysFrames) {
      return "application/octet-stream";
    }
    return container.hasTerminal()
        ? "application/vnd.docker.raw-stream"
        : "application/vnd.docker.multiplexed-stream";
  }

  private List<String> lines(FakeContainer container) {
    state.lock.lock();
    try {
      return container.log.toString(UTF_8).lines().toList();
    } finally {
      state.lock.unlock();
    }
  }

  /** Tells what is said by now, from a line on; returns how many lines that are in all. */
  private int tell(FakeContainer container, int from, OutputStream out) throws IOException {
    List<String> lines = lines(container);
    for (String line : lines.subList(from, lines.size())) {
      byte[] bytes = (line + "\n").getBytes(UTF_8);
      if (container.hasTerminal()) {
        out.write(bytes);
      } else {
        frame(out, 1, bytes);
      }
    }
    out.flush();
    return lines.size();
  }

  /** Whether it has said more than so many lines, once it has or has ended. */
  private boolean awaitMore(FakeContainer container, int told) throws IOException {
    state.lock.lock();
    try {
      while (container.isAlive() && lines(container).size() <= told) {
        state.awaitChange();
      }
      return lines(container).size() > told;
    } catch (InterruptedException e) {
      throw new IOException(e);
    } finally {
      state.lock.unlock();
    }
  }

  private void awaitEnd(FakeContainer container) throws IOException {
    state.lock.lock();
    try {
      while (container.isAlive()) {
        state.awaitChange();
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    } finally {
      state.lock.unlock();
    }
  }

  private FakeAnswer attach(FakeContainer container) {
    return new FakeAnswer.Upgrade(duplex -> {
      if (container.command().contains(ECHO)) {
        byte[] line = new byte[100];
        int length = Math.max(0, duplex.input().read(line));
        frame(duplex.output(), 1, ("got " + new String(line, 0, length, UTF_8)).getBytes(UTF_8));
        end(container);
      } else {
        awaitEnd(container);
      }
    });
  }

  private void end(FakeContainer container) {
    state.lock.lock();
    try {
      container.end(0);
      state.happened(container, "die");
    } finally {
      state.lock.unlock();
    }
  }

  private FakeAnswer create(FakeContainer container, Json asked) {
    if (!container.state.equals("running")) {
      throw new Refused(409, "Container " + container.id + " is not running");
    }
    String id = state.newId();
    execs.put(id, new Exec(container, asked.texts("Cmd")));
    state.happened(container, "exec_create: " + String.join(" ", asked.texts("Cmd")));
    return FakeAnswer.created(Map.of("Id", id));
  }

  private Exec exec(String id) {
    return Optional.ofNullable(execs.get(id))
        .orElseThrow(() -> new Refused(404, "No such exec instance: " + id));
  }

  private FakeAnswer inspect(Exec exec) {
    return FakeAnswer.ok(Map.of("Running", exec.exitCode < 0, "ExitCode", exec.exitCode));
  }

  private static FakeAnswer start(Exec exec) {
    return new FakeAnswer.Upgrade(duplex -> exec.exitCode = run(exec, duplex));
  }

  private static int run(Exec exec, Duplex duplex) throws IOException {
    List<String> command = exec.command;
    OutputStream out = duplex.output();
    return switch (command.getFirst()) {
      case "true" -> 0;
      case "false" -> 1;
      case "echo" ->
          copy((String.join(" ", command.subList(1, command.size())) + "\n").getBytes(UTF_8), out);
      case "sh" -> script(command.getLast(), out);
      case "cat" ->
          command.size() > 1
              ? show(exec, command.get(1), out)
              : copy(duplex.input().readAllBytes(), out);
      default -> {
        frame(out, 2, (command.getFirst() + ": not found\n").getBytes(UTF_8));
        yield 127;
      }
    };
  }

  private static int script(String script, OutputStream out) throws IOException {
    for (String line : script.split("; ", -1)) {
      if (line.startsWith("exit ")) {
        return Integer.parseInt(line.substring("exit ".length()));
      }
      String text = line.substring("echo ".length()).replaceFirst(" >&2$", "") + "\n";
      frame(out, line.endsWith(" >&2") ? 2 : 1, text.getBytes(UTF_8));
    }
    return 0;
  }

  private static int show(Exec exec, String file, OutputStream out) throws IOException {
    Optional<String> content = FakeFiles.read(exec.container, file);
    if (content.isEmpty()) {
      frame(
          out, 2, ("cat: can't open '" + file + "': No such file or directory\n").getBytes(UTF_8));
      return 1;
    }
    return copy(content.get().getBytes(UTF_8), out);
  }

  private static int copy(byte[] bytes, OutputStream out) throws IOException {
    frame(out, 1, bytes);
    return 0;
  }

  static void frame(OutputStream out, int source, byte[] bytes) throws IOException {
    out.write(
        ByteBuffer.allocate(8 + bytes.length)
            .put((byte) source)
            .putInt(4, bytes.length)
            .put(8, bytes)
            .array());
  }
}
