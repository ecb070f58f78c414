package dev.ostler.entrypoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.entrypoint.ConfigurationEvent.Changed;
import dev.ostler.entrypoint.ConfigurationEvent.Completed;
import dev.ostler.entrypoint.ConfigurationEvent.Failed;
import dev.ostler.testing.ProcFs;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is brought where it belongs by the caller's own function. */
class CustomConfigurationTest extends ConfigurationHandling {
  @Test
  void updateWorksOnTheContentOfTheLastChange() throws Exception {
    Files.writeString(source, "one");
    CountDownLatch replaced = new CountDownLatch(1);
    CustomHandler<String> handler =
        entrypoint.custom(source, content -> awaited(replaced) + Files.readString(content));
    events.next(Changed.class);

    handler.update();
    Replacing.replace(source, "two");
    events.next(Changed.class);
    replaced.countDown();
    assertThat(completed()).isEqualTo("done: one");

    handler.update();
    assertThat(completed()).isEqualTo("done: two");
  }

  @Test
  void contentThatNobodyReadsIsLetGoWhileAnUpdateGoesOn() throws Exception {
    Files.writeString(source, "one");
    CountDownLatch held = new CountDownLatch(1);
    CustomHandler<String> handler =
        entrypoint.custom(source, content -> awaited(held) + Files.readString(content));
    events.next(Changed.class);
    handler.update();

    for (int i = 0; i < 5; i++) {
      Replacing.replace(source, "more " + i);
      events.next(Changed.class);
    }

    // What is being read, and the newest.
    assertThat(ProcFs.descriptors(ProcessHandle.current().pid()).values())
        .filteredOn(open -> open.startsWith(source.toString()))
        .hasSize(2);
    held.countDown();
    assertThat(completed()).isEqualTo("done: one");
  }

  @Test
  void updatesAnswerInOrderAndNeverTwoAtATime() throws Exception {
    Files.writeString(source, "one");
    AtomicInteger calls = new AtomicInteger();
    AtomicInteger atATime = new AtomicInteger();
    CustomHandler<Integer> handler =
        entrypoint.custom(
            source,
            content -> {
              assertThat(atATime.incrementAndGet()).isEqualTo(1);
              atATime.decrementAndGet();
              return calls.incrementAndGet();
            });
    events.next(Changed.class);

    for (int i = 0; i < 100; i++) {
      handler.update();
    }

    List<Object> results = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      results.add(completed());
    }
    assertThat(results).isSorted().startsWith(1).endsWith(100);
    events.none();
  }

  @Test
  void updateReturnsWhileTheFunctionRuns() throws Exception {
    Files.writeString(source, "one");
    CountDownLatch mayEnd = new CountDownLatch(1);
    CustomHandler<String> handler =
        entrypoint.custom(
            source,
            content -> {
              mayEnd.countDown();
              return awaited(mayEnd);
            });
    events.next(Changed.class);
    CountDownLatch held = new CountDownLatch(1);
    CustomHandler<String> blocked = entrypoint.custom(source, content -> awaited(held));
    events.next(Changed.class);

    blocked.update();
    handler.update();

    assertThat(events.next(Completed.class).handler()).isSameAs(handler);
    held.countDown();
    assertThat(events.next(Completed.class).handler()).isSameAs(blocked);
  }

  @Test
  void failureOfTheFunctionIsAnAnswer() throws Exception {
    Files.writeString(source, "one");
    CustomHandler<String> handler =
        entrypoint.custom(
            source,
            content -> {
              throw new IOException("no route to the fridge");
            });
    events.next(Changed.class);

    handler.update();

    assertThat(events.next(Failed.class).reason())
        .hasMessage("cannot update from " + source + ": no route to the fridge");
  }

  @Test
  void bugInTheFunctionIsAnAnswerAndTheNextUpdateWorks() throws Exception {
    Files.writeString(source, "one");
    AtomicInteger calls = new AtomicInteger();
    CustomHandler<Integer> handler =
        entrypoint.custom(
            source,
            content -> {
              if (calls.incrementAndGet() == 1) {
                throw new StackOverflowError("bug");
              }
              return calls.get();
            });
    events.next(Changed.class);

    handler.update();
    assertThat(events.next(Failed.class).reason())
        .hasMessage("cannot update from " + source + ": java.lang.StackOverflowError: bug");
    handler.update();
    assertThat(completed()).isEqualTo(2);
  }

  @Test
  void customHandlerHasNothingToStageOrRollBack() throws Exception {
    Files.writeString(source, "one");
    CustomHandler<String> handler = reading();
    events.next(Changed.class);

    handler.stage();
    assertThat(events.next(Failed.class).reason()).hasMessageContaining("cannot stage " + source);
    handler.rollBack();
    assertThat(events.next(Failed.class).reason())
        .hasMessageContaining("cannot roll back " + source);
    assertThat(handler.whyNotAtomic()).isEmpty();
  }

  private static String awaited(CountDownLatch latch) throws IOException {
    try {
      latch.await();
      return "done: ";
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
