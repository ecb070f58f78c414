package dev.ostler.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** A running {@code ostler} command. Closing it ends it and all that it started. */
public final class OstlerProcess implements AutoCloseable {
  private static final int KILL = 9;

  private final Process process;
  private final long pid;
  private final String mark;
  private final Path output;
  private final Path errors;

  OstlerProcess(Process process, boolean forked, String mark, Path output, Path errors) {
    this.process = process;
    this.mark = mark;
    this.output = output;
    this.errors = errors;
    this.pid = forked ? ProcFs.awaitChild(process.pid()) : process.pid();
  }

  /**
   * Returns its number.
   *
   * @return as seen from here, also if it is the first process of a namespace
   */
  public long pid() {
    return pid;
  }

  /**
   * Returns its only child, as soon as it has one.
   *
   * @return the number of the workload's process
   */
  public long awaitChild() {
    return ProcFs.awaitChild(pid);
  }

  /**
   * Sends it a signal.
   *
   * @param number 1 to 64
   */
  public void signal(int number) {
    if (!Kernel.kill(pid, number)) {
      throw new AssertionError("cannot send signal " + number + ": the command is gone" + said());
    }
  }

  /**
   * Types to its standard input.
   *
   * @param text what to type
   */
  public void type(String text) {
    try {
      process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Says whether it has not ended.
   *
   * @return whether it runs
   */
  public boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Waits for its end.
   *
   * @return its exit status, 128 plus n if signal n ended it
   */
  public int awaitExit() {
    try {
      if (!process.waitFor(Eventually.LONG.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("the command does not end" + said());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting", e);
    }
    return process.exitValue();
  }

  /**
   * Waits for its end.
   *
   * @return what it came to
   */
  public OstlerCommand.Result result() {
    int status = awaitExit();
    return new OstlerCommand.Result(status, output(), errors());
  }

  /**
   * Returns what it and its workload have written to standard output.
   *
   * @return bytes as ISO 8859-1 would read them if they are not UTF-8
   */
  public String output() {
    return read(output);
  }

  /**
   * Returns what it and its workload have written to standard error.
   *
   * @return bytes as ISO 8859-1 would read them if they are not UTF-8
   */
  public String errors() {
    return read(errors);
  }

  /**
   * Waits until something is on standard output.
   *
   * @param text a part of it
   */
  public void awaitOutput(String text) {
    Eventually.await("output has '" + text + "'", this::output, o -> o.contains(text), this::said);
  }

  /**
   * Waits until something is on standard error.
   *
   * @param text a part of it
   */
  public void awaitErrors(String text) {
    Eventually.await("errors have '" + text + "'", this::errors, o -> o.contains(text), this::said);
  }

  /**
   * Finds the living processes that it started, by whatever detours, and that kept its variables.
   *
   * @return their numbers, without its own
   */
  public NavigableSet<Long> descendants() {
    NavigableSet<Long> found = ProcFs.withVariable(mark);
    found.remove(pid);
    found.remove(process.pid());
    return found;
  }

  private String said() {
    String state = process.isAlive() ? "runs" : "ended with " + process.exitValue();
    return "\n--- output\n" + output() + "\n--- errors\n" + errors() + "\n--- it " + state;
  }

  private static String read(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      String text = new String(bytes, StandardCharsets.UTF_8);
      return text.indexOf('\uFFFD') < 0 ? text : new String(bytes, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      // nginx, for one, overwrites its environment, which all others are known by.
      List<ProcessHandle> below =
          ProcessHandle.of(pid).stream().flatMap(ProcessHandle::descendants).toList();
      Kernel.kill(pid, KILL);
      process.destroyForcibly();
      below.forEach(ProcessHandle::destroyForcibly);
    }
    for (long left : descendants()) {
      Kernel.kill(left, KILL);
    }
    awaitExit();
    try {
      Files.deleteIfExists(output);
      Files.deleteIfExists(errors);
      Files.deleteIfExists(Objects.requireNonNull(output.getParent()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
