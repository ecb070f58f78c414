package dev.ostler.engine;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Mounts as engines write them. */
final class MountJson {
  private MountJson() {}

  static Map<String, Object> write(Mount mount) {
    return switch (mount) {
      case Mount.Bind bind ->
          typed("bind", bind.target())
              .put("Source", bind.source())
              .put("ReadOnly", bind.readOnly())
              .put(
                  "BindOptions",
                  new JsonFields()
                      .put("Propagation", bind.propagation())
                      .put("CreateMountpoint", bind.createSource()))
              .map();
      case Mount.Volume volume ->
          typed("volume", volume.target())
              .put("Source", volume.name())
              .put("ReadOnly", volume.readOnly())
              .put("VolumeOptions", new JsonFields().put("NoCopy", volume.noCopy()))
              .map();
      case Mount.Memory memory -> {
        JsonFields options = new JsonFields();
        memory.bytes().ifPresent(bytes -> options.put("SizeBytes", bytes));
        memory.mode().ifPresent(mode -> options.put("Mode", mode));
        yield typed("tmpfs", memory.target()).put("TmpfsOptions", options).map();
      }
      case Mount.Other other ->
          throw new IllegalArgumentException(
              "mounts of type " + other.type() + " can only be read, not made");
    };
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
    var options = java.util.List.of((parts.length > 2 ? parts[2] : "").split(",", -1));
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
