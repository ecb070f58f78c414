package dev.ostler.engine;

/**
 * What an engine does when a container ends by itself, or when the engine starts.
 *
 * @param policy when it is started again
 * @param retries how often at most, for {@link Policy#ON_FAILURE}; 0 for no limit
 */
public record Restart(Policy policy, int retries) {
  /** Stays ended. */
  public static final Restart NO = new Restart(Policy.NO, 0);

  /** Checks the range. */
  public Restart {
    if (retries < 0 || (retries > 0 && policy != Policy.ON_FAILURE)) {
      throw new IllegalArgumentException(
          "retries must be 0, or more for on-failure; got " + retries + " for " + policy.word());
    }
  }

  /** When a container is started again. */
  public enum Policy {
    /** Never. */
    NO("no"),
    /** Always, also when the engine starts. */
    ALWAYS("always"),
    /** Always, unless somebody stopped it. */
    UNLESS_STOPPED("unless-stopped"),
    /** When its exit status is not 0. */
    ON_FAILURE("on-failure");

    private final String word;

    Policy(String word) {
      this.word = word;
    }

    /**
     * Returns the engine's word for it.
     *
     * @return such as {@code unless-stopped}
     */
    public String word() {
      return word;
    }

    /** The policy of an engine's word; "" and what is unknown are {@link #NO}. */
    static Policy of(String word) {
      for (Policy policy : values()) {
        if (policy.word.equals(word)) {
          return policy;
        }
      }
      return NO;
    }
  }
}
