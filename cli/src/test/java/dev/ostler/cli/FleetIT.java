package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Needs;
import dev.ostler.testing.OstlerCommand.Result;
import dev.ostler.testing.RealPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ostler fleet} with an engine of this machine. */
@Needs({RealPart.ENGINE, RealPart.BUSYBOX})
class FleetIT {
  @TempDir private Path folder;
  private LocalFleet fleet;

  @BeforeEach
  void start() throws IOException {
    fleet = new LocalFleet(folder);
  }

  @AfterEach
  void close() {
    fleet.close();
  }

  @Test
  void planSaysByItsStatusWhetherAnythingWouldBeDone() {
    Result before = fleet.run("plan");
    Result apply = fleet.run("apply");
    Result after = fleet.run("plan");

    assertThat(before.status()).isEqualTo(2);
    assertThat(before.output())
        .isEqualTo(
            """
            fleet NAME: 1 to create, 0 unchanged

            here
              + NAME-web: create, because it is not there
                  1. have image NAME:1 ready
                  2. create NAME-web (generation 1)
                  3. write /etc/web into NAME-web
                  4. start NAME-web
                  5. wait until NAME-web works
            """
                .replace("NAME", fleet.name()));
    assertThat(apply.status()).isZero();
    assertThat(after).isEqualTo(new Result(0, "fleet " + fleet.name() + ": 1 unchanged\n", ""));
  }

  @Test
  void savedPlanIsCarriedOutOnceAndRefusedWhenThingsHaveChanged() throws IOException {
    Path plan = folder.resolve("plan.json");
    fleet.run("plan", "--out", plan.toString());

    Result apply = fleet.run("apply", plan.toString());
    Result again = fleet.run("apply", plan.toString());

    assertThat(apply.status()).as(apply.errors()).isZero();
    assertThat(again.status()).isEqualTo(1);
    assertThat(again.errors())
        .isEqualTo(
            ("ostler: cannot carry out the plan: the file or the hosts have changed since it was"
                    + " made: NAME-web on here; plan again\n")
                .replace("NAME", fleet.name()));
  }

  @Test
  void containerThatWasMadeByHandIsAdopted() throws IOException {
    LocalFleet.docker(
        "run",
        "--detach",
        "--name",
        fleet.web(),
        "--network",
        "none",
        "--stop-signal",
        "SIGKILL",
        fleet.name() + ":1",
        "sh",
        "-c",
        "sleep 1000");
    fleet.write("sleep 1000", "one");

    Result before = fleet.run("plan");
    Result adopt = fleet.run("adopt", fleet.web());
    Result again = fleet.run("adopt", fleet.web(), "--output", "json");
    Result apply = fleet.run("apply");

    assertThat(before.status()).isEqualTo(1);
    assertThat(before.output()).contains("and is not ours; adopt it with 'ostler fleet adopt'");
    assertThat(adopt.output())
        .matches("here  " + fleet.web() + "  [0-9a-f]{12} is as the file says\n");
    assertThat(again.output())
        .matches(
            "\\{\"event\":\"adopted\",\"host\":\"here\",\"container\":\""
                + fleet.web()
                + "\",\"id\":\"[0-9a-f]{64}\",\"changes\":\\[]}\n");
    assertThat(apply.status()).as(apply.errors()).isZero();
    assertThat(LocalFleet.docker("exec", fleet.web(), "cat", "/etc/web")).isEqualTo("one");
    LocalFleet.docker("rm", "--force", fleet.web());
  }

  @Test
  void pruneRemovesWhatIsKeptForGoingBack() throws IOException {
    fleet.run("apply");
    fleet.write("sleep 2000", "two");
    fleet.run("apply");

    Result prune = fleet.run("prune");

    assertThat(prune.status()).as(prune.errors()).isZero();
    assertThat(fleet.containers()).containsExactly(fleet.web());
  }

  @Test
  void dryRunSaysWhatWouldBeDoneAndDoesNothing() {
    fleet.run("apply");

    Result destroy = fleet.run("destroy", "--dry-run");

    assertThat(destroy)
        .isEqualTo(
            new Result(
                2,
                """
                fleet NAME: 1 to remove, 0 unchanged

                here
                  - NAME-web: remove, because asked for
                      1. stop NAME-web
                      2. remove NAME-web
                """
                    .replace("NAME", fleet.name()),
                ""));
    assertThat(fleet.containers()).containsExactly(fleet.web());
  }

  @Test
  void pruneRemovesImagesThatNoContainerIsMadeFromAnyMore() throws IOException {
    fleet.run("apply");
    LocalFleet.docker("commit", fleet.web(), fleet.name() + ":2");
    String next = Files.readString(fleet.file()).replace(fleet.name() + ":1", fleet.name() + ":2");
    Files.writeString(fleet.file(), next);
    fleet.run("apply");

    Result plan = fleet.run("prune", "--dry-run");
    Result prune = fleet.run("prune");
    String afterwards = fleet.images();
    fleet.run("destroy", "--yes");
    Result last = fleet.run("prune");

    assertThat(plan.output())
        .contains("1 image to remove")
        .contains("  - " + fleet.name() + ":1: remove image, because no container here");
    assertThat(prune.status()).as(prune.errors()).isZero();
    assertThat(afterwards).isEqualTo(fleet.name() + ":2");
    assertThat(last.status()).as(last.errors()).isZero();
    assertThat(fleet.images()).isEmpty();
    assertThat(fleet.run("prune", "--dry-run"))
        .isEqualTo(new Result(0, "fleet " + fleet.name() + ": 0 unchanged\n", ""));
  }

  @Test
  void fileOfTheHostThatNobodyWantsGoesIfThatIsSaid() throws IOException {
    String without = Files.readString(fleet.file());
    Path made = fleet.folder().resolve("made");
    Path file = made.resolve("web.conf");
    Files.writeString(fleet.file(), without + "    hostFiles: {" + file + ": {content: one}}\n");
    fleet.run("apply");
    String content = Files.readString(file);
    Files.writeString(fleet.file(), without);

    Result unsaid = fleet.run("plan");
    Result plan = fleet.run("plan", "--prune");
    Result apply = fleet.run("apply", "--prune", "--output", "json");
    Result again = fleet.run("plan", "--prune");

    assertThat(content).isEqualTo("one");
    assertThat(unsaid.status()).isZero();
    assertThat(plan)
        .isEqualTo(
            new Result(
                2,
                """
                fleet NAME: 2 files to remove, 1 unchanged

                here
                  - FOLDER: remove folder, because no container here has it any more
                  - FOLDER/web.conf: remove file, because no container here has it any more
                  - ostler-files-NAME: remove helper, because no container here has files of the host any more
                """
                    .replace("NAME", fleet.name())
                    .replace("FOLDER", made.toString()),
                ""));
    assertThat(apply.status()).as(apply.errors()).isZero();
    assertThat(apply.output())
        .contains("\"path\":\"" + file + "\",\"status\":\"done\"")
        .contains("\"paths\":[\"" + made + "\",\"" + file + "\"]");
    assertThat(made).doesNotExist();
    assertThat(again.status()).as(again.output()).isZero();
    assertThat(fleet.containers()).containsExactly(fleet.web());
  }

  @Test
  void rollbackBringsBackTheContainerBefore() throws IOException {
    fleet.run("apply");
    fleet.write("sleep 2000", "two");
    fleet.run("apply");

    Result rollback = fleet.run("rollback", "--yes");

    assertThat(rollback.status()).isZero();
    assertThat(LocalFleet.docker("exec", fleet.web(), "cat", "/etc/web")).isEqualTo("one");
    assertThat(fleet.containers()).containsExactly(fleet.web());
  }

  @Test
  void rollbackRemovesPresentContainersOnlyIfItIsSaid() throws IOException {
    fleet.run("apply");
    Result nothingToRemove = fleet.run("rollback");
    fleet.write("sleep 2000", "two");
    fleet.run("apply");

    Result rollback = fleet.run("rollback");

    assertThat(nothingToRemove.status()).as(nothingToRemove.errors()).isZero();
    assertThat(rollback.status()).isEqualTo(64);
    assertThat(rollback.errors())
        .endsWith(
            "ostler: this would remove the present container of "
                + fleet.web()
                + " on here; say --yes if it should\n");
    assertThat(LocalFleet.docker("exec", fleet.web(), "cat", "/etc/web")).isEqualTo("two");
  }

  @Test
  void containerIsRemovedOnlyIfItIsSaid() throws IOException {
    fleet.run("apply");
    Files.writeString(
        fleet.file(),
        "name: " + fleet.name() + "\nhosts: {here: {engine: \"" + LocalFleet.ENGINE + "\"}}\n");

    Result without = fleet.run("apply");
    Result with = fleet.run("apply", "--yes");

    assertThat(without.status()).isEqualTo(64);
    assertThat(without.errors())
        .endsWith(
            "ostler: this would remove " + fleet.web() + " on here; say --yes if it should\n");
    assertThat(with.status()).isZero();
    assertThat(fleet.containers()).isEmpty();
  }

  @Test
  void nameThatNobodyHasIsRefusedRatherThanFoundInOrder() throws IOException {
    Result container = fleet.run("plan", "--only", "wbe");
    Result host = fleet.run("apply", "--host", "heer");
    Result logs = fleet.run("logs", "wbe");
    Result plan = fleet.run("apply", "/nowhere/plan.json");

    assertThat(container)
        .isEqualTo(
            refused("cannot choose the container 'wbe': FILE has none of this name, only WEB"));
    assertThat(host)
        .isEqualTo(refused("cannot choose the host 'heer': FILE has none of this name, only here"));
    assertThat(logs)
        .isEqualTo(
            refused(
                "cannot find wbe on any host: there is no such container; see ostler fleet status"));
    assertThat(plan)
        .isEqualTo(
            refused(
                "cannot read the plan /nowhere/plan.json: it is not there; make it with ostler fleet"
                    + " plan --out"));
  }

  private Result refused(String message) {
    String here = message.replace("FILE", fleet.file().toString()).replace("WEB", fleet.web());
    return new Result(64, "", "ostler: " + here + "\n");
  }

  @Test
  void containerThatTheFileHasNoLongerIsChosenByItsName() throws IOException {
    fleet.run("apply");
    Files.writeString(
        fleet.file(),
        "name: " + fleet.name() + "\nhosts: {here: {engine: \"" + LocalFleet.ENGINE + "\"}}\n");

    Result apply = fleet.run("apply", "--only", fleet.web(), "--yes");

    assertThat(apply.status()).as(apply.errors()).isZero();
    assertThat(fleet.containers()).isEmpty();
  }

  @Test
  void badFileIs65WithAllThatIsWrong() throws IOException {
    Files.writeString(fleet.file(), "hosts: {here: {engin: x}}\ncontainers: {web: {}}\n");

    Result plan = fleet.run("plan");

    assertThat(plan.status()).isEqualTo(65);
    assertThat(plan.errors())
        .contains(
            fleet.file() + ":1:16: hosts.here.engin: found an unknown key; did you mean 'engine'")
        .contains("containers.web.image");
  }

  @Test
  void hostThatDoesNotAnswerIs69AndNothingIsChangedAnywhere() throws IOException {
    String text = Files.readString(fleet.file());
    Files.writeString(
        fleet.file(),
        text.replace("hosts:\n", "hosts:\n  away: {engine: \"unix:///run/none.sock\"}\n")
            .replace("on: here", "on: [here, away]"));

    Result plan = fleet.run("plan");
    Result apply = fleet.run("apply");

    String why =
        "cannot ask for the version of the API on unix:///run/none.sock: the socket /run/none.sock is not there;"
            + " is the engine running?";
    assertThat(plan.output()).contains("away\n  ? unknown, so nothing is changed here: " + why);
    assertThat(apply.status()).isEqualTo(69);
    assertThat(apply.errors())
        .endsWith(
            "ostler: cannot begin: not all hosts answer; nothing was changed (away: "
                + why
                + ")\n");
    assertThat(fleet.containers()).isEmpty();
    assertThat(fleet.run("apply", "--skip-unreachable").status()).isZero();
    assertThat(fleet.containers()).containsExactly(fleet.web());
  }
}
