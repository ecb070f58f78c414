package dev.ostler.benchmarks;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Measures Ostler beside its peers on this machine and prints one table. */
public final class Benchmarks {
  private static final int WRONG_USAGE = 64;

  private static final List<Row> ROWS =
      List.of(
          new StartRow(),
          new FootprintRow(),
          new StopRow(),
          new RestartRow(),
          new ForwardRow(),
          new DatagramRow(),
          new ActivationRow(),
          new ConfigurationRow(),
          new ManyFilesRow(),
          new IdleRow(),
          new OrphansRow(),
          new ManyRow(),
          new FleetRow(),
          new FleetHostRow(),
          new FleetDeepRow(),
          new GatewayProxyRow(),
          new GatewayWakeRow(),
          new GatewayPageRow(),
          new GatewayContainerRow(),
          new GatewayCrowdRow(),
          new GatewayStartRow());

  private Benchmarks() {}

  /** The first argument is the folder of the checkout; the others are the user's. */
  public static void main(String[] arguments) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    List<String> words = Arrays.asList(arguments);
    if (words.contains("--help")) {
      out.println(help());
      return;
    }
    Options options;
    try {
      options = Options.parse(Path.of(words.getFirst()), words.subList(1, words.size()));
      checkNames(options);
    } catch (IllegalArgumentException e) {
      System.err.println("benchmarks: " + e.getMessage());
      System.err.println(help());
      System.exit(WRONG_USAGE);
      return;
    }
    try (Bench bench = new Bench(options)) {
      Map<String, String> facts = new LinkedHashMap<>(Machine.describe(bench));
      List<Figure> figures = measure(bench);
      facts.put("load after", Machine.load());
      facts.put("aims", Aims.summary(figures));
      out.print(Printer.of(options.output()).print(facts, figures));
    } catch (BenchmarkException e) {
      System.err.println("benchmarks: " + e.getMessage());
      System.exit(1);
    }
  }

  private static void checkNames(Options options) {
    for (String name : options.only()) {
      if (ROWS.stream().noneMatch(row -> row.name().equals(name))) {
        throw new IllegalArgumentException("unknown row " + name);
      }
    }
  }

  private static List<Figure> measure(Bench bench) throws Exception {
    List<Figure> figures = new ArrayList<>();
    for (Row row : ROWS) {
      if (bench.options().wants(row.name())) {
        System.err.println("measuring " + row.name() + " ...");
        figures.addAll(measure(bench, row));
        bench.agent().reset();
      }
    }
    return figures;
  }

  /** What cannot be measured is in the table, too, and costs no other row its figures. */
  private static List<Figure> measure(Bench bench, Row row) throws InterruptedException {
    try {
      return row.measure(bench);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      return List.of(Figure.failed(row.name(), String.valueOf(e.getMessage())));
    }
  }

  private static String help() {
    String rows = ROWS.stream().map(Row::name).collect(Collectors.joining(", "));
    return Options.USAGE + "\nrows: " + rows;
  }
}
