package dev.ostler.architecture;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How the API of a library differs from what its file says.
 *
 * @param gone what is no longer there, or there in another form
 * @param added what is new
 */
record ApiDifference(List<String> gone, List<String> added) {
  private static final String INDENT = "  ";

  ApiDifference {
    gone = List.copyOf(gone);
    added = List.copyOf(added);
  }

  static ApiDifference between(List<String> was, List<String> is) {
    Set<String> before = members(was);
    Set<String> after = members(is);
    return new ApiDifference(
        before.stream().filter(member -> !after.contains(member)).toList(),
        after.stream().filter(member -> !before.contains(member)).toList());
  }

  /** Each with the type that it belongs to, so that a line tells all by itself. */
  private static Set<String> members(List<String> lines) {
    Set<String> members = new LinkedHashSet<>();
    String type = "";
    for (String line : lines) {
      if (line.startsWith(INDENT)) {
        members.add(type + ": " + line.strip());
      } else {
        type = line.replaceAll("^.*?\\b(class|interface|record|enum) ([\\w.$]+).*$", "$2");
        members.add(line);
      }
    }
    return members;
  }

  /** Empty if there is none. */
  String message(String library) {
    if (gone.isEmpty() && added.isEmpty()) {
      return "";
    }
    List<String> lines = new ArrayList<>();
    lines.add("the API of " + library + " is not what " + library + "/api.txt says");
    tell(lines, "gone, which breaks who uses it:", gone);
    tell(lines, "new:", added);
    lines.add(
        "if that is meant, tell in CHANGELOG.md what is gone, and write the file anew: mvn test"
            + " -pl architecture-tests -am -Dtest=PublicApiTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dostler.regenerate=true");
    return String.join("\n", lines);
  }

  private static void tell(List<String> lines, String what, List<String> members) {
    if (!members.isEmpty()) {
      lines.add(what);
      members.forEach(member -> lines.add(INDENT + member));
    }
  }
}
