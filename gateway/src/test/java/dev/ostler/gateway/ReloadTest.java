package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file whose apps cannot all be opened, in place of one whose apps can. */
class ReloadTest {
  @TempDir Path folder;
  private final List<Opened> opened = new CopyOnWriteArrayList<>();

  private static final class Opened extends ScriptedWorkload {
    private final String name;
    private volatile boolean isClosed;

    Opened(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void wake() {}

    @Override
    public void rest() {}

    @Override
    public void close() {
      isClosed = true;
    }
  }

  private Workload open(String name) {
    if (name.equals("impossible")) {
      throw new IllegalArgumentException("nobody can open it");
    }
    Opened workload = new Opened(name);
    opened.add(workload);
    return workload;
  }

  private static String file(String... apps) {
    return Stream.of(apps)
        .map(app ->
            "  %s: {hosts: %s, process: {socket: /none, processes: %s, upstream: '127.0.0.1:1'}}\n"
                .formatted(app, app, app))
        .collect(Collectors.joining("", TestGateway.HEAD + "apps:\n", ""));
  }

  private List<String> lookedAfter() {
    return opened.stream()
        .filter(each -> each.followers() > 0 && !each.isClosed)
        .map(Opened::name)
        .toList();
  }

  @Test
  void everyAppIsLookedAfterOnceAlsoAfterAFileThatCouldNotBeTaken() throws Exception {
    try (TestGateway gateway =
        TestGateway.of(folder, file("archive", "shop"), (name, _) -> open(name))) {
      gateway.change(file("archive", "early", "impossible", "shop"));
      gateway.awaitLog("stays as it was: ");

      assertThat(lookedAfter()).containsExactly("archive", "shop");
      assertThat(opened)
          .filteredOn(each -> each.isClosed)
          .extracting(Opened::name)
          .isSubsetOf("early");
      gateway.change(file("archive", "late", "shop"));
      gateway.awaitLog("reloaded ");
      assertThat(lookedAfter()).containsExactly("archive", "shop", "late");
      gateway.change(file("archive"));
      Eventually.await("what is gone is left", () -> lookedAfter().equals(List.of("archive")));
    }
    assertThat(opened).allMatch(each -> each.isClosed);
  }

  @Test
  void fileThatCouldNotBeTakenIsTriedAgainWhenItIsWrittenAgain() throws Exception {
    try (TestGateway gateway = TestGateway.of(folder, file("shop"), (name, _) -> open(name))) {
      gateway.change(file("impossible", "shop"));
      gateway.awaitLog("stays as it was: ");
      gateway.log.clear();
      gateway.change(file("impossible", "shop") + "# once more\n");

      gateway.awaitLog("stays as it was: ");
    }
  }
}
