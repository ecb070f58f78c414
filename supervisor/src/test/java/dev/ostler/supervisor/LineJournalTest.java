package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LineJournalTest {
  private static final int BYTES = 20 * 1024;
  private final LineJournal journal = new LineJournal();
  private final List<String> told = new ArrayList<>();

  private void write(String process, String line) {
    journal.line(Lines.from(process), Lines.TIME, Lines.piece(line));
  }

  private static List<String> texts(List<LogLine> lines) {
    return lines.stream().map(line -> line.process() + " " + line.text()).toList();
  }

  @Test
  void lastLinesOfSeveralComeInTheirOrder() {
    journal.keep("a", BYTES);
    journal.keep("b", BYTES);
    write("b", "1");
    write("a", "2");
    write("b", "3");
    write("a", "4");

    assertThat(texts(journal.last(Set.of(), 3))).containsExactly("a 2", "b 3", "a 4");
    assertThat(texts(journal.last(Set.of("b"), 9))).containsExactly("b 1", "b 3");
    assertThat(journal.last(Set.of("c"), 9)).isEmpty();
  }

  @Test
  void everythingAboutALineIsKept() {
    journal.keep("a", BYTES);
    Origin origin = new Origin("a", LogStream.STDERR, OptionalInt.of(4));
    journal.line(origin, Lines.TIME, Lines.piece("x\0é\r", false, false));
    journal.line(origin, Lines.TIME, Lines.piece("y", false, true));

    assertThat(journal.last(Set.of(), 9))
        .containsExactly(
            new LogLine(Lines.TIME, "a", LogStream.STDERR, "x\0é", false),
            new LogLine(Lines.TIME, "a", LogStream.STDERR, "y", true));
  }

  @Test
  void oldestAreDropped() {
    journal.keep("a", BYTES);
    for (int i = 0; i < 10_000; i++) {
      write("a", "line " + i);
    }
    List<LogLine> last = journal.last(Set.of(), Integer.MAX_VALUE);

    assertThat(last).hasSizeBetween(500, 1000);
    assertThat(last.getLast().text()).isEqualTo("line 9999");
  }

  @Test
  void thousandProcessesShareOneLimit() {
    for (int process = 0; process < 1_000; process++) {
      journal.keep("p" + process, 100 * 1024);
    }
    for (int i = 0; i < 1_000_000; i++) {
      write("p" + i % 1_000, "0123456789".repeat(3));
    }

    assertThat(journal.last(Set.of(), Integer.MAX_VALUE))
        .hasSizeLessThan(LineJournal.MOST / 30)
        .hasSizeGreaterThan(10_000);
  }

  @Test
  void followersAreToldFromNowOnUntilTheyClose() {
    write("a", "before");
    Subscription subscription = journal.follow("a"::equals, line -> told.add(line.text()));
    write("a", "1");
    write("b", "2");
    subscription.close();
    subscription.close();
    write("a", "3");

    assertThat(told).containsExactly("1");
  }

  @Test
  void followerMayEndItsSubscriptionWhenItIsTold() {
    List<Subscription> own = new ArrayList<>();
    own.add(
        journal.follow(
            _ -> true,
            line -> {
              told.add(line.text());
              own.getFirst().close();
            }));
    write("a", "1");
    write("a", "2");

    assertThat(told).containsExactly("1");
  }

  @Test
  void linesSinceARunBeganAreTold() {
    journal.keep("a", BYTES);
    write("a", "1");
    long began = journal.lastNumber();
    write("a", "2");

    assertThat(texts(journal.lastSince("a", began, 9))).containsExactly("a 2");
    assertThat(journal.lastSince("b", 0, 9)).isEmpty();
  }
}
