package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecordQueueTest {
  private static int add(RecordQueue queue, String text) {
    byte[] bytes = Lines.bytes(text);
    return queue.add(bytes, 0, bytes.length);
  }

  private static List<String> kept(RecordQueue queue) {
    return Arrays.stream(queue.newest(Integer.MAX_VALUE))
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .toList();
  }

  private static String take(RecordQueue queue, int atMost) {
    return new String(queue.take(atMost), StandardCharsets.UTF_8);
  }

  @Test
  void oldestMakesRoomAndIsCounted() {
    RecordQueue queue = new RecordQueue(3 * RecordQueue.OVERHEAD + 6);
    add(queue, "aa");
    add(queue, "bb");

    assertThat(add(queue, "cc")).isZero();
    assertThat(add(queue, "dd")).isEqualTo(1);
    assertThat(add(queue, "eeeeee")).isEqualTo(2);
    assertThat(kept(queue)).containsExactly("dd", "eeeeee");
  }

  @Test
  void recordLargerThanAllIsLostItself() {
    RecordQueue queue = new RecordQueue(10);
    add(queue, "a");

    assertThat(add(queue, "1234567")).isEqualTo(1);
    assertThat(kept(queue)).containsExactly("a");
  }

  @Test
  void emptyRecordsAreBoundedToo() {
    RecordQueue queue = new RecordQueue(40);
    for (int i = 0; i < 100; i++) {
      add(queue, "");
    }

    assertThat(kept(queue)).hasSize(10).containsOnly("");
  }

  @Test
  void wholeRecordsAreTakenTogetherAndOneAtLeast() {
    RecordQueue queue = new RecordQueue(1000);
    List.of("aaa", "bb", "c", "dddddd").forEach(text -> add(queue, text));

    assertThat(take(queue, 5)).isEqualTo("aaabb");
    assertThat(take(queue, 5)).isEqualTo("c");
    assertThat(take(queue, 5)).isEqualTo("dddddd");
    assertThat(take(queue, 5)).isEmpty();
  }

  @Test
  void newestComeInOrder() {
    RecordQueue queue = new RecordQueue(1000);
    List.of("a", "b", "c").forEach(text -> add(queue, text));

    assertThat(Arrays.deepToString(queue.newest(2))).isEqualTo("[[98], [99]]");
    assertThat(queue.newest(0)).isEmpty();
  }

  @Test
  void smallerLimitDropsTheOldest() {
    RecordQueue queue = new RecordQueue(1000);
    List.of("aaaa", "bbbb", "cccc").forEach(text -> add(queue, text));

    assertThat(queue.keepAtMost(17)).isEqualTo(1);
    assertThat(add(queue, "dddd")).isEqualTo(1);
    assertThat(kept(queue)).containsExactly("cccc", "dddd");
  }

  @Test
  void behavesAsAListWithALimitWould() {
    Random random = new Random(11);
    RecordQueue queue = new RecordQueue(20_000);
    Deque<String> model = new ArrayDeque<>();
    for (int step = 0; step < 20_000; step++) {
      String text = Integer.toString(step).repeat(random.nextInt(200));
      add(queue, text);
      model.add(text);
      shorten(model);
      assertThat(taken(queue, random))
          .isEqualTo(takenOf(model, queue.newest(Integer.MAX_VALUE).length));
    }
    assertThat(kept(queue)).isEqualTo(new ArrayList<>(model));
  }

  private static void shorten(Deque<String> model) {
    int size = model.stream().mapToInt(text -> text.length() + RecordQueue.OVERHEAD).sum();
    while (size > 20_000) {
      size -= model.remove().length() + RecordQueue.OVERHEAD;
    }
  }

  private static String taken(RecordQueue queue, Random random) {
    return random.nextInt(10) == 0 ? take(queue, 2_000) : "";
  }

  private static String takenOf(Deque<String> model, int left) {
    StringBuilder taken = new StringBuilder();
    while (model.size() > left) {
      taken.append(model.remove());
    }
    return taken.toString();
  }
}
