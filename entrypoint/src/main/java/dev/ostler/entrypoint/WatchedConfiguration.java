package dev.ostler.entrypoint;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/*
 * Two threads: the loop's, which watches, reports and takes requests, and the worker's, which does
 * what was requested, one request after the other. A request takes along the content that is newest
 * when it is made. Content is closed by the worker, behind every request that may still read it.
 */
/** What all configuration handlers have in common: the watched source and the queue of requests. */
abstract sealed class WatchedConfiguration implements ConfigurationHandler, Source.Listener
    permits TargetConfiguration, CustomConfiguration {
  /** Does what was requested; for the worker's thread. */
  @FunctionalInterface
  interface Request {
    ConfigurationEvent answer() throws IOException;
  }

  /** New content with its number. */
  record Revision(long number, Source.Content content) {}

  private final Path path;
  private final Loop loop;
  private final Worker worker;
  private @Nullable Source source;
  private @Nullable Revision newest;
  private long revisions;
  private boolean open = true;

  WatchedConfiguration(Path path, Loop loop) throws IOException {
    this.path = path;
    this.loop = loop;
    this.worker = new Worker("update " + path);
    loop.expectPosts();
  }

  /** Starts watching; apart from construction because events may follow at once. */
  final void watch(Source opened) throws IOException {
    source = opened;
    opened.start();
  }

  @Override
  public final Path source() {
    return path;
  }

  @Override
  public final void changed(Source.Content content) {
    Revision former = newest;
    newest = new Revision(++revisions, content);
    if (former != null) {
      worker.add(former.content()::close);
    }
    if (!loop.isPending(event -> event instanceof ConfigurationEvent.Changed c && isOurs(c))) {
      loop.report(new ConfigurationEvent.Changed(this));
    }
  }

  @Override
  public final void removed() {
    loop.forget(event -> event instanceof ConfigurationEvent.Changed changed && isOurs(changed));
    loop.report(new ConfigurationEvent.Removed(this));
  }

  @Override
  public final void unreadable(IOException reason) {
    loop.report(failed("read " + path, reason));
  }

  private boolean isOurs(ConfigurationEvent event) {
    return event.handler() == this;
  }

  /** Lets the worker do something with the newest content. */
  final void requestWithContent(String action, java.util.function.Function<Revision, Request> use) {
    Revision revision = newest;
    if (revision == null) {
      loop.report(
          failed(
              action,
              new ConfigurationException(
                  "cannot " + action + ": " + path + " has never been there")));
    } else {
      request(action, use.apply(revision));
    }
  }

  /** Lets the worker do something. */
  final void request(String action, Request request) {
    if (!open) {
      return;
    }
    worker.add(() -> {
      ConfigurationEvent answer = answer(action, request);
      loop.post(() -> deliver(answer));
    });
  }

  private ConfigurationEvent answer(String action, Request request) {
    try {
      return request.answer();
    } catch (IOException e) {
      return failed(action, e);
    }
  }

  private void deliver(ConfigurationEvent answer) {
    if (open) {
      loop.report(answer);
    }
  }

  private ConfigurationEvent failed(String action, IOException reason) {
    return new ConfigurationEvent.Failed(this, ConfigurationException.of(action, reason));
  }

  /** Lets go of what the worker uses; for the worker's thread, after the last request. */
  abstract void closeTarget();

  @Override
  public final void close() {
    if (open) {
      open = false;
      if (source != null) {
        source.close();
      }
      loop.forget(event -> event instanceof ConfigurationEvent ours && isOurs(ours));
      Revision last = newest;
      worker.add(() -> {
        if (last != null) {
          last.content().close();
        }
        closeTarget();
      });
    }
  }

  @Override
  public final String toString() {
    return "configuration " + path;
  }
}
