package dev.ostler.supervisor;

import dev.ostler.supervisor.Metrics.Family;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the kernel says of this process, under the names that every client library uses.
 *
 * @see <a
 *     href="https://prometheus.io/docs/instrumenting/writing_clientlibs/#process-metrics">process
 *     metrics</a>
 */
final class OwnMetrics {
  /** Of every Linux that Java runs on (USER_HZ); sysconf would be one more foreign call. */
  private static final double TICKS = 100;

  private static final Path SELF = Path.of("/proc/self");
  private static final int UTIME = 11;
  private static final int STIME = 12;
  private static final int THREADS = 17;
  private static final int START = 19;

  private final Family cpu;
  private final Family start;
  private final Family threads;
  private final Family resident;
  private final Family virtual;
  private final Family descriptors;

  OwnMetrics(Metrics all) {
    cpu = all.counter("process_cpu_seconds", "CPU time used.");
    start = all.gauge("process_start_time_seconds", "When this process was started.");
    threads = all.gauge("process_threads", "Threads.");
    resident = all.gauge("process_resident_memory_bytes", "Memory in RAM.");
    virtual = all.gauge("process_virtual_memory_bytes", "Address space.");
    descriptors = all.gauge("process_open_fds", "Open descriptors.");
  }

  /** Reads anew; what cannot be read keeps its last value. */
  void refresh() {
    try {
      String stat = read(SELF.resolve("stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      cpu.set((Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME])) / TICKS);
      threads.set((double) Long.parseLong(fields[THREADS]));
      start.set(bootTime() + Long.parseLong(fields[START]) / TICKS);
      resident.set(kibibytes("VmRSS:") * 1024);
      virtual.set(kibibytes("VmSize:") * 1024);
      descriptors.set(openDescriptors());
    } catch (IOException notMounted) {
      // A sandbox may hide /proc.
    }
  }

  private static long bootTime() throws IOException {
    return number(read(Path.of("/proc/stat")), "btime ");
  }

  private static double kibibytes(String key) throws IOException {
    return number(read(SELF.resolve("status")), key);
  }

  private static long number(String text, String key) {
    return text.lines()
        .filter(line -> line.startsWith(key))
        .map(line -> line.replaceAll("[^0-9]", ""))
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElse(0);
  }

  private static int openDescriptors() throws IOException {
    int open = -1; // the folder's own
    try (DirectoryStream<Path> all = Files.newDirectoryStream(SELF.resolve("fd"))) {
      for (Path _ : all) {
        open++;
      }
    }
    return open;
  }

  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
  }
}
