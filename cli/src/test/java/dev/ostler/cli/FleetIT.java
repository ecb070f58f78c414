package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import dev.ostler.testing.Needs;
import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerCommand.Result;
import dev.ostler.testing.RealPart;
import dev.ostler.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ostler fleet} with an engine of this machine. */
@Needs({RealPart.ENGINE, RealPart.BUSYBOX})
class FleetIT {
  private static final String ENGINE =
      Optional.ofNullable(System.getenv("OSTLER_TEST_DOCKER_HOST"))
          .orElse("unix:///var/run/docker.sock");

  @TempDir private Path folder;
  private final String name = "it" + UUID.randomUUID().toString().substring(0, 8);

  @BeforeEach
  void importImage() throws IOException {
    Files.createDirectories(folder.resolve("image/bin"));
    Files.copy(Path.of("/bin/busybox"), folder.resolve("image/bin/busybox"));
    for (String applet : List.of("sh", "sleep", "cat", "kill")) {
      Files.createSymbolicLink(folder.resolve("image/bin/" + applet), Path.of("busybox"));
    }
    Tool.run(
        "sh",
        "-c",
        "tar -C " + folder + "/image -c . | docker --host " + ENGINE + " import - " + name + ":1");
    write("sleep 1000", "one");
  }

  @AfterEach
  void removeAll() {
    fleet("unlock", "--yes");
    fleet("destroy", "--yes", "--skip-unreachable");
    docker("rmi", "--force", name + ":1");
  }

  @Test
  void planSaysByItsStatusWhetherAnythingWouldBeDone() {
    Result before = fleet("plan");
    Result apply = fleet("apply");
    Result after = fleet("plan");

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
                .replace("NAME", name));
    assertThat(apply.status()).isZero();
    assertThat(after).isEqualTo(new Result(0, "fleet " + name + ": 1 unchanged\n", ""));
  }

  @Test
  void savedPlanIsCarriedOutOnceAndRefusedWhenThingsHaveChanged() throws IOException {
    Path plan = folder.resolve("plan.json");
    fleet("plan", "--out", plan.toString());

    Result apply = fleet("apply", plan.toString());
    Result again = fleet("apply", plan.toString());

    assertThat(apply.status()).as(apply.errors()).isZero();
    assertThat(again.status()).isEqualTo(1);
    assertThat(again.errors())
        .isEqualTo(
            ("ostler: cannot carry out the plan: the file or the hosts have changed since it was"
                    + " made: NAME-web on here; plan again\n")
                .replace("NAME", name));
  }

  @Test
  void outputAndCommandsOfAllHostsComeWithTheirHost() throws IOException {
    write("echo out; echo err >&2; sleep 1000", "one");
    fleet("apply");

    Result logs = fleet("logs", "--tail", "5");
    Result exec = fleet("exec", name + "-web", "sh", "-c", "cat /etc/web; exit 3");

    String where = "here  " + name + "-web  ";
    assertThat(logs).isEqualTo(new Result(0, where + "out\n", where + "err\n"));
    assertThat(exec).isEqualTo(new Result(1, where + "one\n", where + "ended with status 3\n"));
  }

  @Test
  void containerThatWasMadeByHandIsAdopted() throws IOException {
    docker(
        "run",
        "--detach",
        "--name",
        name + "-web",
        "--network",
        "none",
        "--stop-signal",
        "SIGKILL",
        name + ":1",
        "sh",
        "-c",
        "sleep 1000");
    write("sleep 1000", "one");

    Result before = fleet("plan");
    Result adopt = fleet("adopt", name + "-web");
    Result again = fleet("adopt", name + "-web", "--output", "json");
    Result apply = fleet("apply");

    assertThat(before.status()).isEqualTo(1);
    assertThat(before.output()).contains("and is not ours; adopt it with 'ostler fleet adopt'");
    assertThat(adopt.output())
        .matches("here  " + name + "-web  [0-9a-f]{12} is as the file says\n");
    assertThat(again.output())
        .matches(
            "\\{\"event\":\"adopted\",\"host\":\"here\",\"container\":\""
                + name
                + "-web\",\"id\":\"[0-9a-f]{64}\",\"changes\":\\[]}\n");
    assertThat(apply.status()).as(apply.errors()).isZero();
    assertThat(docker("exec", name + "-web", "cat", "/etc/web")).isEqualTo("one");
    docker("rm", "--force", name + "-web");
  }

  @Test
  void pruneRemovesWhatIsKeptForGoingBack() throws IOException {
    fleet("apply");
    write("sleep 2000", "two");
    fleet("apply");

    Result prune = fleet("prune");

    assertThat(prune.status()).as(prune.errors()).isZero();
    assertThat(containers()).containsExactly(name + "-web");
  }

  @Test
  void filesOfLibflexkubeAreConvertedAndTheirContainersGoOn() throws IOException {
    Path old = folder.resolve("old.yaml");
    Files.writeString(
        old,
        """
        desiredState:
          NAME-web:
            host: {direct: {}}
            container:
              runtime: {docker: {host: "ENGINE"}}
              config: {name: NAME-web, image: "NAME:1", args: [sleep, "1000"], networkMode: none}
        """
            .replace("NAME", name)
            .replace("ENGINE", ENGINE));
    fleetOf(old, "apply");
    Path state = folder.resolve("state.yaml");
    Result export = fleetOf(old, "export", "--out", state.toString());
    Files.delete(Path.of(old + ".state"));
    Files.writeString(old, Files.readString(state) + Files.readString(old));
    Files.delete(file());

    Result convert = fleetOf(old, "convert", "--out", file().toString());

    assertThat(export.status()).as(export.errors()).isZero();
    assertThat(convert).isEqualTo(new Result(0, "", ""));
    assertThat(Files.getPosixFilePermissions(state))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(fleet("plan").status()).isZero();
  }

  @Test
  @Needs(RealPart.SCRIPT)
  void terminalShowsWhatGoesOnAndKeepsWhatHasEnded() {
    String screen =
        Tool.run(
            "script", "-qec", "env TERM=xterm " + String.join(" ", command("apply")), "/dev/null");

    assertThat(screen)
        .contains("\u001b[", " wait until " + name + "-web works", "░ 0 of 1, 1 at work, ")
        .containsPattern("✔.* here  " + name + "-web  done in [0-9.]+ s");
  }

  @Test
  void rollbackBringsBackTheContainerBefore() throws IOException {
    fleet("apply");
    write("sleep 2000", "two");
    fleet("apply");

    Result rollback = fleet("rollback");

    assertThat(rollback.status()).isZero();
    assertThat(docker("exec", name + "-web", "cat", "/etc/web")).isEqualTo("one");
    assertThat(containers()).containsExactly(name + "-web");
  }

  @Test
  void containerIsRemovedOnlyIfItIsSaid() throws IOException {
    fleet("apply");
    Files.writeString(file(), "name: " + name + "\nhosts: {here: {engine: \"" + ENGINE + "\"}}\n");

    Result without = fleet("apply");
    Result with = fleet("apply", "--yes");

    assertThat(without.status()).isEqualTo(64);
    assertThat(without.errors())
        .endsWith("ostler: this would remove " + name + "-web on here; say --yes if it should\n");
    assertThat(with.status()).isZero();
    assertThat(containers()).isEmpty();
  }

  @Test
  void badFileIs65WithAllThatIsWrong() throws IOException {
    Files.writeString(file(), "hosts: {here: {engin: x}}\ncontainers: {web: {}}\n");

    Result plan = fleet("plan");

    assertThat(plan.status()).isEqualTo(65);
    assertThat(plan.errors())
        .contains(file() + ":1:16: hosts.here.engin: found an unknown key; did you mean 'engine'")
        .contains("containers.web.image");
  }

  @Test
  void hostThatDoesNotAnswerIs69AndNothingIsChangedAnywhere() throws IOException {
    String text = Files.readString(file());
    Files.writeString(
        file(),
        text.replace("hosts:\n", "hosts:\n  away: {engine: \"unix:///run/none.sock\"}\n")
            .replace("on: here", "on: [here, away]"));

    Result plan = fleet("plan");
    Result apply = fleet("apply");

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
    assertThat(containers()).isEmpty();
    assertThat(fleet("apply", "--skip-unreachable").status()).isZero();
    assertThat(containers()).containsExactly(name + "-web");
  }

  @Test
  void lockOfSomebodyElseIs75AndCanBeEnded() {
    docker(
        "volume",
        "create",
        "--label",
        "dev.ostler.lock.holder=elsewhere/1//x",
        "--label",
        "dev.ostler.lock.who=anna@elsewhere",
        "--label",
        "dev.ostler.lock.since=2026-01-01T00:00:00Z",
        "ostler-lock-" + name);

    Result apply = fleet("apply");
    Result asked = fleet("unlock", "--output", "json");
    Result unlock = fleet("unlock", "--yes");

    assertThat(asked.status()).isEqualTo(1);
    assertThat(asked.output())
        .isEqualTo(
            "{\"event\":\"lock\",\"host\":\"here\",\"holder\":\"elsewhere/1//x\",\"who\":"
                + "\"anna@elsewhere\",\"since\":\"2026-01-01T00:00:00Z\",\"ended\":false}\n");
    assertThat(apply.status()).isEqualTo(75);
    assertThat(apply.errors()).contains("cannot lock host here: anna@elsewhere, for ");
    assertThat(unlock.output()).startsWith("here: anna@elsewhere, for ");
    assertThat(fleet("apply").status()).isZero();
  }

  /** Killed for real, at moments spread over the whole run. */
  @Test
  void runThatWasKilledIsFinishedByTheNext() throws Exception {
    fleet("apply");
    for (int round = 0; round < 6; round++) {
      write("sleep 1000", "version " + round);
      write("sleep " + (2000 + round), "version " + round);
      Process apply =
          new ProcessBuilder(command("apply"))
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("killed.log").toFile())
              .start();
      int wanted = 1 + round;
      Eventually.await(
          "step " + wanted + " is told",
          () ->
              !apply.isAlive()
                  || Files.readString(folder.resolve("killed.log"))
                          .lines()
                          .filter(line -> line.startsWith("here  "))
                          .count()
                      >= wanted);
      apply.destroyForcibly().waitFor();

      Result next = fleet("apply");

      assertThat(next.status()).as(next.errors()).isZero();
      assertThat(docker("exec", name + "-web", "cat", "/etc/web")).isEqualTo("version " + round);
      assertThat(containers()).hasSizeLessThanOrEqualTo(2).contains(name + "-web");
      assertThat(fleet("plan").status()).isZero();
    }
  }

  @Test
  void nothingMoreIsBegunWhenTheTimeIsOver() throws IOException {
    Files.writeString(
        file(),
        Files.readString(file())
            .replace("update: {monitor: 200ms}", "update: {monitor: 3s}")
            .concat(
                """
                  NAME-late: {on: here, image: "NAME:1", network_mode: none, after: [NAME-web]}
                """
                    .replace("NAME", name)));

    Result apply = fleet("apply", "--timeout", "1s");

    assertThat(apply.status()).isEqualTo(1);
    assertThat(apply.errors())
        .contains("here  " + name + "-web  done\n")
        .endsWith("ostler: " + name + "-late on here aborted: the run was interrupted\n");
  }

  @Test
  void interruptedRunEndsWhatItHasBegunAndGivesTheLockBack() throws Exception {
    fleet("apply");
    write("sleep 3000", "two");
    Process apply =
        new ProcessBuilder(command("apply"))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("interrupted.log").toFile())
            .start();
    Eventually.await(
        "it has begun",
        () -> Files.readString(folder.resolve("interrupted.log")).contains("here  "));

    Tool.run("kill", "-INT", Long.toString(apply.pid()));
    apply.waitFor();

    assertThat(docker("exec", name + "-web", "cat", "/etc/web")).isEqualTo("two");
    assertThat(fleet("unlock")).isEqualTo(new Result(0, "", ""));
    assertThat(fleet("plan").status()).isZero();
  }

  @Test
  void jsonIsALineForEachEvent() {
    String version = OstlerCommand.of("version").run().output().strip();

    Result apply = fleet("apply", "--output", "json");

    assertThat(apply.output())
        .startsWith(
            "{\"event\":\"plan\",\"ostler\":\"%s\",\"version\":1,"
                .formatted(version.substring("ostler ".length())))
        .containsPattern(
            "\\{\"event\":\"finished\",\"time\":\"[^\"]+Z\",\"host\":\"here\",\"container\":\"NAME-web\",\"step\":\"start NAME-web\",\"milliseconds\":\\d+}\n"
                .replace("NAME", name))
        .endsWith(
            "{\"event\":\"result\",\"host\":\"here\",\"container\":\"NAME-web\",\"status\":\"done\",\"reason\":\"\"}\n"
                .replace("NAME", name));
    assertThat(apply.errors()).isEmpty();
  }

  private void write(String command, String content) throws IOException {
    Files.writeString(
        file(),
        """
        name: NAME
        hosts:
          here: {engine: "ENGINE"}
        containers:
          NAME-web:
            on: here
            image: NAME:1
            command: [sh, -c, COMMAND]
            network_mode: none
            stop_signal: SIGKILL
            files: {/etc/web: {content: CONTENT}}
            update: {monitor: 200ms}
        """
            .replace("NAME", name)
            .replace("ENGINE", ENGINE)
            .replace("COMMAND", command)
            .replace("CONTENT", content));
  }

  private Path file() {
    return folder.resolve("fleet.yaml");
  }

  private Result fleet(String command, String... options) {
    return fleetOf(file(), command, options);
  }

  private static Result fleetOf(Path file, String command, String... options) {
    List<String> arguments = new ArrayList<>(List.of("fleet", command, "-f", file.toString()));
    arguments.addAll(List.of(options));
    return OstlerCommand.of(arguments.toArray(String[]::new)).run();
  }

  private List<String> command(String command) {
    return List.of(
        OstlerCommand.home().resolve("bin/ostler").toString(),
        "fleet",
        command,
        "-f",
        file().toString());
  }

  private List<String> containers() {
    return docker(
            "ps", "-a", "--filter", "label=dev.ostler.fleet=" + name, "--format", "{{.Names}}")
        .lines()
        .sorted()
        .toList();
  }

  private static String docker(String... words) {
    List<String> command = new ArrayList<>(List.of("docker", "--host", ENGINE));
    command.addAll(List.of(words));
    return Tool.run(command.toArray(String[]::new));
  }
}
