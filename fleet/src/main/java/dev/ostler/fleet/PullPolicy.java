package dev.ostler.fleet;

/** When the image of a new container is fetched. */
public enum PullPolicy {
  /** If the host does not have it. */
  MISSING,
  /** Each time: a tag may be another's by now. */
  ALWAYS,
  /** Not at all: the host must have it. */
  NEVER
}
