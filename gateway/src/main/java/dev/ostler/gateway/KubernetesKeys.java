package dev.ostler.gateway;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which labels an app may be found by that is asked for by a host, the likeliest first. go-unidler
 * and the charts that it served did not agree on one: the first name of the host, the whole of it,
 * or what of it fits into a label.
 */
final class KubernetesKeys {
  private static final int LONGEST = 63;
  private static final Pattern VALUE =
      Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");

  /** The label whose value is the first name of the host. */
  static final String UNIDLE_KEY = "unidle-key";

  private static final List<String> LABELS = List.of(UNIDLE_KEY, "host", "unidler-key");

  private final String label;

  /** With the label that is looked for first. */
  KubernetesKeys(String label) {
    this.label = label;
  }

  /** The host of a request without its port, in lower case and without a dot after it. */
  static String host(String text) {
    String host = text.strip().toLowerCase(Locale.ROOT);
    int colon = host.lastIndexOf(':');
    if (colon > host.lastIndexOf(']')) {
      host = host.substring(0, colon);
    }
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  List<String> labels() {
    LinkedHashSet<String> labels = new LinkedHashSet<>(List.of(label));
    labels.addAll(LABELS);
    return List.copyOf(labels);
  }

  /** Values of a label, the likeliest first; only those that a label can have. */
  List<String> values(String ofLabel, String host) {
    String cut = host.length() > LONGEST ? host.substring(0, LONGEST) : host;
    String trimmed = cut.replaceAll("[^a-z0-9]+$", "");
    String first = host.split("\\.", 2)[0];
    List<String> values =
        ofLabel.equals(UNIDLE_KEY)
            ? List.of(first, host, cut, trimmed)
            : List.of(host, cut, trimmed, first);
    return new ArrayList<>(new LinkedHashSet<>(values))
        .stream().filter(value -> VALUE.matcher(value).matches()).toList();
  }
}
