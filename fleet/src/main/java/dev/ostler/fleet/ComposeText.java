package dev.ostler.fleet;

import dev.ostler.configuration.Key;
import dev.ostler.configuration.Size;
import dev.ostler.engine.Networking;
import dev.ostler.engine.Restart;
import java.util.List;
import java.util.Locale;

/** What Compose writes as one text though it is several things. */
final class ComposeText {
  private ComposeText() {}

  /** A size, also as Compose has them: with b, k, m or g, in either case, for powers of 1024. */
  @Key("size such as 512, 512m, 10MiB or 2GB")
  record SizeForm(long bytes) {
    static SizeForm parse(String text) {
      boolean isComposes = text.matches("[0-9]+[bkmgBKMG]");
      String letter = isComposes ? text.substring(text.length() - 1).toUpperCase(Locale.ROOT) : "";
      String number = isComposes ? text.substring(0, text.length() - 1) : text;
      return new SizeForm(Size.parse(number + unit(letter)).bytes());
    }

    private static String unit(String letter) {
      return letter.isEmpty() || letter.equals("B") ? letter : letter + "iB";
    }
  }

  /** Compose's short form of a port, or of a range of them. */
  record PortsForm(List<Networking.Port> ports) {
    static PortsForm parse(String text) {
      return new PortsForm(Ports.parse(text));
    }
  }

  /** Compose's short form of a volume: {@code SOURCE:TARGET[:ro]}. */
  record VolumeForm(String source, String target, boolean readOnly) {
    static VolumeForm parse(String text) {
      String[] parts = text.split(":", -1);
      boolean hasMode = parts.length == 3 && (parts[2].equals("ro") || parts[2].equals("rw"));
      if (parts.length < 2 || (parts.length == 3 && !hasMode) || parts.length > 3) {
        throw new IllegalArgumentException("expected SOURCE:TARGET[:ro]");
      }
      return new VolumeForm(parts[0], parts[1], hasMode && parts[2].equals("ro"));
    }
  }

  /** {@code HOST[:CONTAINER[:RIGHTS]]}. */
  record DeviceForm(String host, String container, String rights) {
    static DeviceForm parse(String text) {
      String[] parts = text.split(":", -1);
      if (parts.length > 3 || parts[0].isEmpty()) {
        throw new IllegalArgumentException("expected HOST[:CONTAINER[:RIGHTS]]");
      }
      return new DeviceForm(
          parts[0], parts.length > 1 ? parts[1] : parts[0], parts.length > 2 ? parts[2] : "rwm");
    }
  }

  /** {@code LIMIT}, or {@code SOFT:HARD}. */
  record UlimitForm(long soft, long hard) {
    static UlimitForm parse(String text) {
      if (!text.matches("-?[0-9]{1,18}(:-?[0-9]{1,18})?")) {
        throw new IllegalArgumentException("expected LIMIT or SOFT:HARD");
      }
      int colon = text.indexOf(':');
      long soft = Long.parseLong(colon < 0 ? text : text.substring(0, colon));
      return new UlimitForm(soft, colon < 0 ? soft : Long.parseLong(text.substring(colon + 1)));
    }
  }

  /** {@code no}, {@code always}, {@code unless-stopped} or {@code on-failure[:TIMES]}. */
  @Key("restart policy")
  record RestartForm(Restart restart) {
    static RestartForm parse(String text) {
      int colon = text.indexOf(':');
      String word = colon < 0 ? text : text.substring(0, colon);
      for (Restart.Policy policy : Restart.Policy.values()) {
        if (policy.word().equals(word) && text.matches("[a-z-]+(:[0-9]{1,6})?")) {
          int times = colon < 0 ? 0 : Integer.parseInt(text.substring(colon + 1));
          return new RestartForm(new Restart(policy, times));
        }
      }
      throw new IllegalArgumentException(
          "expected no, always, unless-stopped or on-failure[:TIMES]");
    }
  }
}
