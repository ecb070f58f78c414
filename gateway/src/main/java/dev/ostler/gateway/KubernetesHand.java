package dev.ostler.gateway;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;

/**
 * Takes the steps that are decided on for one workload.
 *
 * @param api asked
 * @param target the workload
 * @param route names its Service
 */
record KubernetesHand(KubernetesApi api, KubernetesTarget target, KubernetesRoute route) {
  /** What became of a step. */
  enum Done {
    /** It was taken; there may be another. */
    STEP,
    /** There was nothing to do. */
    ALL,
    /** Somebody else was faster. */
    OVERTAKEN
  }

  Done perform(KubernetesStep step) throws KubernetesException {
    try {
      return switch (step) {
        case KubernetesStep.PatchWorkload(var patch) -> sent(api.patch(target.path(), patch));
        case KubernetesStep.PatchScale(var patch) ->
            sent(api.patch(target.path() + "/scale", patch));
        case KubernetesStep.PatchService(var patch) -> sent(api.patch(servicePath(), patch));
        case KubernetesStep.RestoreService restore -> restore(restore);
        case KubernetesStep.Wait _, KubernetesStep.Nothing _ -> Done.ALL;
      };
    } catch (KubernetesException e) {
      if (e.isConflict()) {
        return Done.OVERTAKEN;
      }
      throw e;
    }
  }

  private static Done sent(GenericKubernetesResource answer) {
    return answer.getMetadata() == null ? Done.OVERTAKEN : Done.STEP;
  }

  private String servicePath() {
    return KubernetesLook.services(target) + "/" + route.service().orElseThrow();
  }

  private Done restore(KubernetesStep.RestoreService restore) throws KubernetesException {
    try {
      return sent(api.patch(servicePath(), restore.patch()));
    } catch (KubernetesException e) {
      if (e.isInvalid()) { // its addresses are taken
        return sent(api.patch(servicePath(), restore.withoutAddresses()));
      }
      throw e;
    }
  }
}
