package dev.ostler.fleet;

import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.HealthCheck;
import dev.ostler.engine.Lifecycle;
import dev.ostler.engine.Logging;
import dev.ostler.engine.Mount;
import dev.ostler.engine.Networking;
import dev.ostler.engine.Privileges;
import dev.ostler.engine.Program;
import dev.ostler.engine.Resources;
import dev.ostler.engine.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** What a container is made from, by the file's words. */
final class FleetSpecs {
  private static final double BILLION = 1e9;

  private FleetSpecs() {}

  static ContainerSpec of(ContainerForm form) {
    return new ContainerSpec(
        form.image(),
        form.platform().orElse(""),
        form.labels(),
        new Program(
            form.entrypoint(),
            form.command(),
            form.environment(),
            form.user().orElse(""),
            form.workingDirectory().orElse(""),
            form.tty(),
            form.stdinOpen(),
            form.init()),
        storage(form),
        networking(form),
        lifecycle(form),
        privileges(form),
        resources(form),
        form.logging()
            .map(logging -> new Logging(logging.driver().orElse(""), logging.options()))
            .orElse(Logging.DEFAULT));
  }

  private static Storage storage(ContainerForm form) {
    List<Mount> mounts = new ArrayList<>();
    form.mounts()
        .forEach(it ->
            mounts.add(
                new Mount.Bind(
                    it.source(), it.target(), it.readOnly(), it.propagation().orElse(""), false)));
    form.volumes()
        .forEach(it ->
            mounts.add(
                it.source().startsWith("/")
                    ? new Mount.Bind(it.source(), it.target(), it.readOnly(), "", true)
                    : new Mount.Volume(it.source(), it.target(), it.readOnly(), false)));
    OptionalLong shared =
        form.sharedMemory().isPresent()
            ? OptionalLong.of(form.sharedMemory().get().bytes())
            : OptionalLong.empty();
    return new Storage(mounts, form.tmpfs(), form.readOnly(), shared);
  }

  private static Networking networking(ContainerForm form) {
    Map<String, Networking.Attachment> attachments = new TreeMap<>();
    form.networks().forEach(name -> attachments.put(name, Networking.Attachment.PLAIN));
    return new Networking(
        form.networkMode().orElse(""),
        attachments,
        form.ports().stream().flatMap(it -> it.ports().stream()).toList(),
        form.hostname().orElse(""),
        form.domainname().orElse(""),
        new Networking.Dns(form.dns(), form.dnsSearch(), form.dnsOptions()),
        form.extraHosts());
  }

  private static Lifecycle lifecycle(ContainerForm form) {
    return new Lifecycle(
        form.restart().restart(),
        form.healthcheck().map(FleetSpecs::healthcheck),
        form.stopSignal().orElse(""),
        form.stopGracePeriod(),
        false);
  }

  private static HealthCheck healthcheck(ContainerForm.HealthcheckForm form) {
    return form.disable()
        ? HealthCheck.NEVER
        : new HealthCheck(
            form.test(),
            form.interval(),
            form.timeout(),
            form.startPeriod(),
            form.startInterval(),
            form.retries());
  }

  private static Privileges privileges(ContainerForm form) {
    return new Privileges(
        form.privileged(),
        form.capabilitiesAdded(),
        form.capabilitiesDropped(),
        form.securityOptions(),
        form.devices().stream()
            .map(it -> new Privileges.Device(it.host(), it.container(), it.rights()))
            .toList(),
        form.groups(),
        new Privileges.Namespaces(
            form.pid().orElse(""),
            form.ipc().orElse(""),
            form.userns().orElse(""),
            form.uts().orElse(""),
            form.cgroup().orElse("")),
        form.sysctls());
  }

  private static Resources resources(ContainerForm form) {
    return new Resources(
        bytes(form.memory()),
        bytes(form.memoryReservation()),
        bytes(form.memorySwap()),
        Math.round(form.cpus() * BILLION),
        form.cpuShares(),
        form.cpuset().orElse(""),
        form.pids(),
        form.outOfMemoryScore(),
        form.ulimits().entrySet().stream()
            .map(
                it -> new Resources.Ulimit(it.getKey(), it.getValue().soft(), it.getValue().hard()))
            .toList());
  }

  private static long bytes(Optional<ComposeText.SizeForm> size) {
    return size.map(ComposeText.SizeForm::bytes).orElse(0L);
  }
}
