package dev.ostler.gateway;

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
    /**
     * What he has seen before counts no more.
     *
     * @param id what he has seen with this
     * @param events all steps up to now
     */
    void snapshot(String id, List<WakeEvent> events);

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

  Audience(String app, WakeStory story) {
    this.story = story;
    teller = Executors.newSingleThreadExecutor(Thread.ofVirtual().name("viewers-" + app).factory());
  }

  WakeStory story() {
    return story;
  }

  /** A wake begins; what was told of the one before counts no more. */
  void begin() {
    story.begin();
    String id = story.position();
    each(viewer -> viewer.snapshot(id, List.of()));
  }

  void tell(WakeEvent.Kind kind, String text) {
    Optional<WakeEvent> event = story.add(kind, text);
    event.ifPresent(news -> {
      each(viewer -> viewer.told(news));
      if (news.isLast()) {
        end(kind);
      }
    });
  }

  /** Nothing more will come of what they wait for. */
  void end(WakeEvent.Kind how) {
    each(viewer -> viewer.ended(how));
    viewers.clear();
  }

  private void each(Consumer<Viewer> action) {
    List.copyOf(viewers).forEach(viewer -> teller.execute(() -> action.accept(viewer)));
  }

  /**
   * Tells somebody what he has not seen of the wake; of what is to come if it is not over.
   *
   * @param view how the app is
   */
  void add(String lastSeen, Viewer viewer, AppView view) {
    WakeStory.Missed missed = story.after(lastSeen);
    switch (missed) {
      case WakeStory.Missed.Steps(List<WakeEvent> steps) ->
          steps.forEach(step -> teller.execute(() -> viewer.told(step)));
      case WakeStory.Missed.All(String id, List<WakeEvent> all) ->
          teller.execute(() -> viewer.snapshot(id, all));
    }
    Optional<WakeEvent.Kind> over = over(view);
    if (over.isPresent()) {
      teller.execute(() -> viewer.ended(over.get()));
    } else {
      viewers.add(viewer);
    }
  }

  /** An app that rests is woken by whoever visits it, not by who looks on. */
  private static Optional<WakeEvent.Kind> over(AppView view) {
    return switch (view.phase()) {
      case AWAKE, DRAINING -> Optional.of(WakeEvent.Kind.READY);
      case FAILED -> Optional.of(WakeEvent.Kind.FAILED);
      case RESTING -> Optional.of(view.barred() ? WakeEvent.Kind.FAILED : WakeEvent.Kind.RESTS);
      case UNKNOWN, WAKING, CONFIRMING, SETTLING -> Optional.empty();
    };
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
