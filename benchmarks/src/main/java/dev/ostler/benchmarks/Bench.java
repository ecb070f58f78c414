package dev.ostler.benchmarks;

import java.io.IOException;
import java.nio.file.Path;

/** What every row works with: the probes, the driver's hands, the supervisors, scratch folders. */
final class Bench implements AutoCloseable {
  private final Options options;
  private final Probes probes;
  private final Agent agent;
  private final Folder scratch;
  private final Supervisors supervisors;
  private int folders;

  Bench(Options options) throws IOException, BenchmarkException {
    this.options = options;
    this.probes =
        Probes.compile(
            options.home().resolve("benchmarks/src/main/c"), options.cache().resolve("probes"));
    this.agent = new Agent(probes.agent());
    this.scratch = Folder.temporary();
    this.supervisors = new Supervisors(this);
    // Ctrl-C must not leave supervisors behind either.
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "cleanup"));
  }

  Probes probes() {
    return probes;
  }

  Agent agent() {
    return agent;
  }

  Options options() {
    return options;
  }

  Supervisors supervisors() {
    return supervisors;
  }

  /** This many rounds, or a few if the caller is in a hurry. */
  int rounds(int full, int quick) {
    return options.quick() ? quick : full;
  }

  /** A new scratch folder; the caller closes it. */
  Folder newFolder() throws IOException {
    return scratch.child(Integer.toString(folders++));
  }

  /** A folder under the build's, for what is worth keeping from run to run. */
  Path cache() {
    return options.cache();
  }

  @Override
  public void close() {
    agent.close();
    scratch.close();
  }
}
