package dev.ostler.cli;

import dev.ostler.cli.Finding.State;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code ostler doctor}: says what this machine has and lacks for each job. */
final class DoctorCommand {
  private static final Path ROOT = Path.of("/");
  private static final Duration PATIENCE = Duration.ofSeconds(4);
  private static final List<String> JOBS = List.of("run", "fleet", "gateway");
  private static final int UNAVAILABLE = 69;

  private final Map<String, String> environment;
  private final boolean json;

  private DoctorCommand(Map<String, String> environment, boolean json) {
    this.environment = environment;
    this.json = json;
  }

  static int run(List<String> arguments) throws UsageException {
    CommandLine line = CommandLine.parseAnywhere(arguments, Option.ANSWERING);
    List<String> jobs = line.operands().isEmpty() ? JOBS : line.operands();
    for (String job : jobs) {
      if (!JOBS.contains(job)) {
        throw new UsageException(
            "no such job '"
                + job
                + "'; there are run, fleet and gateway: ostler doctor"
                + " [run|fleet|gateway]");
      }
    }
    try {
      return new DoctorCommand(System.getenv(), line.isJson()).examine(jobs);
    } catch (InterruptedException e) {
      throw new AssertionError("internal error: nobody interrupts this thread", e);
    }
  }

  private int examine(List<String> jobs) throws InterruptedException {
    boolean isWell = true;
    for (String job : jobs) {
      List<Finding> findings = findings(job);
      boolean jobIsWell = findings.stream().noneMatch(each -> each.state() == State.MISSING);
      tell(job, jobIsWell, findings);
      isWell &= jobIsWell;
    }
    return isWell ? 0 : UNAVAILABLE;
  }

  private List<Finding> findings(String job) throws InterruptedException {
    Examination examination = new Examination(PATIENCE);
    return switch (job) {
      case "run" -> examination.of(new RunDoctor(ROOT).probes());
      case "fleet" -> {
        List<Finding> found = examination.of(new FleetDoctor(environment, ROOT).probes());
        yield with(found, FleetDoctor.way(found));
      }
      default -> {
        List<Finding> found =
            examination.of(new GatewayDoctor(environment, ROOT, PATIENCE).probes());
        yield with(found, GatewayDoctor.platform(found));
      }
    };
  }

  private static List<Finding> with(List<Finding> findings, Finding last) {
    List<Finding> all = new ArrayList<>(findings);
    all.add(last);
    return all;
  }

  private void tell(String job, boolean isWell, List<Finding> findings) {
    if (json) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("version", 1);
      object.put("job", job);
      object.put("well", isWell);
      object.put("findings", findings.stream().map(Finding::json).toList());
      Console.result(Json.of(object));
    } else {
      Console.result(DoctorText.of(job, findings, Console.isQuiet(), Console.isVerbose()));
    }
  }
}
