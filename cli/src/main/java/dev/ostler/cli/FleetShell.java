package dev.ostler.cli;

import dev.ostler.engine.Chunk;
import dev.ostler.engine.EngineException;
import dev.ostler.engine.ExecSpec;
import dev.ostler.engine.Processes;
import dev.ostler.engine.Session;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A command in one container, with this process's own input and output. */
final class FleetShell {
  private static final int PIECE = 16 * 1024;

  private final boolean interactive;
  private final boolean atTerminal;

  FleetShell(boolean interactive, boolean atTerminal) {
    this.interactive = interactive;
    this.atTerminal = atTerminal;
  }

  /** Runs it; returns its exit status. */
  int run(Processes processes, String container, List<String> command) throws IOException {
    ExecSpec spec = ExecSpec.of(command.toArray(String[]::new));
    spec = interactive ? spec.withStandardInput() : spec;
    Processes.Exec exec = processes.start(container, atTerminal ? spec.withTerminal() : spec);
    Optional<RawTerminal> raw = atTerminal && interactive ? RawTerminal.open() : Optional.empty();
    try (Session session = exec.session()) {
      if (raw.isPresent()) {
        processes.resize(exec.id(), raw.get().rows(), raw.get().columns());
      }
      if (interactive) {
        Thread.ofPlatform().daemon().start(() -> send(session));
      }
      receive(session);
    } finally {
      raw.ifPresent(RawTerminal::close);
    }
    return processes.exitCode(exec.id()).orElse(0);
  }

  @SuppressWarnings("resource") // the descriptors stay open
  private static void receive(Session session) throws IOException {
    FileOutputStream out = new FileOutputStream(FileDescriptor.out);
    FileOutputStream err = new FileOutputStream(FileDescriptor.err);
    for (Optional<Chunk> chunk = session.next(); chunk.isPresent(); chunk = session.next()) {
      FileOutputStream to = chunk.get().source() == Chunk.Source.STDERR ? err : out;
      to.write(chunk.get().bytes());
    }
  }

  @SuppressWarnings("resource") // the descriptor stays open
  private static void send(Session session) {
    FileInputStream in = new FileInputStream(FileDescriptor.in);
    byte[] bytes = new byte[PIECE];
    try {
      for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
        session.write(Arrays.copyOf(bytes, count));
      }
    } catch (EngineException ended) {
      // The command takes no more: what it says, and its status, are told all the same.
      return;
    } catch (IOException e) {
      Console.message("ostler: cannot read the standard input: " + e.getMessage());
    }
    finish(session);
  }

  private static void finish(Session session) {
    try {
      session.finishInput();
    } catch (EngineException ended) {
      // There is nobody left to be told.
    }
  }
}
