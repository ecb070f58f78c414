package dev.ostler.gateway;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

/** An API server that others have written, with one namespace for a test. */
interface ApiServer extends AutoCloseable {
  /** One that the test itself speaks to, never hidden. */
  KubernetesClient client();

  String namespace();

  /** The node that pods are to be bound to; empty if the scheduler finds one. */
  String node();

  /** Opens a connection for a workload; the caller closes it. */
  KubernetesApi connect();

  /** Makes objects in the namespace, in whose manifests {@code NODE} stands for {@link #node}. */
  default void create(String manifests) {
    client()
        .load(
            new ByteArrayInputStream(
                manifests.replace("NODE", node()).getBytes(StandardCharsets.UTF_8)))
        .inNamespace(namespace())
        .create();
  }

  /** A workload there, such as deployment/shop, whose Service shop is pointed at the gateway. */
  default KubernetesWorkload open(String workload) {
    return new KubernetesWorkload(
        "shop",
        KubernetesTarget.parse(namespace(), workload),
        Shop.REPOINT,
        KubernetesConnection.Use.own(connect()));
  }

  /** Connections of workloads end, and no further one comes about. */
  void hide();

  void show();

  @Override
  void close();
}
