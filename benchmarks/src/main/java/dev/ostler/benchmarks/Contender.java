package dev.ostler.benchmarks;

/** Who is measured; each is a column of the table, in this order. */
enum Contender {
  OSTLER("Ostler"),
  /** With the runtime of the distribution. */
  PACKAGED("Ostler, packaged"),
  /**
   * What cannot be beaten: a bare child, an empty Java main, unpacking alone; the row says which.
   */
  FLOOR("floor"),
  /** A Java main that does the least of the same input and output, or starts the same child. */
  LEAST("least Java"),
  ENTRYPOINT_FRAMEWORK("EF"),
  QUARKS_CONTAINER_RUN("QCR"),
  S6("s6"),
  SUPERVISORD("supervisord"),
  TINI("tini"),
  DUMB_INIT("dumb-init"),
  DOCKER("docker"),
  COMPOSE("Compose"),
  LIBFLEXKUBE("libflexkube"),
  NGINX("nginx"),
  GO_PROXY("Go ReverseProxy"),
  SABLIER("Sablier");

  private final String title;

  Contender(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
