package dev.ostler.fleet;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A program of this machine, of which the output is wanted. What it writes to standard error is
 * dropped, for it may have of the output in it.
 *
 * @param words program and arguments
 * @param within how long it may take
 * @param most how many bytes of its output are read
 */
record LocalCommand(List<String> words, Duration within, int most) {
  /** How it ended. */
  record Ended(int status, ByteBuffer output) {}

  /**
   * Runs it to its end.
   *
   * @throws IOException if it cannot be started or takes too long; the message is the reason alone
   */
  Ended run(String input) throws IOException {
    Process process = start();
    try {
      CompletableFuture<byte[]> output = new CompletableFuture<>();
      Thread.ofVirtual().start(() -> read(process, output));
      try (OutputStream to = process.getOutputStream()) {
        to.write(input.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        // It does not read what it is given, or has ended: its status says more.
        output.isDone();
      }
      byte[] said = output.get(within.toMillis(), TimeUnit.MILLISECONDS);
      if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new TimeoutException();
      }
      return new Ended(process.exitValue(), ByteBuffer.wrap(said));
    } catch (TimeoutException e) {
      throw new IOException("it takes longer than " + within.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw new IOException("its output cannot be read", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("it was interrupted", e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private Process start() throws IOException {
    try {
      return new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    } catch (IOException e) {
      throw new IOException("it is not on the PATH, or cannot be run", e);
    }
  }

  private void read(Process process, CompletableFuture<byte[]> output) {
    try (InputStream from = process.getInputStream()) {
      output.complete(from.readNBytes(most));
    } catch (IOException e) {
      output.completeExceptionally(e);
    }
  }
}
