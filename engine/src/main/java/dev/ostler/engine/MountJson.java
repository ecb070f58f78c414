package dev.ostler.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Mounts as engines write them. */
final class MountJson {
  private MountJson() {}

  /**
   * Writes a bind that makes its source, in the short form: the long one can say so only from API
   * 1.42 on.
   */
  static Stream<String> writeBind(Mount mount) {
    if (!(mount instanceof Mount.Bind bind) || !bind.createSource()) {
      return Stream.empty();
    }
    String options =
        Stream.of(bind.readOnly() ? "ro" : "rw", bind.propagation())
            .filter(option -> !option.isEmpty())
            .collect(Collectors.joining(","));
    return Stream.of(bind.source() + ":" + bind.target() + ":" + options);
  }

  /** Writes every other mount, in the long form. */
  static Stream<Map<String, Object>> write(Mount mount) {
    return switch (mount) {
      case Mount.Bind bind -> bind.createSource() ? Stream.empty() : Stream.of(bind(bind));
      case Mount.Volume volume -> Stream.of(volume(volume));
      case Mount.Memory memory -> Stream.of(memory(memory));
      case Mount.Other other ->
          throw new IllegalArgumentException(
              "mounts of type " + other.type() + " can only be read, not made");
    };
  }

  private static Map<String, Object> bind(Mount.Bind bind) {
    return typed("bind", bind.target())
        .put("Source", bind.source())
        .put("ReadOnly", bind.readOnly())
        .put("BindOptions", new JsonFields().put("Propagation", bind.propagation()))
        .map();
  }

  private static Map<String, Object> volume(Mount.Volume volume) {
    return typed("volume", volume.target())
        .put("Source", volume.name())
        .put("ReadOnly", volume.readOnly())
        .put("VolumeOptions", new JsonFields().put("NoCopy", volume.noCopy()))
        .map();
  }

  private static Map<String, Object> memory(Mount.Memory memory) {
    JsonFields options = new JsonFields();
    memory.bytes().ifPresent(bytes -> options.put("SizeBytes", bytes));
    memory.mode().ifPresent(mode -> options.put("Mode", mode));
    return typed("tmpfs", memory.target()).put("TmpfsOptions", options).map();
  }

  private static JsonFields typed(String type, String target) {
    return new JsonFields().always("Type", type).always("Target", target);
  }

  /** Reads one that was asked for at creation (HostConfig.Mounts). */
  static Mount asked(Json mount) {
    String target = mount.text("Target");
    return switch (mount.text("Type")) {
      case "bind" ->
          new Mount.Bind(
              mount.text("Source"),
              target,
              mount.flag("ReadOnly"),
              mount.at("BindOptions").text("Propagation"),
              mount.at("BindOptions").flag("CreateMountpoint"));
      case "volume" ->
          new Mount.Volume(
              mount.text("Source"),
              target,
              mount.flag("ReadOnly"),
              mount.at("VolumeOptions").flag("NoCopy"));
      case "tmpfs" -> memory(target, mount.at("TmpfsOptions"));
      default -> new Mount.Other(mount.text("Type"), target, Map.of());
    };
  }

  private static Mount memory(String target, Json options) {
    Optional<Long> mode = options.someNumber("Mode");
    return new Mount.Memory(
        target,
        options.someNumber("SizeBytes").map(OptionalLong::of).orElse(OptionalLong.empty()),
        mode.map(bits -> OptionalInt.of(bits.intValue())).orElse(OptionalInt.empty()));
  }

  /** Reads one of the short form (HostConfig.Binds): SOURCE:TARGET or SOURCE:TARGET:OPTIONS. */
  static Mount ofBind(String bind) {
    String[] parts = bind.split(":", 3);
    String target = parts.length > 1 ? parts[1] : parts[0];
    List<String> options = List.of((parts.length > 2 ? parts[2] : "").split(",", -1));
    boolean readOnly = options.contains("ro");
    if (parts.length < 2 || !parts[0].startsWith("/")) {
      return new Mount.Volume(
          parts.length < 2 ? "" : parts[0], target, readOnly, options.contains("nocopy"));
    }
    String propagation =
        options.stream().filter(o -> o.matches("r?(shared|slave|private)")).findFirst().orElse("");
    return new Mount.Bind(parts[0], target, readOnly, propagation, true);
  }

  /** Reads one as it is mounted now (Mounts of a list or an inspection). */
  static Mount now(Json mount) {
    String target = mount.text("Destination");
    boolean readOnly = mount.at("RW").isThere() && !mount.flag("RW");
    return switch (mount.text("Type")) {
      case "bind" ->
          new Mount.Bind(mount.text("Source"), target, readOnly, mount.text("Propagation"), false);
      case "volume" -> new Mount.Volume(mount.text("Name"), target, readOnly, false);
      case "tmpfs" -> new Mount.Memory(target, OptionalLong.empty(), OptionalInt.empty());
      default -> new Mount.Other(mount.text("Type"), target, Map.of());
    };
  }
}
