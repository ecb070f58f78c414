package dev.ostler.gateway;

import dev.ostler.gateway.KubernetesHand.Done;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/*
 * Who comes meanwhile has the rest taken back before its next step; the last, by which the pods
 * end, is the one that cannot be. What is written at the workload goes first here as everywhere:
 * once it says that it is awake, everybody goes on with that, whatever becomes of whoever wrote it.
 * But its Service is given back here and now, for somebody waits for that. The marks are left to
 * whoever sees that the Service leads to it.
 */
/** One rest of a workload, step by step. For use by one thread. */
final class KubernetesRest {
  private final KubernetesWorkload workload;
  private final RestOrder order;

  /** Whether somebody has begun with it, so that it is not begun anew. */
  private boolean begun;

  KubernetesRest(KubernetesWorkload workload, RestOrder order) {
    this.workload = workload;
    this.order = order;
    begun = order.cause() == RestOrder.Cause.BEGUN;
  }

  /**
   * Takes the next step.
   *
   * @return whether there is none left: it rests
   * @throws StaysAwakeException if it goes on, and all is as it was
   */
  boolean step() throws WorkloadException, KubernetesException, InterruptedException {
    KubernetesSeen seen = workload.essentials();
    KubernetesScalable found = workload.existing(seen);
    boolean takenBack = order.isTakenBack();
    if (takenBack && found.replicas() > 0 && !KubernetesWorkload.isBarred(found)) {
      takeBack(seen, found);
      return false;
    }
    boolean wanted = found.isGoal(KubernetesMarks.RESTING);
    if (begun && found.replicas() > 0 && !wanted) {
      workload.perform(KubernetesPlan.mended(seen, workload.route(), workload.now()));
      throw staysAwake("somebody has come");
    }
    begun |= wanted; // by another gateway
    boolean heedsOthers = order.cause() == RestOrder.Cause.UNUSED && !begun;
    if (heedsOthers && workload.isUsedByOthers(found)) {
      throw staysAwake("it is used through another gateway");
    }
    KubernetesStep step = KubernetesPlan.towardsRest(seen, workload.route(), workload.now());
    if (step instanceof KubernetesStep.Wait(var time)) {
      await(time, takenBack);
      return false;
    }
    Done done = workload.perform(step);
    begun |= done == Done.STEP;
    return done == Done.ALL;
  }

  private void await(Duration time, boolean inVain) throws InterruptedException {
    if (inVain) {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    } else {
      order.await(time);
    }
  }

  private void takeBack(KubernetesSeen seen, KubernetesScalable found)
      throws WorkloadException, KubernetesException {
    KubernetesStep step = KubernetesPlan.backFromRest(seen, workload.route(), workload.now());
    if (workload.perform(step) == Done.ALL) {
      workload.wasWoken(found);
      throw staysAwake("somebody has come");
    }
  }

  private StaysAwakeException staysAwake(String why) {
    return new StaysAwakeException(workload.name() + " stays awake", why);
  }
}
