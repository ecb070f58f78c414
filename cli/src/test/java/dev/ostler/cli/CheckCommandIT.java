package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Needs;
import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerCommand.Result;
import dev.ostler.testing.RealPart;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckCommandIT {
  @TempDir Path folder;

  @Test
  void goodFileIsSummedUp() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("run.yaml"),
            """
            processes:
              web: {command: [sh, -c, "${SCRIPT}"], after: [db]}
              db: {command: [sleep, 60]}
            configuration:
              site: {archive: site.tar, target: /etc/site, check: [sh, "{staged}/check"]}
            """);

    assertThat(OstlerCommand.of("check", file.toString()).with("SCRIPT", "true").run())
        .isEqualTo(new Result(0, file + ": run file, 2 processes, 1 configuration\n", ""));
  }

  @Test
  void programsAreToldEachProblem() throws Exception {
    Path bad =
        Files.writeString(
            folder.resolve("run.yaml"),
            """
            processes:
              web: {command: sleep 60}
            """);
    Path good =
        Files.writeString(folder.resolve("one.yaml"), "processes: {a: {command: [sleep, 9]}}\n");

    assertThat(OstlerCommand.of("check", "--output=json", bad.toString(), good.toString()).run())
        .isEqualTo(
            new Result(
                65,
                """
                {"version":1,"file":"BAD","problems":[{"file":"BAD","line":2,"column":18,"path":"processes.web.command","message":"found 'sleep 60', expected a list"}]}
                {"version":1,"file":"GOOD","kind":"run","problems":[]}
                """
                    .replace("BAD", bad.toString())
                    .replace("GOOD", good.toString()),
                ""));
  }

  @Test
  void whatCouldNotStartHereIsAWarningAndNoFailure() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("run.yaml"),
            "processes: {a: {command: [sleep, 9], directory: /no/such}}\n");
    OstlerCommand check = OstlerCommand.of("check", file.toString());
    String doubt = "found /no/such, which is no folder that is there";

    assertThat(check.run())
        .isEqualTo(
            new Result(
                0,
                file + ": run file, 1 process\n",
                "warning: " + file + ":1:49: processes.a.directory: " + doubt + "\n"));
    assertThat(OstlerCommand.of("check", "--output=json", file.toString()).run())
        .isEqualTo(
            new Result(
                0,
                """
                {"version":1,"file":"FILE","kind":"run","problems":[],"warnings":[{"file":"FILE","line":1,"column":49,"path":"processes.a.directory","message":"DOUBT"}]}
                """
                    .replace("FILE", file.toString())
                    .replace("DOUBT", doubt),
                ""));
  }

  @Test
  void programsAreToldOfAFileThatCannotBeRead() throws Exception {
    Path good =
        Files.writeString(folder.resolve("one.yaml"), "processes: {a: {command: [sleep, 9]}}\n");

    assertThat(OstlerCommand.of("check", "--output=json", "/nowhere", good.toString()).run())
        .isEqualTo(
            new Result(
                1,
                """
                {"version":1,"file":"/nowhere","problems":[{"message":"cannot read /nowhere: it is not there"}]}
                {"version":1,"file":"GOOD","kind":"run","problems":[]}
                """
                    .replace("GOOD", good.toString()),
                ""));
  }

  @Test
  void quietCheckSaysNothingOfGoodFiles() throws Exception {
    Path good =
        Files.writeString(folder.resolve("one.yaml"), "processes: {a: {command: [sleep, 9]}}\n");

    assertThat(OstlerCommand.of("check", "-q", good.toString()).run())
        .isEqualTo(new Result(0, "", ""));
  }

  @Test
  void everythingWrongIsALineAnd65() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("run.yaml"),
            """
            processes:
              web: {command: sleep 60, stop: {within: 5}}
            contrl: /run/ostler.sock
            """);

    assertThat(OstlerCommand.of("check", file.toString()).run())
        .isEqualTo(
            new Result(
                65,
                "",
                """
                FILE:2:18: processes.web.command: found 'sleep 60', expected a list
                FILE:2:43: processes.web.stop.within: found '5', expected a duration such as 500ms, 30s, 5m or 1h30m; did you mean '5s'
                FILE:3:1: contrl: found an unknown key; did you mean 'control'
                """
                    .replace("FILE", file.toString())));
  }

  @Test
  @Needs(RealPart.ROOT)
  void checkWithoutStagedTakesThePrivilegeToMount() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("run.yaml"),
            """
            processes:
              web: {command: [sleep, "60"]}
            configuration:
              site: {archive: site.tar, target: site, check: [sh, site/check]}
            """);
    OstlerCommand check = OstlerCommand.of("check", file.toString());

    assertThat(check.run())
        .isEqualTo(new Result(0, file + ": run file, 1 process, 1 configuration\n", ""));
    assertThat(check.under("setpriv", "--bounding-set=-sys_admin").run())
        .isEqualTo(
            new Result(
                65,
                "",
                file
                    + ":4:50: configuration.site.check: found a check without {staged}, expected it"
                    + " in one of its arguments: without the capability CAP_SYS_ADMIN the check"
                    + " would look at the old version\n"));
  }

  @Test
  void fileThatIsNotThereIsAFailure() {
    Path file = folder.resolve("none");

    assertThat(OstlerCommand.of("check", file.toString()).run())
        .isEqualTo(new Result(1, "", "ostler: cannot read " + file + ": it is not there\n"));
  }

  @Test
  void hugeFileIsRefusedInTheMemoryThatWeHave() throws Exception {
    Path file = Files.writeString(folder.resolve("huge"), "[" + "a,".repeat(1_000_000) + "]");

    assertThat(OstlerCommand.of("check", file.toString()).run().errors())
        .isEqualTo(file + ":1:200000: found more than 100000 values, expected fewer\n");
  }

  @Test
  void fleetFileIsSummedUp() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("fleet.yaml"),
            """
            name: shop
            hosts:
              web1: {ssh: web1.example.com}
              web2: {ssh: web2.example.com}
            containers:
              proxy: {on: [web1, web2], image: "haproxy:2.9"}
            """);

    assertThat(OstlerCommand.of("check", file.toString()).run())
        .isEqualTo(new Result(0, file + ": fleet shop, 2 hosts, 1 container\n", ""));
  }

  @Test
  void whatIsWrongWithAFleetFileIsALineAnd65() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("fleet.yaml"),
            """
            hosts: {web1: {ssh: web1.example.com}}
            containers:
              proxy: {on: web1, imagee: "haproxy:2.9"}
            """);

    assertThat(OstlerCommand.of("check", file.toString()).run())
        .isEqualTo(
            new Result(
                65,
                "",
                """
                FILE:3:21: containers.proxy.imagee: found an unknown key; did you mean 'image'
                """
                    .replace("FILE", file.toString())));
  }

  @Test
  void gatewayFileIsChecked() throws Exception {
    String good =
        """
        listen: :8080
        apps:
          wiki:
            hosts: wiki.example.com
            process: {socket: wiki.sock, processes: web, upstream: "127.0.0.1:9600"}
        """;
    Path file = Files.writeString(folder.resolve("good.yaml"), good);
    Path bad = Files.writeString(folder.resolve("bad.yaml"), good.replace("hosts:", "hots:"));

    assertThat(OstlerCommand.of("check", file.toString()).run())
        .isEqualTo(new Result(0, file + ": gateway file\n", ""));
    assertThat(OstlerCommand.of("check", bad.toString()).run().status()).isEqualTo(65);
  }

  @ParameterizedTest
  @ValueSource(strings = {"check", "run", "fleet plan -f", "gateway"})
  void fileOfComposeIsAnsweredOnce(String command) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("compose.yaml"),
            "services:\n  web: {image: 'web:1', ports: ['80:80']}\nvolumes: {data: {}}\n");

    assertThat(OstlerCommand.of((command + " " + file).split(" ", -1)).run())
        .isEqualTo(
            new Result(
                65,
                "",
                file
                    + ":1:1: services: found a file of Docker Compose, which Ostler does not read;"
                    + " write it as one of 'ostler fleet', as docs/migration/from-compose.md"
                    + " shows\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          fleet plan -f | processes: {a: {command: [sleep, 9]}} | processes: found a file of 'ostler run', expected one of 'ostler fleet'; start it with ostler run FILE
          gateway       | processes: {a: {command: [sleep, 9]}} | processes: found a file of 'ostler run', expected one of 'ostler gateway'; start it with ostler run FILE
          run           | hosts: {a: {ssh: a.example.com}}      | hosts: found a file of 'ostler fleet', expected one of 'ostler run'; see what it would do with ostler fleet plan -f FILE
          """)
  void fileOfAnotherCommandIsSentThere(String command, String text, String problem)
      throws Exception {
    Path file = Files.writeString(folder.resolve("file.yaml"), text);

    assertThat(OstlerCommand.of((command + " " + file).split(" ", -1)).run())
        .isEqualTo(new Result(65, "", file + ":1:1: " + problem + "\n"));
  }

  @Test
  void schemaOfTheFleetFileIsPrinted() {
    Result result = OstlerCommand.of("schema", "fleet").run();

    assertThat(result.status()).isZero();
    assertThat(result.output())
        .contains("\"title\": \"Containers and their files on many hosts\"")
        .contains("\"stop_grace_period\": {");
  }

  @Test
  void schemaOfTheRunFileIsPrinted() {
    Result result = OstlerCommand.of("schema", "run").run();

    assertThat(result.status()).isZero();
    assertThat(result.output())
        .startsWith("{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n")
        .contains("\"title\": \"The file of 'ostler run'\"")
        .endsWith("}\n");
  }

  @Test
  void schemaOfTheGatewayFileIsPrinted() {
    Result result = OstlerCommand.of("schema", "gateway").run();

    assertThat(result.status()).isZero();
    assertThat(result.output())
        .startsWith("{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n")
        .contains("\"title\": \"The file of 'ostler gateway'\"")
        .endsWith("}\n");
  }
}
