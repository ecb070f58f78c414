package dev.ostler.gateway;

/**
 * The labels and annotations by which everybody who rests and wakes workloads of a cluster tells
 * what has been done. Those of {@code mojanalytics.xyz} are shared with go-unidler and its idler,
 * so that each can wake what the other has put to rest.
 */
final class KubernetesMarks {
  /** Label of a workload that rests, or is on its way there or back. */
  static final String IDLED = "mojanalytics.xyz/idled";

  /** When it was put to rest; nobody but people reads it. */
  static final String IDLED_AT = "mojanalytics.xyz/idled-at";

  /** How many replicas it had. */
  static final String REPLICAS = "mojanalytics.xyz/replicas-when-unidled";

  /** Label of workloads that may be put to rest. */
  static final String IDLEABLE = "mojanalytics.xyz/idleable";

  /**
   * What is being done with a workload, {@link #AWAKE} or {@link #RESTING}, so that whoever finds
   * it half done knows which way to go.
   */
  static final String GOAL = "ostler.dev/goal";

  static final String AWAKE = "awake";
  static final String RESTING = "resting";

  /** When it was last woken. */
  static final String WOKEN_AT = "ostler.dev/woken-at";

  /** {@code true} if visitors must not wake it. */
  static final String DO_NOT_WAKE = "ostler.dev/do-not-wake";

  /** Until when it must not be put to rest. */
  static final String KEEP_AWAKE_UNTIL = "ostler.dev/keep-awake-until";

  /** Until when a gateway that it is used through has it left awake by the others. */
  static final String USED_UNTIL = "ostler.dev/used-until";

  /** The spec that a Service had before it was pointed at the gateway, as JSON. */
  static final String FORMER_SPEC = "ostler.dev/former-spec";

  /** Where go-unidler's idler points Services. */
  static final String UNIDLER = "unidler.default.svc.cluster.local";

  private KubernetesMarks() {}
}
