package dev.ostler.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
  private final Ledger ledger = new Ledger();
  private final Report report = new Report(Map.of("seed", "7"), List.of(Level.FLEET), ledger);

  @Test
  void whatWasNotLookedAtAndWhatCannotBeHadIsToldAsSuch() {
    ledger.beginRound(Level.FLEET, 1);
    ledger.did(Fault.CUT_HOST);
    ledger.held(Invariant.APPLIED);
    ledger.lacks(Fault.FULL_HOST, "run it as root");

    assertThat(report.markdown())
        .startsWith("- seed: 7\n- rounds of fleet: 1\n")
        .contains("| fleet | the next apply finishes what one before was kept from | 1 |  |\n")
        .contains("| fleet | a plan after it finds nothing to do | not looked |  |\n")
        .contains("| fleet | the link of a host goes down in the middle, and up again | 1 |\n")
        .contains("| fleet | no room on a host | not here: run it as root |\n")
        .doesNotContain("| run |")
        .endsWith("\nNothing was found.\n");
    assertThat(report.passed()).isTrue();
  }

  @Test
  void whatWasFoundHasItsRoundAndTheFaultsBeforeIt() {
    ledger.beginRound(Level.FLEET, 3);
    ledger.did(Fault.KILL_APPLY);
    ledger.did(Fault.CUT_HOST);
    ledger.check(Invariant.APPLIED, false, "status \"1\"");

    assertThat(report.passed()).isFalse();
    assertThat(report.markdown())
        .contains("| fleet | the next apply finishes what one before was kept from | 1 | 1 |\n")
        .endsWith(
            "\n- **round 3 of fleet: the next apply finishes what one before was kept from**:"
                + " status \"1\" (after kill-apply, cut-host)\n");
    assertThat(report.json())
        .contains(
            "{\"level\": \"fleet\", \"invariant\": \"applied\", \"round\": 3, \"evidence\":"
                + " \"status \\\"1\\\"\", \"before\": [\"kill-apply\", \"cut-host\"]}")
        .contains(
            "\"invariant\": \"applied\", \"claim\": \"the next apply finishes what one before"
                + " was kept from\", \"checked\": 1, \"broken\": 1}");
  }

  @Test
  void troubleThatNobodyExpectedDoesNotPass() {
    ledger.trouble(Level.FLEET, "no such file");

    assertThat(report.passed()).isFalse();
    assertThat(report.markdown())
        .endsWith("\n- **round 0 of fleet: trouble**: no such file (after )\n");
  }

  @Test
  void sameFindingOverAndOverIsCountedButToldTenTimes() {
    for (int i = 0; i < 1000; i++) {
      ledger.broken(Invariant.APPLIED, "again");
    }

    assertThat(ledger.breaches(Invariant.APPLIED)).isEqualTo(1000);
    assertThat(ledger.findings()).hasSize(10);
  }

  @Test
  void faultsOfARoundBeforeAreNotBlamed() {
    ledger.beginRound(Level.FLEET, 1);
    ledger.did(Fault.KILL_APPLY);
    ledger.beginRound(Level.FLEET, 2);
    ledger.broken(Invariant.APPLIED, "status 1");

    assertThat(ledger.findings()).singleElement().matches(one -> one.before().isEmpty());
  }
}
