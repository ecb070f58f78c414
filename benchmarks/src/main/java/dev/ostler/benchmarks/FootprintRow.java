package dev.ostler.benchmarks;

import dev.ostler.engine.FakeEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What commands cost as a whole, beside an empty Java main: time, memory, classes, threads. */
final class FootprintRow implements Row {
  private static final String IMAGE = "bench/small:1";
  private static final double KILOBYTES_PER_MEGABYTE = 1024;
  private static final double LIMIT = 1.5;
  private static final Path JDK = Path.of(System.getProperty("java.home"));

  @Override
  public String name() {
    return "footprint";
  }

  /** An assembled Ostler with the Java that it takes. */
  private record Build(Contender contender, Path launcher, Path javaHome) {
    List<String> command(String... words) {
      List<String> command = new ArrayList<>(List.of(launcher.toString()));
      command.addAll(List.of(words));
      return command;
    }

    List<String> counted(CountingJava counting, String... words) throws IOException {
      List<String> command = command(words);
      command.addAll(0, List.of("env", "OSTLER_JAVA_HOME=" + counting.home(javaHome)));
      return command;
    }
  }

  @Override
  public List<Figure> measure(Bench bench) throws Exception {
    try (FakeEngine engine = FakeEngine.start();
        FleetFolder fleet = FleetFolder.of(bench)) {
      engine.addImage(IMAGE);
      fleet.write(
          List.of("engine: \"unix://" + engine.socket() + "\""),
          FleetFolder.containers(IMAGE, 10, "1"));
      double _ = fleet.millis("apply");
      String file = fleet.folder().path().resolve("fleet.yaml").toString();
      List<String> asking = List.of(file, engine.socket().toString());
      List<Figure> figures = new ArrayList<>();
      figures.addAll(toTheEnd(bench, List.of(), "version"));
      figures.addAll(toTheEnd(bench, spawning(bench), "run", "--", "true"));
      figures.addAll(
          toTheEnd(
              bench,
              bench.supervisors().leastJava(PlanningMain.class, asking, asking),
              "fleet",
              "plan",
              "--file",
              file));
      figures.addAll(gateway(bench));
      return figures;
    }
  }

  private static List<Build> builds(Bench bench) throws IOException {
    List<Build> builds = new ArrayList<>();
    builds.add(new Build(Contender.OSTLER, FleetFolder.launcher(bench), JDK));
    Path dist = bench.options().home().resolve("dist/target");
    if (Files.isDirectory(dist)) {
      try (Stream<Path> folders = Files.list(dist)) {
        folders
            .filter(folder -> Files.isExecutable(folder.resolve("bin/ostler")))
            .map(folder ->
                new Build(
                    Contender.PACKAGED, folder.resolve("bin/ostler"), folder.resolve("runtime")))
            .forEach(builds::add);
      }
    }
    return builds;
  }

  private static List<String> spawning(Bench bench) throws Exception {
    try (Folder folder = bench.newFolder()) {
      Job job = Job.of(List.of("/bin/true"));
      return bench.supervisors().spawningJvm().launcher().launch(folder.path(), job).command();
    }
  }

  /** Beside the least Java that does the same, if there is one. */
  private List<Figure> toTheEnd(Bench bench, List<String> least, String... words) throws Exception {
    Rounds rounds = new Rounds(6);
    for (Build build : builds(bench)) {
      rounds.with(build.contender(), () -> ostler(bench, build, words));
    }
    Supervisor empty = bench.supervisors().emptyJvm();
    rounds.with(empty, () -> floor(bench, empty));
    Goal goal = Goal.ratioAtMost(LIMIT, Contender.FLOOR);
    if (!least.isEmpty()) {
      rounds.with(Contender.LEAST, () -> plain(bench, least));
      goal = Goal.ratioAtMostBesideLeast(LIMIT);
    }
    String title = "ostler " + String.join(" ", words).replaceFirst(" --file .*", "");
    return figures(title + ", to its end: ", goal, rounds.run(bench.rounds(21, 2)));
  }

  private List<Figure> figures(String title, Goal goal, List<Map<Contender, Cell>> cells) {
    Optional<Goal> none = Optional.empty();
    return List.of(
        new Figure(name(), title + "time", "ms", Optional.of(goal), cells.get(0)),
        new Figure(name(), title + "CPU time", "ms", none, cells.get(1)),
        new Figure(name(), title + "most resident memory", "MB", none, cells.get(2)),
        new Figure(name(), title + "classes loaded", "", none, cells.get(3)),
        new Figure(name(), title + "threads started", "", none, cells.get(4)),
        new Figure(name(), title + "objects in the heap", "MB", none, cells.get(5)));
  }

  private static double[] ostler(Bench bench, Build build, String... words) throws Exception {
    try (Folder folder = bench.newFolder()) {
      CountingJava counting = new CountingJava(folder.path());
      Agent.Taken taken = time(bench, folder, build.command(words));
      Agent.Taken _ = time(bench, folder, build.counted(counting, words));
      double heap =
          words[0].equals("run") ? heapOverChild(bench, build, folder) : counting.megabytesAtEnd();
      return sample(taken, counting, heap);
    }
  }

  /** A run ends without a word of its JVM: so it is asked while a child pauses. */
  private static double heapOverChild(Bench bench, Build build, Folder folder) throws Exception {
    CountingJava counting = new CountingJava(folder.child("heap").path());
    Supervisor run =
        Supervisor.present(
            build.contender(),
            "",
            (_, job) -> {
              List<String> command = build.counted(counting, "run", "--");
              command.addAll(job.child());
              return Launch.of(command);
            });
    try (Instance instance = Instance.start(bench, run)) {
      instance.awaitChild();
      return counting.megabytesNow(JDK, instance.pid());
    }
  }

  private static double[] floor(Bench bench, Supervisor empty) throws Exception {
    try (Folder folder = bench.newFolder()) {
      Job job = Job.of(List.of("", "/dev/null"));
      List<String> command = new ArrayList<>(empty.launcher().launch(folder.path(), job).command());
      command.add("once");
      return plain(bench, command);
    }
  }

  /** Of a program to its end. */
  private static double[] plain(Bench bench, List<String> command) throws Exception {
    try (Folder folder = bench.newFolder()) {
      CountingJava counting = new CountingJava(folder.path());
      Agent.Taken taken = time(bench, folder, command);
      Agent.Taken _ = time(bench, folder, counting.in(command));
      return sample(taken, counting, counting.megabytesAtEnd());
    }
  }

  private static Agent.Taken time(Bench bench, Folder folder, List<String> command)
      throws BenchmarkException {
    return bench.agent().time(folder.path(), folder.path().resolve("output"), command);
  }

  private static double[] sample(Agent.Taken taken, CountingJava counting, double heap)
      throws IOException {
    return new double[] {
      Millis.of(taken.time()),
      Millis.of(taken.cpu()),
      taken.kilobytes() / KILOBYTES_PER_MEGABYTE,
      counting.classes(),
      counting.threads(),
      heap
    };
  }

  private List<Figure> gateway(Bench bench) throws Exception {
    try (Cores cores = Cores.part();
        WebServer app = new ReverseProxies(bench, cores).app()) {
      Rounds rounds = new Rounds(6);
      for (Build build : builds(bench)) {
        rounds.with(build.contender(), () -> gateway(bench, cores, build, app.port()));
      }
      Supervisor empty = bench.supervisors().emptyJvm();
      rounds.with(empty, () -> floor(bench, empty));
      int port = WebServer.freePort();
      List<String> arguments = List.of(Integer.toString(port), Integer.toString(app.port()));
      List<String> training = List.of("0", arguments.get(1), "once");
      List<String> least = bench.supervisors().leastJava(PassingMain.class, training, arguments);
      rounds.with(Contender.LEAST, () -> passing(bench, cores, least, port));
      return figures(
          "ostler gateway, to its first answer: ",
          Goal.ratioAtMostBesideLeast(LIMIT),
          rounds.run(bench.rounds(7, 1)));
    }
  }

  /** Until the least that passes requests on has passed one on. */
  private static double[] passing(Bench bench, Cores cores, List<String> program, int port)
      throws Exception {
    try (Folder folder = bench.newFolder()) {
      double[] sample = new double[6];
      List<String> plain = new ArrayList<>(cores.measured());
      plain.addAll(program);
      try (WebServer server = WebServer.start(bench, folder.path(), port, plain)) {
        sample[0] = Millis.between(server.startedAt(), server.awaitAnswer());
        sample[1] = server.cpuNanos() / 1e6;
        sample[2] = Proc.peakMemory(server.pid()) / KILOBYTES_PER_MEGABYTE;
      }
      CountingJava counting = new CountingJava(folder.path());
      List<String> counted = new ArrayList<>(cores.measured());
      counted.addAll(counting.in(program));
      try (WebServer server =
          WebServer.start(bench, folder.child("server").path(), port, counted)) {
        server.awaitAnswer();
        sample[3] = counting.classes();
        sample[4] = counting.threads();
        sample[5] = counting.megabytesNow(JDK, server.pid());
      }
      return sample;
    }
  }

  private static double[] gateway(Bench bench, Cores cores, Build build, int app) throws Exception {
    try (Folder folder = bench.newFolder()) {
      double[] sample = new double[6];
      List<String> plain = build.command();
      try (GatewayUnderTest gateway = GatewayUnderTest.awake(bench, cores, plain, app)) {
        WebServer server = gateway.server();
        sample[0] = Millis.between(server.startedAt(), gateway.firstAnswerAt());
        sample[1] = server.cpuNanos() / 1e6;
        sample[2] = Proc.peakMemory(server.pid()) / KILOBYTES_PER_MEGABYTE;
      }
      CountingJava counting = new CountingJava(folder.path());
      List<String> counted = build.counted(counting);
      try (GatewayUnderTest gateway = GatewayUnderTest.awake(bench, cores, counted, app)) {
        sample[3] = counting.classes();
        sample[4] = counting.threads();
        sample[5] = counting.megabytesNow(JDK, gateway.server().pid());
      }
      return sample;
    }
  }
}
