package dev.ostler.fleet;

import dev.ostler.engine.TransferProgress;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** Makes one percentage of what the layers of an image say of themselves; tells each rise once. */
final class PullMeter implements Consumer<TransferProgress> {
  private final Map<String, TransferProgress> layers = new HashMap<>();
  private final IntConsumer told;
  private int last;

  PullMeter(IntConsumer told) {
    this.told = told;
  }

  @Override
  public void accept(TransferProgress progress) {
    // Unpacking begins anew at nothing; only what comes over the network is counted.
    if (!progress.status().equals("Downloading") || progress.total() <= 0) {
      return;
    }
    layers.put(progress.layer(), progress);
    long total = layers.values().stream().mapToLong(TransferProgress::total).sum();
    long current = layers.values().stream().mapToLong(TransferProgress::current).sum();
    int percent = (int) Math.min(100, 100 * current / total);
    if (percent > last) {
      last = percent;
      told.accept(percent);
    }
  }
}
