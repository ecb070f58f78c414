package dev.ostler.cli;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What libraries have to say, in one line each among our own; the same again at most once a minute,
 * for an app that makes mistakes makes them with every answer.
 */
final class LibraryLog extends Handler {
  private static final long PAUSE_MILLIS = 60_000;

  /** So many kinds of messages are remembered. */
  private static final int MOST = 100;

  private final boolean json;
  private final Consumer<String> lines;
  private final InstantSource clock;
  private final Map<String, Long> told =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MOST;
        }
      };

  /**
   * To be added to a logger.
   *
   * @param json whether a line is a JSON object
   * @param lines told each
   * @param clock says when
   */
  LibraryLog(boolean json, Consumer<String> lines, InstantSource clock) {
    this.json = json;
    this.lines = lines;
    this.clock = clock;
  }

  /** Has failures of all libraries told here, and nothing else of them, nor anywhere else. */
  void takeAll() {
    Logger root = Logger.getLogger("");
    for (Handler usual : root.getHandlers()) {
      root.removeHandler(usual);
    }
    root.setLevel(Level.SEVERE);
    root.addHandler(this);
  }

  @Override
  public void publish(LogRecord record) {
    Throwable thrown = record.getThrown();
    String message = record.getMessage() + (thrown == null ? "" : ": " + words(thrown));
    if (isLoggable(record) && isNews(record.getMessage(), thrown)) {
      lines.accept(json ? json(record, message) : record.getLoggerName() + ": " + message);
      if (thrown != null && !json) {
        Console.explain(thrown);
      }
    }
  }

  private static String words(Throwable thrown) {
    String said = thrown.getMessage();
    String kind = thrown.getClass().getSimpleName();
    return said == null ? kind : kind + ": " + said;
  }

  private String json(LogRecord record, String message) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("time", clock.instant().toString());
    line.put("event", "library");
    line.put("logger", String.valueOf(record.getLoggerName()));
    line.put("message", message);
    return Json.of(line);
  }

  private synchronized boolean isNews(String message, @Nullable Throwable thrown) {
    String kind = message + (thrown == null ? "" : thrown.getClass().getName());
    long now = clock.millis();
    Long before = told.get(kind);
    if (before != null && now - before < PAUSE_MILLIS && now >= before) {
      return false;
    }
    told.put(kind, now);
    return true;
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
