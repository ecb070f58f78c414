package dev.ostler.benchmarks;

import dev.ostler.testing.ProcFs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A thousand processes under one supervisor: until all run, what that costs, until all are gone.
 */
final class ManyRow implements Row {
  private static final double KILOBYTES_PER_MEGABYTE = 1024;
  private static final int SETTLING_MILLIS = 1000;
  private static final int POLL_MILLIS = 2;

  @Override
  public String name() {
    return "many";
  }

  @Override
  public List<Figure> measure(Bench bench) throws Exception {
    int count = bench.rounds(1000, 50);
    Supervisors all = bench.supervisors();
    Supervisor ostler = all.ostler();
    Rounds rounds = new Rounds(4);
    for (Supervisor supervisor :
        List.of(
            with(ostler, (folder, job) -> ofOstler(ostler, folder, job, count)),
            with(all.s6(), (folder, job) -> ofS6(folder, job, count)),
            with(all.supervisord(), (folder, job) -> ofSupervisord(folder, job, count)))) {
      rounds.with(supervisor, () -> startAndStop(bench, supervisor, count));
    }
    List<Map<Contender, Cell>> cells = rounds.run(bench.rounds(3, 1));
    String title = count + " processes: ";
    return List.of(
        figure(
            title + "exec of the supervisor to the last one's first instruction",
            "ms",
            cells.get(0)),
        figure(title + "TERM until all are gone", "ms", cells.get(1)),
        figure(title + "private memory (dirty) of all that supervise", "MB", cells.get(2)),
        new Figure(
            name(),
            title + "threads of all that supervise",
            "",
            Optional.of(Goal.maxAtMost(25, "")),
            cells.get(3)));
  }

  private Figure figure(String title, String unit, Map<Contender, Cell> cells) {
    return new Figure(name(), title, unit, Optional.empty(), cells);
  }

  private static Supervisor with(Supervisor one, Supervisor.Launcher launcher) {
    return new Supervisor(one.contender(), one.version(), one.remedy(), launcher);
  }

  private static double[] startAndStop(Bench bench, Supervisor supervisor, int count)
      throws Exception {
    try (Instance instance = Instance.start(bench, supervisor)) {
      long last = 0;
      for (int i = 0; i < count; i++) {
        last = instance.awaitChild().nanos();
      }
      Thread.sleep(SETTLING_MILLIS);
      List<Integer> tree = tree(instance.pid());
      long memory = 0;
      long threads = 0;
      for (int pid : tree) {
        if (!Proc.children(pid).isEmpty()) { // whoever has none is one of the supervised
          memory += Proc.memory(pid, "Private_Dirty");
          threads += Proc.threads(pid);
        }
      }
      long asked = System.nanoTime();
      instance.stop();
      awaitGone(tree);
      return new double[] {
        Millis.between(instance.executedAt(), last),
        Millis.between(asked, System.nanoTime()),
        memory / KILOBYTES_PER_MEGABYTE,
        threads
      };
    }
  }

  private static List<Integer> tree(int root) throws IOException {
    List<Integer> all = new ArrayList<>(List.of(root));
    for (int next = 0; next < all.size(); next++) {
      all.addAll(Proc.children(all.get(next)));
    }
    return all;
  }

  private static void awaitGone(List<Integer> pids) throws Exception {
    long deadline = System.nanoTime() + Instance.PATIENCE.toNanos();
    while (pids.stream().anyMatch(ProcFs::isAlive)) {
      if (System.nanoTime() > deadline) {
        throw new BenchmarkException("some were left when the supervisor was gone");
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  private static Launch ofOstler(Supervisor ostler, Path folder, Job job, int count)
      throws IOException, BenchmarkException {
    StringBuilder yaml = new StringBuilder("processes:\n");
    for (int i = 0; i < count; i++) {
      yaml.append("  p%d: {command: [\"%s\"]}%n".formatted(i, String.join("\", \"", job.child())));
    }
    Path file = Files.writeString(folder.resolve("many.yaml"), yaml);
    String launcher = ostler.launcher().launch(folder, job).command().getFirst();
    return Launch.of(List.of(launcher, "run", file.toString()));
  }

  private static Launch ofS6(Path folder, Job job, int count) throws IOException {
    Path services = Files.createDirectory(folder.resolve("services"));
    for (int i = 0; i < count; i++) {
      Path service = Files.createDirectory(services.resolve("p" + i));
      Path run = service.resolve("run");
      Files.writeString(run, "#!/bin/sh\nexec " + String.join(" ", job.child()) + "\n");
      if (!run.toFile().setExecutable(true)) {
        throw new IOException("cannot make " + run + " executable");
      }
    }
    return Launch.of(List.of("s6-svscan", "-c", Integer.toString(count + 1), services.toString()));
  }

  private static Launch ofSupervisord(Path folder, Job job, int count) throws IOException {
    String file =
        """
        [supervisord]
        user=%4$s
        logfile=/dev/null
        logfile_maxbytes=0
        pidfile=%1$s/pid
        childlogdir=%1$s
        minfds=%5$d

        [program:many]
        command=%2$s
        numprocs=%3$d
        process_name=p%%(process_num)d
        stdout_logfile=NONE
        stderr_logfile=NONE
        """
            .formatted(
                folder,
                String.join(" ", job.child()),
                count,
                System.getProperty("user.name"),
                4 * count + 100);
    Path conf = Files.writeString(folder.resolve("many.conf"), file);
    return Launch.of(List.of("supervisord", "--nodaemon", "-c", conf.toString()));
  }
}
