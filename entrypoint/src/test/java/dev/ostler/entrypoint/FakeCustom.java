package dev.ostler.entrypoint;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A custom configuration whose function is called with the source as it is, if it is there. Made by
 * {@link FakeEntrypoint}.
 *
 * @param <R> what the function returns
 */
public final class FakeCustom<R> extends FakeConfiguration implements CustomHandler<R> {
  private final Update<R> update;

  FakeCustom(FakeEntrypoint entrypoint, Path source, Update<R> update, @Nullable FakeFiles files) {
    super(entrypoint, source, false, files);
    this.update = update;
  }

  @Override
  public void update() {
    if (!isPresent()) {
      super.update();
      return;
    }
    try {
      R result = update.apply(source());
      answer("update " + source(), true, new ConfigurationEvent.Completed<>(this, result));
    } catch (IOException e) {
      failNext("cannot update from " + source() + ": " + e.getMessage());
      super.update();
    }
  }
}
