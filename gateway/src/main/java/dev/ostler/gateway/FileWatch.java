package dev.ostler.gateway;

import dev.ostler.entrypoint.ConfigurationEvent;
import dev.ostler.entrypoint.ConfigurationException;
import dev.ostler.entrypoint.CustomHandler;
import dev.ostler.entrypoint.Entrypoint;
import dev.ostler.entrypoint.Event;
import dev.ostler.entrypoint.WatchOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/*
 * The thread sleeps in the kernel until the file changes. Nothing may call into it from elsewhere,
 * but work that it has given away wakes it when that ends: so work is given away that ends with the
 * watch.
 */
/** Tells when a file changes, on threads of its own. */
final class FileWatch implements AutoCloseable {
  /** Works on a file. */
  @FunctionalInterface
  interface Change {
    /**
     * Takes new content; told of the first content, too, and never twice at a time.
     *
     * @param content the file as it was at the last change, whatever has replaced it since
     * @throws IOException if it cannot be read
     */
    void to(Path content) throws IOException;
  }

  private final Path file;
  private final Change change;
  private final Consumer<String> trouble;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private boolean waitsForEnd;

  private FileWatch(Path file, Change change, Consumer<String> trouble) {
    this.file = file.toAbsolutePath();
    this.change = change;
    this.trouble = trouble;
    thread = Thread.ofPlatform().daemon().name("watch-" + file.getFileName()).unstarted(this::run);
  }

  /**
   * Begins to watch.
   *
   * @param trouble told why the file cannot be watched, or its change not be taken
   */
  static FileWatch begin(Path file, Change change, Consumer<String> trouble) {
    FileWatch watch = new FileWatch(file, change, trouble);
    watch.thread.start();
    return watch;
  }

  private void run() {
    try (Entrypoint entrypoint = Entrypoint.openEmbedded(WatchOptions.defaults())) {
      CustomHandler<Boolean> end = entrypoint.custom(file, _ -> awaitEnd());
      entrypoint.custom(file, this::apply);
      for (Event event : entrypoint.events()) {
        if (!goesOn(event, end)) {
          return;
        }
      }
    } catch (IOException e) {
      trouble.accept("cannot watch " + file + ": " + e.getMessage());
    }
  }

  private boolean awaitEnd() throws IOException {
    try {
      closed.await();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private boolean apply(Path content) throws IOException {
    change.to(content);
    return true;
  }

  private boolean goesOn(Event event, CustomHandler<Boolean> end) {
    if (!(event instanceof ConfigurationEvent news)) {
      return true;
    }
    boolean isEnd = news.handler().equals(end);
    return switch (news) {
      case ConfigurationEvent.Changed _ -> {
        if (!isEnd || !waitsForEnd) {
          waitsForEnd |= isEnd;
          news.handler().update();
        }
        yield true;
      }
      case ConfigurationEvent.Failed failed -> {
        complain(isEnd, failed.reason());
        yield true;
      }
      case ConfigurationEvent.Unreadable unreadable -> {
        complain(isEnd, unreadable.reason());
        yield true;
      }
      case ConfigurationEvent.Completed<?> _ -> !isEnd;
      case ConfigurationEvent.Removed _,
          ConfigurationEvent.Staged _,
          ConfigurationEvent.Updated _,
          ConfigurationEvent.RolledBack _ ->
          true;
    };
  }

  private void complain(boolean isEnd, ConfigurationException why) {
    if (!isEnd) {
      trouble.accept(String.valueOf(why.getMessage()));
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
