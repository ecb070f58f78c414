package dev.ostler.supervisor;

import dev.ostler.control.ConfigurationStatus;
import dev.ostler.control.UpdateResult;
import dev.ostler.entrypoint.UpdateReport;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What has become of one configuration so far. */
final class ConfigurationBoard {
  private final InstantSource clock;
  private final Map<String, String> digests = new TreeMap<>();
  private final Map<String, String> digestsBefore = new TreeMap<>();
  private int generation;
  private int generationBefore;
  private int newest;
  private Optional<UpdateResult> last = Optional.empty();
  private ConfigurationStatus.State outcome = ConfigurationStatus.State.WAITING;
  private Optional<String> whyNotAtomic = Optional.empty();

  ConfigurationBoard(InstantSource clock) {
    this.clock = clock;
  }

  void introduce(Optional<String> reason) {
    whyNotAtomic = reason;
  }

  /** The target has a new version, which may have to go again. */
  void switched(UpdateReport report, String message) {
    generation = ++newest;
    report
        .changes()
        .forEach(change ->
            change
                .newDigest()
                .ifPresentOrElse(
                    digest -> digests.put(change.name(), digest),
                    () -> digests.remove(change.name())));
    note(ConfigurationStatus.State.CURRENT, true, message);
  }

  /** The version at the target is one to go on with. */
  void kept() {
    generationBefore = generation;
    digestsBefore.clear();
    digestsBefore.putAll(digests);
  }

  /** The version at the target stays, though something has failed. */
  void stayed(String message) {
    kept();
    note(ConfigurationStatus.State.CURRENT, false, message);
  }

  void unchanged(String message) {
    note(ConfigurationStatus.State.CURRENT, true, message);
  }

  void refused(String message) {
    note(ConfigurationStatus.State.REFUSED, false, message);
  }

  void rolledBack(String message) {
    generation = generationBefore;
    digests.clear();
    digests.putAll(digestsBefore);
    note(ConfigurationStatus.State.ROLLED_BACK, false, message);
  }

  private void note(ConfigurationStatus.State state, boolean succeeded, String message) {
    outcome = state;
    last = Optional.of(new UpdateResult(succeeded, message, clock.instant()));
  }

  int generation() {
    return generation;
  }

  ConfigurationStatus status(ConfigurationSetup setup, PipelineState state) {
    return new ConfigurationStatus(
        setup.name(),
        setup.source().path().toString(),
        setup.target().toString(),
        state.phase().isUnderWay() ? ConfigurationStatus.State.UPDATING : outcome,
        new ConfigurationStatus.Version(generation, digest()),
        last(state.phase()),
        whyNotAtomic);
  }

  /** Nobody needs to do anything about what is tried again by itself. */
  private Optional<UpdateResult> last(PipelinePhase phase) {
    return phase == PipelinePhase.AWAITING_RETRY ? last.map(ConfigurationBoard::retried) : last;
  }

  private static UpdateResult retried(UpdateResult failed) {
    String message =
        failed.message() + "; it is tried again until it is in place or a newer version comes";
    return new UpdateResult(failed.succeeded(), message, failed.at());
  }

  /** Of the names and contents of all files that this supervisor has changed. */
  private Optional<String> digest() {
    if (digests.isEmpty()) {
      return Optional.empty();
    }
    try {
      MessageDigest all = MessageDigest.getInstance("SHA-256");
      digests.forEach((name, digest) ->
          all.update((name + "\0" + digest + "\n").getBytes(StandardCharsets.UTF_8)));
      return Optional.of(HexFormat.of().formatHex(all.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("internal error: every Java has SHA-256", e);
    }
  }
}
