package dev.ostler.cli;

import dev.ostler.linux.ResourceLimit;

/** Resource limits as people write them. */
final class ResourceLimits {
  private ResourceLimits() {}

  static ResourceLimit named(String name) throws UsageException {
    StringBuilder known = new StringBuilder();
    for (ResourceLimit limit : ResourceLimit.values()) {
      if (limit.toString().equals(name)) {
        return limit;
      }
      known.append(known.isEmpty() ? "" : ", ").append(limit);
    }
    throw new UsageException("--limit: no such limit '" + name + "'; there are " + known);
  }

  static long value(String limit, int equals) throws UsageException {
    String text = equals < 0 ? "" : limit.substring(equals + 1);
    if (text.equals("unlimited")) {
      return ResourceLimit.UNLIMITED;
    }
    try {
      long value = Long.parseLong(text);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException notANumber) {
      // said below
    }
    throw new UsageException(
        "--limit must be NAME=N with a number or 'unlimited', such as open-files=4096, got '"
            + limit
            + "'");
  }
}
