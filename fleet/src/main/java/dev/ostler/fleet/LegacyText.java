package dev.ostler.fleet;

import dev.ostler.configuration.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Writes the form of libflexkube as libflexkube does: keys in order, nothing that is not set. */
final class LegacyText {
  private LegacyText() {}

  static Map<String, Object> entry(LegacyForm.EntryForm form) {
    Map<String, Object> entry = new TreeMap<>();
    entry.put("configFiles", new TreeMap<>(form.configFiles()));
    entry.put("container", container(form.container()));
    entry.put("host", host(form.host()));
    return entry;
  }

  private static Map<String, Object> container(LegacyForm.ContainerForm form) {
    Map<String, Object> container = new TreeMap<>();
    container.put("config", config(form.config()));
    Map<String, Object> docker = new TreeMap<>();
    put(docker, "host", form.runtime().docker().host());
    container.put("runtime", Map.of("docker", docker));
    form.status()
        .ifPresent(status -> {
          Map<String, Object> known = new TreeMap<>();
          put(known, "id", status.id());
          put(known, "status", status.status());
          container.put("status", known);
        });
    return container;
  }

  private static Map<String, Object> config(LegacyForm.ConfigForm form) {
    Map<String, Object> config = new TreeMap<>();
    config.put("name", form.name());
    config.put("image", form.image());
    put(config, "args", form.args());
    put(config, "entrypoint", form.entrypoint());
    put(config, "ports", form.ports().stream().map(LegacyText::port).toList());
    put(config, "mounts", form.mounts().stream().map(LegacyText::mount).toList());
    if (form.privileged()) {
      config.put("privileged", true);
    }
    put(config, "networkMode", form.networkMode());
    put(config, "pidMode", form.pidMode());
    put(config, "ipcMode", form.ipcMode());
    put(config, "user", form.user());
    put(config, "group", form.group());
    if (!form.env().isEmpty()) {
      config.put("env", new TreeMap<>(form.env()));
    }
    return config;
  }

  private static Map<String, Object> port(LegacyForm.PortForm form) {
    Map<String, Object> port = new TreeMap<>();
    port.put("ip", form.ip().orElse(""));
    port.put("port", form.port());
    port.put("protocol", form.protocol().orElse(""));
    return port;
  }

  private static Map<String, Object> mount(LegacyForm.MountForm form) {
    Map<String, Object> mount = new TreeMap<>();
    mount.put("source", form.source());
    mount.put("target", form.target());
    put(mount, "propagation", form.propagation());
    return mount;
  }

  private static Map<String, Object> host(LegacyForm.HostForm form) {
    return form.ssh()
        .map(ssh -> Map.<String, Object>of("ssh", ssh(ssh)))
        .orElseGet(() -> Map.of("direct", Map.of()));
  }

  private static Map<String, Object> ssh(LegacyForm.SshForm form) {
    Map<String, Object> ssh = new TreeMap<>();
    ssh.put("address", form.address());
    ssh.put("port", form.port());
    ssh.put("user", form.user());
    put(ssh, "password", form.password().map(Secret::reveal));
    put(ssh, "privateKey", form.privateKey().map(Secret::reveal));
    ssh.put("connectionTimeout", form.connectionTimeout());
    ssh.put("retryTimeout", form.retryTimeout());
    ssh.put("retryInterval", form.retryInterval());
    return ssh;
  }

  private static void put(Map<String, Object> to, String name, Optional<String> value) {
    value.filter(text -> !text.isEmpty()).ifPresent(text -> to.put(name, text));
  }

  private static void put(Map<String, Object> to, String name, List<?> values) {
    if (!values.isEmpty()) {
      to.put(name, values);
    }
  }
}
