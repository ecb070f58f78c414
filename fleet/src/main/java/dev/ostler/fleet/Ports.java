package dev.ostler.fleet;

import dev.ostler.engine.Networking.Port;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Published ports as texts. */
final class Ports {
  private Ports() {}

  /** Ports one after the other; a single one has the same first and last. */
  private record Range(int first, int last) {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,5})(?:-([0-9]{1,5}))?");

    /** Of the host, those that the engine chooses. */
    static final Range ANY = new Range(0, 0);

    static Range parse(String text) {
      Matcher form = FORM.matcher(text);
      if (!form.matches()) {
        throw new IllegalArgumentException(
            "expected [[ADDRESS:]HOST:]CONTAINER[/PROTOCOL], such as 80:8080, 53:53/udp or"
                + " 8000-8010:8000-8010");
      }
      int first = Integer.parseInt(form.group(1));
      int last = form.group(2) == null ? first : Integer.parseInt(form.group(2));
      if (last < first) {
        throw new IllegalArgumentException("expected the smaller port of a range first");
      }
      if (first == 0 && last > 0) {
        throw new IllegalArgumentException("expected a range of ports from 1 to 65535");
      }
      return new Range(first, last);
    }

    int size() {
      return last - first + 1;
    }

    int at(int index) {
      return first == 0 ? 0 : first + index;
    }
  }

  /**
   * Reads Compose's short form: {@code [[ADDRESS:]HOST:]CONTAINER[/PROTOCOL]}, where each side may
   * be a range, {@code 8000-8010}.
   *
   * @return a port, or one for each of a range
   * @throws IllegalArgumentException if it is no such text
   */
  static List<Port> parse(String text) {
    int slash = text.indexOf('/');
    String protocol = slash < 0 ? "tcp" : text.substring(slash + 1);
    String rest = slash < 0 ? text : text.substring(0, slash);
    int last = rest.lastIndexOf(':');
    Range container = Range.parse(rest.substring(last + 1));
    String before = last < 0 ? "" : rest.substring(0, last);
    int colon = before.lastIndexOf(':');
    String address = colon < 0 ? "" : withoutBrackets(before.substring(0, colon));
    String published = before.substring(colon + 1);
    Range host = published.isEmpty() ? Range.ANY : Range.parse(published);
    if (!host.equals(Range.ANY)) {
      requireSameSize(host, container);
    }
    return IntStream.range(0, container.size())
        .mapToObj(i -> new Port(container.first() + i, protocol, address, host.at(i)))
        .toList();
  }

  private static String withoutBrackets(String address) {
    return address.startsWith("[") && address.endsWith("]")
        ? address.substring(1, address.length() - 1)
        : address;
  }

  private static void requireSameSize(Range host, Range container) {
    if (host.size() != container.size()) {
      throw new IllegalArgumentException(
          "expected as many ports of the host as of the container, not "
              + host.size()
              + " and "
              + container.size());
    }
  }

  /** Compose's short form. */
  static String text(Port port) {
    String address = port.hostAddress();
    String where = address.indexOf(':') < 0 ? address : "[" + address + "]";
    String host = port.host() == 0 ? "" : Integer.toString(port.host());
    String left = where.isEmpty() ? host : where + ":" + host;
    return (left.isEmpty() ? "" : left + ":") + port.container() + "/" + port.protocol();
  }

  /** Ports of the host that two containers of it cannot both have. */
  static NavigableSet<Integer> clashes(Collection<Port> some, Collection<Port> others) {
    Map<Integer, List<Port>> byHost = others.stream().collect(Collectors.groupingBy(Port::host));
    return some.stream()
        .filter(port ->
            byHost.getOrDefault(port.host(), List.of()).stream()
                .anyMatch(other -> clash(port, other)))
        .map(Port::host)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean clash(Port one, Port other) {
    return one.host() != 0
        && one.host() == other.host()
        && one.protocol().equals(other.protocol())
        && (isAny(one.hostAddress())
            || isAny(other.hostAddress())
            || one.hostAddress().equals(other.hostAddress()));
  }

  private static boolean isAny(String address) {
    return address.isEmpty() || address.equals("0.0.0.0") || address.equals("::");
  }

  /** In words: {@code port 80}, or {@code ports 80, 8000-8010}. */
  static String words(NavigableSet<Integer> numbers) {
    StringBuilder words = new StringBuilder(numbers.size() == 1 ? "port " : "ports ");
    String comma = "";
    for (int first : numbers) {
      if (!numbers.contains(first - 1)) {
        int last = first;
        while (numbers.contains(last + 1)) {
          last++;
        }
        words.append(comma).append(first).append(last == first ? "" : "-" + last);
        comma = ", ";
      }
    }
    return words.toString();
  }
}
