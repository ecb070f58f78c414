package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** In which order wishes are kept here, changed elsewhere, and seen by a watch. */
class KubernetesWishesOrderTest {
  private static final Wish BARRED = new Wish.Barred(true);
  private static final Instant END = Instant.parse("2030-01-01T00:00:00Z");
  private static final Wish FREE = new Wish.Barred(false);

  private final List<Wish> told = new ArrayList<>();
  private final KubernetesWishes wishes = new KubernetesWishes(told::add);

  private static KubernetesScalable version(String version, Map<String, String> annotations) {
    GenericKubernetesResource deployment = new GenericKubernetesResource();
    deployment.setMetadata(
        new ObjectMetaBuilder().withResourceVersion(version).withAnnotations(annotations).build());
    return new KubernetesScalable(deployment, Optional.empty());
  }

  private static KubernetesScalable barred(String version) {
    return version(version, Map.of(KubernetesMarks.DO_NOT_WAKE, "true"));
  }

  private static KubernetesScalable free(String version) {
    return version(version, Map.of());
  }

  private void keep(Wish wish, String before) throws Exception {
    keep(wish, free(before));
  }

  private void keep(Wish wish, KubernetesScalable before) throws Exception {
    assertThat(wishes.keep(wish, () -> Optional.of(before))).isTrue();
  }

  @Test
  void barThatIsLiftedElsewhereBeforeAnybodyHasSeenItIsLiftedHere() throws Exception {
    keep(BARRED, "9");
    wishes.look(free("11"));
    assertThat(told).containsExactly(BARRED, FREE);
  }

  @Test
  void whatWasThereBeforeAWishDoesNotUndoIt() throws Exception {
    wishes.look(free("8"));
    keep(BARRED, "9");
    wishes.look(free("8"));
    wishes.look(free("9"));
    wishes.look(barred("10"));
    assertThat(told).containsExactly(BARRED);
  }

  @Test
  void wishThatSomebodyWasFasterWithIsNotKeptYet() throws Exception {
    assertThat(wishes.keep(BARRED, Optional::empty)).isFalse();
    wishes.look(free("10"));
    assertThat(told).isEmpty();
  }

  @Test
  void versionsThatAreNoNumbersAreTakenAsTheyCome() throws Exception {
    keep(BARRED, "b");
    wishes.look(free("a"));
    assertThat(told).containsExactly(BARRED, FREE);
  }

  private static KubernetesScalable used(String version, Instant until) {
    return version(version, Map.of(KubernetesMarks.USED_UNTIL, until.toString()));
  }

  private static Wish use(Instant until) {
    return new Wish.Used(Optional.of(until));
  }

  @Test
  void useThatIsToldHereIsNotTakenForThatOfOthers() throws Exception {
    keep(use(END), "9");
    wishes.look(used("10", END));

    assertThat(told).isEmpty();
    assertThat(wishes.isUsedByOthers(used("10", END), END.minusSeconds(60))).isFalse();
  }

  @Test
  void useByOthersThatEndsLaterIsHeededAndLeftAsItIs() throws Exception {
    Instant later = END.plusSeconds(1);
    keep(use(END), used("9", later));

    assertThat(told).containsExactly(use(later));
    assertThat(wishes.isUsedByOthers(used("9", later), later.minusSeconds(60))).isTrue();
    assertThat(wishes.isUsedByOthers(used("9", later), later)).isFalse();
    assertThat(KubernetesWishes.kept(used("9", later), use(END)))
        .isEqualTo(new KubernetesStep.Nothing());
  }

  @Test
  void useByOthersThatAPersonTakesBackIsOver() {
    wishes.look(used("9", END));
    wishes.look(free("10"));

    assertThat(told).containsExactly(use(END), new Wish.Used(Optional.empty()));
  }

  @Test
  void wishThatIsThereAlreadyHidesNothingElse() throws Exception {
    keep(
        BARRED,
        version(
            "9",
            Map.of(
                KubernetesMarks.DO_NOT_WAKE,
                "true",
                KubernetesMarks.KEEP_AWAKE_UNTIL,
                END.toString())));

    assertThat(told).containsExactly(BARRED, new Wish.KeptAwake(Optional.of(END)));
  }

  @Test
  void timeOfAnotherGatewayIsToldOnce() {
    KubernetesScalable kept =
        version("3", Map.of(KubernetesMarks.KEEP_AWAKE_UNTIL, END.toString()));
    wishes.look(kept);
    wishes.look(kept);
    assertThat(told).containsExactly(new Wish.KeptAwake(Optional.of(END)));
  }
}
