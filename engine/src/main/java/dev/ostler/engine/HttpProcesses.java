package dev.ostler.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;

/** The processes inside containers, over HTTP. */
final class HttpProcesses implements Processes {
  /** Of each output that {@link #run} keeps. */
  private static final int KEPT = 1024 * 1024;

  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final String FRAMED = "application/vnd.docker.multiplexed-stream";

  private final Client client;

  HttpProcesses(Client client) {
    this.client = client;
  }

  @Override
  public Output logs(String container, LogQuery query) throws EngineException {
    Request request =
        Request.get("read the logs of container " + container, path(container, "/logs"))
            .query("stdout", true)
            .query("stderr", true)
            .query("follow", query.follow())
            .query("timestamps", query.timestamps())
            .flow(query.follow() ? Request.Flow.FOLLOW : Request.Flow.TRANSFER);
    query.tail().ifPresent(lines -> request.query("tail", Integer.toString(lines)));
    query.since().ifPresent(since -> request.query("since", seconds(since)));
    Answer answer = client.open(request);
    return new Output(client, request, answer, isFramed(container, request, answer));
  }

  /**
   * Whether output has frames: that of a terminal has none. Engines before API 1.42 do not say
   * which, and neither does Podman.
   */
  private boolean isFramed(String container, Request request, Answer answer)
      throws EngineException {
    if (FRAMED.equals(answer.header("Content-Type").orElse(""))) {
      return true;
    }
    try {
      return !hasTerminal(container, request);
    } catch (EngineException e) {
      answer.close();
      throw e;
    }
  }

  static String seconds(Instant moment) {
    return "%d.%09d".formatted(moment.getEpochSecond(), moment.getNano());
  }

  private boolean hasTerminal(String container, Request asked) throws EngineException {
    return client
        .json(
            Request.get("inspect container " + container, path(container, "/json")).inTurnOf(asked))
        .at("Config")
        .flag("Tty");
  }

  @Override
  public Session attach(String container, boolean input) throws EngineException {
    Request request =
        upgrading(Request.post("attach to container " + container, path(container, "/attach")))
            .query("stream", true)
            .query("stdout", true)
            .query("stderr", true)
            .query("stdin", input);
    Answer answer = client.open(request);
    return new Session(client, request, answer, isFramed(container, request, answer));
  }

  @Override
  public Exec start(String container, ExecSpec spec) throws EngineException {
    String id = create(container, spec);
    Request request = starting(container, spec, id);
    return new Exec(id, new Session(client, request, client.open(request), !spec.terminal()));
  }

  private static Request starting(String container, ExecSpec spec, String id) {
    return upgrading(Request.post(action(container, spec), "/exec/" + Request.name(id) + "/start"))
        .json(new JsonFields().always("Detach", false).always("Tty", spec.terminal()));
  }

  private static Request upgrading(Request request) {
    return request
        .header("Connection", "Upgrade")
        .header("Upgrade", "tcp")
        .flow(Request.Flow.FOLLOW);
  }

  private static String action(String container, ExecSpec spec) {
    return "run " + spec.command().getFirst() + " in container " + container;
  }

  private String create(String container, ExecSpec spec) throws EngineException {
    Request request =
        Request.post(action(container, spec), path(container, "/exec"))
            .json(
                new JsonFields()
                    .always("AttachStdout", true)
                    .always("AttachStderr", true)
                    .put("AttachStdin", spec.standardInput())
                    .put("Tty", spec.terminal())
                    .always("Cmd", spec.command())
                    .put("Env", SpecWriter.environment(spec.environment()))
                    .put("User", spec.user())
                    .put("WorkingDir", spec.workingDirectory())
                    .put("Privileged", spec.privileged()));
    return client.json(request).text("Id");
  }

  @Override
  public void resize(String exec, int rows, int columns) throws EngineException {
    client.status(
        Request.post(
                "resize terminal of process " + exec, "/exec/" + Request.name(exec) + "/resize")
            .query("h", Integer.toString(rows))
            .query("w", Integer.toString(columns)));
  }

  @Override
  public OptionalInt exitCode(String exec) throws EngineException {
    Json state =
        client.json(
            Request.get("inspect process " + exec, "/exec/" + Request.name(exec) + "/json"));
    return state.flag("Running") ? OptionalInt.empty() : OptionalInt.of(state.integer("ExitCode"));
  }

  @Override
  public ExecResult run(String container, ExecSpec spec, Duration within) throws EngineException {
    Deadline deadline = Deadline.in(within);
    String id = create(container, spec);
    Request request = starting(container, spec, id).within(within);
    Kept kept = new Kept();
    try (Output output = new Output(client, request, client.open(request), !spec.terminal())) {
      kept.readAll(output);
    }
    return kept.result(exitCode(id, request, deadline));
  }

  /** The process may close its outputs before it ends. */
  private int exitCode(String exec, Request request, Deadline deadline) throws EngineException {
    while (true) {
      OptionalInt code = exitCode(exec);
      if (code.isPresent()) {
        return code.getAsInt();
      }
      if (deadline.isOver()) {
        throw client.failure(request, new SocketTimeoutException());
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /** As much of the outputs as is kept. */
  private static final class Kept {
    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    private boolean truncated;

    void readAll(Output output) throws EngineException {
      for (Optional<Chunk> chunk = output.next(); chunk.isPresent(); chunk = output.next()) {
        byte[] bytes = chunk.get().bytes();
        ByteArrayOutputStream to = chunk.get().source() == Chunk.Source.STDERR ? stderr : stdout;
        int room = Math.min(bytes.length, KEPT - to.size());
        to.write(bytes, 0, room);
        truncated |= room < bytes.length;
      }
    }

    ExecResult result(int exitCode) {
      return new ExecResult(exitCode, stdout.toString(UTF_8), stderr.toString(UTF_8), truncated);
    }
  }

  private static String path(String container, String rest) {
    return "/containers/" + Request.name(container) + rest;
  }
}
