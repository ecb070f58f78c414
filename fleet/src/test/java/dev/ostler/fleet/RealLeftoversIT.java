package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.engine.ContainerQuery;
import dev.ostler.engine.Engine;
import dev.ostler.testing.Needs;
import dev.ostler.testing.RealPart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Files of a host that nobody wants any more, on a real engine. */
@Needs({RealPart.ENGINE, RealPart.BUSYBOX})
class RealLeftoversIT extends RealEngineFixture {
  @Test
  void whatWeWroteGoesAndWhatIsNotOursStays() throws Exception {
    Path ours = folder.resolve("a/deep/ours.conf");
    Path changed = folder.resolve("b/changed.conf");
    Path found = Files.writeString(folder.resolve("found.conf"), "of somebody else");
    deploy(web("hello").withFiles(onHost(ours), onHost(changed), onHost(found)));
    Files.writeString(changed, "by hand");

    Plan plan;
    Report report;
    try (Operator operator = operator(web("hello"))) {
      Checked checked = operator.check(Scope.ALL.withFiles());
      plan = checked.plan();
      report = checked.deploy(events::add);
    }

    assertThat(PlanText.text(plan))
        .isEqualTo(
            """
            fleet NAME: 1 to update, 3 files to remove, 0 unchanged

            here
              ~ web: update, because file /etc/web/web.conf differs: not there
                  1. write /etc/web/web.conf into NAME-web
              - FOLDER/a: remove folder, because no container here has it any more
              - FOLDER/a/deep: remove folder, because no container here has it any more
              - FOLDER/a/deep/ours.conf: remove file, because no container here has it any more
              = FOLDER/b: leave folder, because FOLDER/b/changed.conf stays in it
              = FOLDER/b/changed.conf: leave file, because it was changed since it was written
              = FOLDER/found.conf: leave file, because it was there before the fleet had it\
            """
                .replace("NAME", name)
                .replace("FOLDER", folder.toString()));
    assertThat(report.isSuccess()).as(report.toString()).isTrue();
    assertThat(folder.resolve("a")).doesNotExist();
    assertThat(changed).hasContent("by hand");
    assertThat(found).hasContent("written");
    assertThat(Files.readString(folder.resolve("state.json.history")))
        .contains("\"path\":\"" + ours + "\",\"action\":\"remove file\"");
    assertThat(helpers()).containsExactly("ostler-files-" + name);
    assertThat(planWithFiles().hasChanges()).isFalse();
    removeHelper();
  }

  @Test
  void fileOfAHostIsBackThoughTheRunThatWroteItWasCutOff() throws Exception {
    Path found = Files.writeString(folder.resolve("found.conf"), "of somebody else");
    Files.setPosixFilePermissions(found, PosixFilePermissions.fromString("rw-r-----"));
    deploy(web("hello"));
    Workload ends = endsAtOnce().withFiles(onHost(found));
    try (Operator operator = operator(ends)) {
      Checked checked = operator.check();
      assertThatThrownBy(() -> checked.deploy(RealLeftoversIT::endBeforeTheStart))
          .isInstanceOf(AssertionError.class);
    }
    assertThat(found).hasContent("written");

    Report report = deploy(ends);

    assertThat(report.results().getFirst().reason())
        .contains("the files before are back; the container before is back");
    assertThat(found).hasContent("of somebody else");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(found)))
        .isEqualTo("rw-r-----");
    removeHelper();
  }

  private Workload endsAtOnce() {
    Workload web = web("hello");
    return web.with(web.spec().withCommand("false"));
  }

  private static void endBeforeTheStart(FleetEvent event) {
    if (event instanceof FleetEvent.Begun begun && begun.step() instanceof Step.Start) {
      throw new DyingDialer.Killed();
    }
  }

  private Plan planWithFiles() throws Exception {
    try (Operator operator = operator(web("hello"))) {
      return operator.check(Scope.ALL.withFiles()).plan();
    }
  }

  private void removeHelper() throws Exception {
    try (Operator operator = operator()) {
      operator.check(Scope.of(Operator.Aim.DESTROY)).deploy(_ -> {});
    }
    assertThat(helpers()).isEmpty();
  }

  private List<String> helpers() throws Exception {
    try (Engine engine = Engine.over(SmallImage.dialer())) {
      return engine
          .containers()
          .list(ContainerQuery.ALL.withLabel(Labels.HELPER + "=" + name))
          .stream()
          .map(container -> container.name())
          .toList();
    }
  }

  private static ManagedFile onHost(Path path) {
    return new ManagedFile(
        ManagedFile.Place.HOST,
        path.toString(),
        FileContent.of("written"),
        0644,
        ManagedFile.Owner.ROOT,
        new OnChange.Nothing());
  }
}
