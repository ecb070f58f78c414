package dev.ostler.gateway;

import java.lang.management.ManagementFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.ObjectName;

/** What this JVM remembers. */
final class Heap {
  private Heap() {}

  /** How many objects of a class somebody still refers to. */
  static long count(String className) throws Exception {
    Object histogram =
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "gcClassHistogram",
                new Object[] {new String[0]},
                new String[] {String[].class.getName()});
    // A line of it: number, instances, bytes, class.
    Pattern line = Pattern.compile(" (\\d+) +\\d+  " + Pattern.quote(className) + "\\b");
    Matcher count = line.matcher(histogram.toString());
    return count.find() ? Long.parseLong(count.group(1)) : 0;
  }
}
