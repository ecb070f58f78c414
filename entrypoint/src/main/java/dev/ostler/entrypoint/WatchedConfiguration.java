package dev.ostler.entrypoint;

import dev.ostler.linux.LinuxException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/*
 * Two threads: the loop's, which watches, reports and takes requests, and the worker's, which does
 * what was requested, one request after the other. A request takes along the content that is newest
 * when it is made. Content is closed behind every request that may still read it.
 */
/** What all configuration handlers have in common: the watched source and the queue of requests. */
abstract sealed class WatchedConfiguration implements ConfigurationHandler, Source.Listener, Handler
    permits TargetConfiguration, CustomConfiguration {
  /** Does what was requested; for the worker's thread. */
  @FunctionalInterface
  interface Request {
    ConfigurationEvent answer() throws IOException;
  }

  /** New content with its number. */
  static final class Revision {
    private final long number;
    private final Source.Content content;

    /** Requests that may still read it; for the loop's thread. */
    private int readers;

    Revision(long number, Source.Content content) {
      this.number = number;
      this.content = content;
    }

    long number() {
      return number;
    }

    Source.Content content() {
      return content;
    }
  }

  private final Path path;
  private final Loop loop;
  private final Worker worker;
  private @Nullable Source source;
  private @Nullable Revision newest;
  private long revisions;
  private volatile boolean open = true;

  WatchedConfiguration(Path path, Loop loop) throws IOException {
    this.path = path;
    this.loop = loop;
    this.worker = new Worker("update " + path, this::warn);
    loop.expectPosts();
  }

  /** Starts watching; apart from construction because events may follow at once. */
  final void watch(Source opened) {
    source = opened;
    opened.start();
  }

  @Override
  public final Path source() {
    return path;
  }

  @Override
  public final void changed(Source.Content content) {
    letGo();
    newest = new Revision(++revisions, content);
    loop.forget(event -> event instanceof ConfigurationEvent.Removed removed && isOurs(removed));
    if (!loop.isPending(event -> event instanceof ConfigurationEvent.Changed c && isOurs(c))) {
      loop.report(new ConfigurationEvent.Changed(this));
    }
  }

  @Override
  public final void removed() {
    letGo();
    loop.forget(event -> event instanceof ConfigurationEvent.Changed changed && isOurs(changed));
    loop.report(new ConfigurationEvent.Removed(this));
  }

  @Override
  public final void unreadable(IOException reason) {
    ConfigurationException told =
        reason instanceof LinuxException saysAll
            ? new ConfigurationException(String.valueOf(saysAll.getMessage()), saysAll)
            : ConfigurationException.of("read " + path, reason);
    loop.report(new ConfigurationEvent.Unreadable(this, told));
  }

  private boolean isOurs(ConfigurationEvent event) {
    return event.handler() == this;
  }

  /** Closes the newest content, behind every request that may still read it. */
  private void letGo() {
    Revision former = newest;
    newest = null;
    if (former == null) {
      return;
    }
    if (former.readers == 0) {
      former.content().close(); // whatever goes on with others, perhaps for ever
    } else {
      worker.add(former.content()::close);
    }
  }

  /** Lets the worker do something with the newest content. */
  final void requestWithContent(String action, Function<Revision, Request> use) {
    Revision revision = newest;
    if (revision == null) {
      request(action, () -> refuse(action));
    } else if (open) {
      revision.readers++;
      Request request = use.apply(revision);
      add(action, () -> answerWith(request, revision), () -> revision.readers--);
    }
  }

  /** What cannot be read because there is another version by now is no failure of either. */
  private ConfigurationEvent answerWith(Request request, Revision revision) throws IOException {
    try {
      return request.answer();
    } catch (SourceChangedException changed) {
      loop.post(() -> reportAgain(revision));
      throw changed;
    } catch (IOException failure) {
      if (isOpen() && revision.content().isSuperseded(this::isOpen)) {
        loop.post(() -> reportAgain(revision));
        throw new SourceChangedException(
            "cannot read " + path + ": it has changed; what is there now is read next", failure);
      }
      throw failure;
    }
  }

  /** Unless a newer one has been reported already. */
  private void reportAgain(Revision failed) {
    if (open && source != null && newest == failed) {
      source.reportAgain();
    }
  }

  private ConfigurationEvent refuse(String action) throws ConfigurationException {
    throw new ConfigurationException("cannot " + action + ": it is not there");
  }

  /** Lets the worker do something. */
  final void request(String action, Request request) {
    if (open) {
      add(action, request, () -> {});
    }
  }

  private void add(String action, Request request, Runnable answered) {
    worker.add(() -> {
      if (open) {
        ConfigurationEvent answer = answer(action, request);
        loop.post(() -> {
          answered.run();
          deliver(answer);
        });
        tidy(); // while nobody waits for it
      }
    });
  }

  /** Done without an answer; for the worker's thread. */
  @FunctionalInterface
  interface Command {
    void run() throws IOException;
  }

  /** Lets the worker do something of which nobody awaits the end. */
  final void command(Command command) {
    if (open) {
      worker.add(() -> {
        try {
          command.run();
        } catch (IOException failure) {
          warn(String.valueOf(failure.getMessage()));
        }
      });
    }
  }

  private void warn(Throwable mistake) {
    warn("cannot clear up after an update from " + path + ": " + mistake);
  }

  private void warn(String message) {
    loop.post(() -> loop.report(new Warning(message)));
  }

  /** Whatever goes wrong is an answer: the callers wait for one. */
  private ConfigurationEvent answer(String action, Request request) {
    try {
      return request.answer();
    } catch (IOException e) {
      return failed(action, e);
    } catch (RuntimeException | Error bug) {
      return new ConfigurationEvent.Failed(
          this, new ConfigurationException("cannot " + action + ": " + bug, bug));
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

  @Override
  public final boolean isOpen() {
    return open;
  }

  @Override
  public final void close() {
    if (open) {
      open = false;
      if (source != null) {
        source.close();
      }
      loop.forget(event -> event instanceof ConfigurationEvent ours && isOurs(ours));
      letGo();
      closeTarget(worker);
    }
  }

  /** Clears up after a request; for the worker's thread. */
  abstract void tidy();

  /** Lets go of what the worker uses. */
  abstract void closeTarget(Worker user);

  @Override
  public final String toString() {
    return "configuration " + path;
  }
}
