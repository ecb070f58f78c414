package dev.ostler.fleet;

import java.util.List;

/** What was seen of one host. */
sealed interface HostView {
  /**
   * Everything that was asked for.
   *
   * @param containers all of its containers, ours and others
   */
  record Observed(List<ContainerView> containers) implements HostView {
    public Observed {
      containers = List.copyOf(containers);
    }
  }

  /**
   * Nothing: what is there may be anything, and nothing is decided on the strength of it.
   *
   * @param reason why
   */
  record Unknown(String reason) implements HostView {}
}
