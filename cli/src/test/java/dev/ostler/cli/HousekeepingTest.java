package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class HousekeepingTest {
  /** In MB. */
  private static final class Scripted implements Housekeeping.Heap {
    private final List<String> collected = new ArrayList<>();
    private long alive;
    private long garbage;

    @Override
    public long taken() {
      return (alive + garbage) << 20;
    }

    @Override
    public void collect() {
      collected.add(garbage + " beside " + alive);
      garbage = 0;
    }
  }

  private final Scripted heap = new Scripted();
  private final Housekeeping housekeeping = new Housekeeping(heap);

  private void look(long alive, long garbage) {
    heap.alive = alive;
    heap.garbage += garbage;
    housekeeping.look();
  }

  @Test
  void garbageIsCollectedWhenThereIsMuchOfItForWhatIsAlive() {
    look(4, 4);
    look(8, 4);
    look(8, 12);
    look(8, 1);
    look(8, 12);

    assertThat(heap.collected).containsExactly("8 beside 8", "13 beside 8");
  }

  @Test
  void crowdThatCameCostsOneCollectionAndWhatItLeavesBehindAnother() {
    look(100, 0);
    look(100, 40);
    look(8, 132);
    look(8, 1);

    assertThat(heap.collected).containsExactly("0 beside 100", "172 beside 8");
  }

  @Test
  void garbageOfThisJvmIsTakenBack() {
    Housekeeping.Heap mine = Housekeeping.Heap.ofThisJvm();
    byte[][] crowd = new byte[64][];
    Arrays.setAll(crowd, _ -> new byte[1 << 20]);
    long before = mine.taken();
    Arrays.fill(crowd, null);

    new Housekeeping(mine).look();

    assertThat(before - mine.taken()).isGreaterThan(48L << 20);
  }
}
