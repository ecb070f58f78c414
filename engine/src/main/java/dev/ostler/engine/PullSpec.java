package dev.ostler.engine;

/**
 * What to pull.
 *
 * @param image name with tag or digest; without either it means {@code latest}
 * @param platform such as {@code linux/arm64}; empty for the engine's own
 * @param login who pulls
 */
public record PullSpec(String image, String platform, RegistryLogin login) {
  /**
   * For the engine's own platform, by nobody.
   *
   * @param image its name
   * @return the specification
   */
  public static PullSpec of(String image) {
    return new PullSpec(image, "", RegistryLogin.ANONYMOUS);
  }
}
