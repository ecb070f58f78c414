package dev.ostler.gateway;

import io.fabric8.kubernetes.client.KubernetesClient;

/** An API server that others have written, with one namespace for a test. */
interface ApiServer extends AutoCloseable {
  /** One that the test itself speaks to, never hidden. */
  KubernetesClient client();

  String namespace();

  /** The node that pods are to be bound to; empty if the scheduler finds one. */
  String node();

  /** Opens a connection for a workload; the caller closes it. */
  KubernetesApi connect();

  /** Connections of workloads end, and no further one comes about. */
  void hide();

  void show();

  @Override
  void close();
}
