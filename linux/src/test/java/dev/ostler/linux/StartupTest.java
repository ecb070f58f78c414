package dev.ostler.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StartupTest {
  private static final String[] ARGUMENTS = {
    "",
    "plain",
    "a b",
    "-Xrs",
    "@file",
    "*",
    "caf\u00e9",
    "\udcff\udc80",
    "\ud83d\udc0e",
    "x\ny",
    ""
  };

  private static OtherJvm jvm() {
    return new OtherJvm(StartupMain.class).with("LANG", "C").with("B\udcffD", "\udcfe caf\u00e9");
  }

  private static List<String> argumentLines() {
    return List.of(ARGUMENTS).stream()
        .map(argument -> ("argument " + StartupMain.hexadecimal(argument)).strip())
        .toList();
  }

  private static List<String> lines(Outcome outcome, String kind) {
    return outcome.lines().stream()
        .filter(line -> line.startsWith(kind + " ") || line.equals(kind))
        .map(String::strip)
        .toList();
  }

  private static String variable(String name, String value) {
    return "variable " + StartupMain.hexadecimal(name) + "=" + StartupMain.hexadecimal(value);
  }

  @Test
  void startedWithSignalsBlockedNothingIsDone() throws Exception {
    Outcome outcome = jvm().withSignalsBlocked().run(ARGUMENTS);

    int pid = outcome.exit().pid();
    assertThat(outcome.status()).isEqualTo(23);
    assertThat(lines(outcome, "before")).containsExactly("before " + pid + " true");
    assertThat(lines(outcome, "main")).containsExactly("main " + pid + " true");
    assertThat(lines(outcome, "argument")).isEqualTo(argumentLines());
    assertThat(lines(outcome, "variable"))
        .containsExactly(
            variable("PATH", System.getenv("PATH")),
            variable("LANG", "C"),
            variable("B\udcffD", "\udcfe caf\u00e9"));
    assertThat(outcome.field("SigBlk")).isEqualTo("0000000000000000");
    assertThat(outcome.field("SigIgn")).isEqualTo("0000000000000000");
  }

  @Test
  void startedWithoutItStartsAgainInPlace() throws Exception {
    Outcome blocked = jvm().withSignalsBlocked().run(ARGUMENTS);

    Outcome outcome =
        jvm()
            .with("JAVA_TOOL_OPTIONS", "-Da=1")
            .with("JDK_JAVA_OPTIONS", "-Db=2")
            .with("_JAVA_OPTIONS", "-Dc=3")
            .with("_JAVA_SR_SIGNUM", "13")
            .run(ARGUMENTS);

    int pid = outcome.exit().pid();
    assertThat(outcome.status()).isEqualTo(23);
    assertThat(lines(outcome, "before"))
        .containsExactly("before " + pid + " false", "before " + pid + " true");
    assertThat(lines(outcome, "main")).containsExactly("main " + pid + " true");
    assertThat(lines(outcome, "argument")).isEqualTo(argumentLines());
    assertThat(lines(outcome, "variable"))
        .containsExactlyInAnyOrder(
            variable("PATH", System.getenv("PATH")),
            variable("LANG", "C"),
            variable("B\udcffD", "\udcfe caf\u00e9"),
            variable("JAVA_TOOL_OPTIONS", "-Da=1"),
            variable("JDK_JAVA_OPTIONS", "-Db=2"),
            variable("_JAVA_OPTIONS", "-Dc=3"),
            variable("_JAVA_SR_SIGNUM", "13"));
    assertThat(lines(outcome, "java"))
        .containsExactly(
            "java JAVA_TOOL_OPTIONS null",
            "java JDK_JAVA_OPTIONS null",
            "java _JAVA_OPTIONS null",
            "java _JAVA_SR_SIGNUM 16");
    assertThat(lines(outcome, "properties")).containsExactly("properties nullnull");
    assertThat(lines(outcome, "descriptors")).isEqualTo(lines(blocked, "descriptors"));
    assertThat(outcome.field("SigBlk")).isEqualTo("0000000000000000");
  }

  @Test
  void startingAgainThatDoesNotHelpEnds() throws Exception {
    Outcome outcome = jvm().with("OSTLER_REEXECUTED", "1").run();

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.text())
        .contains(
            "java.io.IOException: cannot block the signals by starting again: start Java with env"
                + " --block-signal and -Xrs");
  }

  @Test
  void variablesForChildrenAreTheApplications() {
    Map<String, String> ours = new LinkedHashMap<>();
    ours.put("A", "1");
    ours.put("OSTLER_CHILD_JAVA_TOOL_OPTIONS", "-Xmx1g");
    ours.put("_JAVA_SR_SIGNUM", "16");
    ours.put("OSTLER_REEXECUTED", "1");
    ours.put("OSTLER_CHILD__JAVA_SR_SIGNUM", "12");

    assertThat(Startup.forChildren(ours))
        .containsExactly(
            Map.entry("A", "1"),
            Map.entry("JAVA_TOOL_OPTIONS", "-Xmx1g"),
            Map.entry("_JAVA_SR_SIGNUM", "12"));
  }
}
