package dev.ostler.gateway;

import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The current wake of an app and those who follow it. For use under the app's lock. */
final class Audience {
  /** Follows a wake. Being told must not block. */
  interface Viewer {
    /** There is a step that he has not seen. */
    void told(WakeEvent event);

    /** He will be told no more here, and should ask again. */
    void sentAway();
  }

  private final WakeStory story;
  private final Set<Viewer> viewers = new LinkedHashSet<>();

  Audience(Clock clock) {
    story = new WakeStory(clock);
  }

  WakeStory story() {
    return story;
  }

  void tell(WakeEvent.Kind kind, String text) {
    Optional<WakeEvent> event = story.add(kind, text);
    event.ifPresent(news -> List.copyOf(viewers).forEach(viewer -> viewer.told(news)));
  }

  /** Tells somebody what he has not seen, and what is to come. */
  void add(String lastSeen, Viewer viewer) {
    story.after(lastSeen).forEach(viewer::told);
    viewers.add(viewer);
  }

  void remove(Viewer viewer) {
    viewers.remove(viewer);
  }

  void sendAway() {
    List.copyOf(viewers).forEach(Viewer::sentAway);
    viewers.clear();
  }
}
