package dev.ostler.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The driver's hands: a small C program that starts, signals, renames and sends, and takes the time
 * beside each system call. Ends everything that it started when closed.
 */
final class Agent implements AutoCloseable {
  private final Process process;
  private final Writer commands;
  private final BufferedReader answers;

  Agent(Path program) throws IOException {
    process =
        new ProcessBuilder(program.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    commands = process.outputWriter();
    answers = process.inputReader();
  }

  /** Starts a program in a folder, what it prints goes to a file; returns its pid. */
  int spawn(Path folder, Path output, List<String> command) throws BenchmarkException {
    List<String> words = new ArrayList<>(List.of("spawn", folder.toString(), output.toString()));
    words.addAll(command);
    return (int) ask(words)[0];
  }

  /**
   * What a program took until its end, with all that it started and waited for.
   *
   * @param kilobytes the most memory that one of its processes had at once
   */
  record Taken(Duration time, Duration cpu, long kilobytes) {}

  /** Runs a program in a folder to its end, which must be a good one. */
  Taken time(Path folder, Path output, List<String> command) throws BenchmarkException {
    List<String> words = new ArrayList<>(List.of("time", folder.toString(), output.toString()));
    words.addAll(command);
    long[] answer = ask(words);
    if (answer[4] != 0) {
      throw new BenchmarkException(
          String.join(" ", command) + " ended with status " + answer[4] + lastLine(output));
    }
    return new Taken(
        Duration.ofNanos(answer[1] - answer[0]), Duration.ofNanos(answer[2]), answer[3]);
  }

  private static String lastLine(Path output) throws BenchmarkException {
    try {
      return Files.readString(output).lines().reduce((_, last) -> ": " + last).orElse("");
    } catch (IOException e) {
      throw new BenchmarkException("cannot read " + output, e);
    }
  }

  /** Sends a signal; returns when. */
  long signal(int pid, Signal signal) throws BenchmarkException {
    return ask("kill", Integer.toString(pid), Integer.toString(signal.number()))[0];
  }

  /** Sends a signal and waits until the process is gone; returns how long that took. */
  Duration end(int pid, Signal signal, Duration within) throws BenchmarkException {
    String millis = Long.toString(within.toMillis());
    long[] stamps = ask("end", Integer.toString(pid), Integer.toString(signal.number()), millis);
    return Duration.ofNanos(stamps[1] - stamps[0]);
  }

  /** Renames; returns when. */
  long rename(Path from, Path to) throws BenchmarkException {
    return ask("rename", from.toString(), to.toString())[0];
  }

  /** Creates an empty file; returns when. */
  long create(Path file) throws BenchmarkException {
    return ask("create", file.toString())[0];
  }

  /** Removes a file; returns when. */
  long unlink(Path file) throws BenchmarkException {
    return ask("unlink", file.toString())[0];
  }

  void makePipe(Path pipe) throws BenchmarkException {
    ask("pipe", pipe.toString());
  }

  /** Sends one datagram; returns when. */
  long send(Path socket, String word) throws BenchmarkException {
    long[] answer = ask("send", socket.toString(), word, "1", "");
    if (answer[2] != 1) {
      throw new BenchmarkException("cannot send " + word + " to " + socket + ": nobody listens");
    }
    return answer[0];
  }

  /** Sends datagrams back to back and a last, other one; returns how many were accepted in all. */
  long burst(Path socket, String word, int count, String last) throws BenchmarkException {
    return ask("send", socket.toString(), word, Integer.toString(count), last)[2];
  }

  /** Writes every file of an archive into a new folder; returns how long that took. */
  Duration unpack(Path archive, Path fresh, boolean sync) throws BenchmarkException {
    long[] stamps = ask("unpack", archive.toString(), fresh.toString(), sync ? "1" : "0");
    return Duration.ofNanos(stamps[1] - stamps[0]);
  }

  /** The same, linking what is unchanged in the live folder, and exchanges the two folders. */
  Duration restage(Path archive, Path fresh, Path live, boolean sync) throws BenchmarkException {
    String flag = sync ? "1" : "0";
    long[] stamps = ask("restage", archive.toString(), fresh.toString(), live.toString(), flag);
    return Duration.ofNanos(stamps[1] - stamps[0]);
  }

  /** Ends and reaps everything that was started. */
  void reset() throws BenchmarkException {
    ask("reset");
  }

  @Override
  public void close() {
    try {
      commands.close();
      process.waitFor();
    } catch (IOException e) {
      process.destroy();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private long[] ask(String... words) throws BenchmarkException {
    return ask(Arrays.asList(words));
  }

  private long[] ask(List<String> words) throws BenchmarkException {
    String answer;
    try {
      commands.write(String.join("\t", words) + "\n");
      commands.flush();
      answer = answers.readLine();
    } catch (IOException e) {
      throw new BenchmarkException("cannot " + words.getFirst(), e);
    }
    if (answer == null || !answer.startsWith("ok")) {
      throw new BenchmarkException("cannot " + String.join(" ", words) + ": " + answer);
    }
    return Arrays.stream(answer.split(" ", -1)).skip(1).mapToLong(Long::parseLong).toArray();
  }
}
