package dev.ostler.gateway;

import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * The current wake of an app and those who follow it. For use under the app's lock; viewers are
 * told in order and without it, for their connections have locks of their own.
 */
final class Audience {
  /** Follows a wake. */
  interface Viewer {
    /** There is a step that he has not seen. */
    void told(WakeEvent event);

    /** It is over; he is told no more. */
    void ended(WakeEvent.Kind how);

    /** He is told no more here, and should ask again. */
    void sentAway();
  }

  private final WakeStory story;
  private final Set<Viewer> viewers = new LinkedHashSet<>();
  private final ExecutorService teller;

  Audience(String app, Clock clock) {
    story = new WakeStory(clock);
    teller = Executors.newSingleThreadExecutor(Thread.ofVirtual().name("viewers-" + app).factory());
  }

  WakeStory story() {
    return story;
  }

  void tell(WakeEvent.Kind kind, String text) {
    Optional<WakeEvent> event = story.add(kind, text);
    event.ifPresent(news -> {
      each(viewer -> viewer.told(news));
      if (news.isLast()) {
        each(viewer -> viewer.ended(kind));
        viewers.clear();
      }
    });
  }

  private void each(Consumer<Viewer> action) {
    List.copyOf(viewers).forEach(viewer -> teller.execute(() -> action.accept(viewer)));
  }

  /** Tells somebody what he has not seen of the wake; of what is to come if it is not over. */
  void add(String lastSeen, Viewer viewer, Optional<WakeEvent.Kind> over) {
    for (WakeEvent event : story.after(lastSeen)) {
      teller.execute(() -> viewer.told(event));
    }
    if (over.isPresent()) {
      teller.execute(() -> viewer.ended(over.get()));
    } else {
      viewers.add(viewer);
    }
  }

  void remove(Viewer viewer) {
    viewers.remove(viewer);
  }

  /** Sends all away; nobody can be told anything afterwards. */
  void close() {
    each(Viewer::sentAway);
    viewers.clear();
    teller.shutdown();
  }
}
