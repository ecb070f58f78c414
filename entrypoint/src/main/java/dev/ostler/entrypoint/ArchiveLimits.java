package dev.ostler.entrypoint;

/**
 * How much an archive may ask for before it is refused.
 *
 * @param maxEntries members, with the directories that only their names tell of, from 1
 * @param maxTotalBytes unpacked size with all headers, from 1
 * @param maxFileBytes size of one member, from 1
 * @param maxPathBytes length of one member's name in UTF-8, from 1
 * @param maxDepth directories in one name, from 1
 * @param maxRatio unpacked bytes per packed byte, from 1; judged once {@value #RATIO_FLOOR} bytes
 *     have been unpacked, since small archives of small files legitimately pack a hundredfold
 */
public record ArchiveLimits(
    int maxEntries,
    long maxTotalBytes,
    long maxFileBytes,
    int maxPathBytes,
    int maxDepth,
    int maxRatio) {
  static final long RATIO_FLOOR = 16L << 20;

  /** Refuses limits that would refuse everything. */
  public ArchiveLimits {
    requirePositive("maxEntries", maxEntries);
    requirePositive("maxTotalBytes", maxTotalBytes);
    requirePositive("maxFileBytes", maxFileBytes);
    requirePositive("maxPathBytes", maxPathBytes);
    requirePositive("maxDepth", maxDepth);
    requirePositive("maxRatio", maxRatio);
  }

  private static void requirePositive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, got " + value);
    }
  }

  /**
   * Returns limits that no hand-written configuration meets: 100,000 members, 1 GiB in all, 256 MiB
   * in one file, 1024 bytes and 32 directories in a name, 200 times its packed size.
   *
   * @return the default limits
   */
  public static ArchiveLimits defaults() {
    return new ArchiveLimits(100_000, 1L << 30, 256L << 20, 1024, 32, 200);
  }
}
