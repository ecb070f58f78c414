package dev.ostler.cli;

import java.util.List;

/**
 * A manual page in the making.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/groff_man.7.html">groff_man(7)</a>
 */
final class Roff {
  private final StringBuilder text = new StringBuilder();

  /** Of a section of the manual, with the day of the release. */
  Roff(String title, int section, String day) {
    line(".TH " + quoted(title) + " " + section + " " + day + " Ostler \"Ostler Manual\"");
  }

  Roff section(String name) {
    return line(".SH " + quoted(name));
  }

  Roff subsection(String name) {
    return line(".SS " + quoted(name));
  }

  /** What it is that is explained next, in bold, and words beside it. */
  Roff term(String bold, String beside) {
    line(".TP");
    return line(
        beside.isEmpty()
            ? "\\fB" + escaped(bold) + "\\fR"
            : "\\fB" + escaped(bold) + "\\fR " + escaped(beside));
  }

  Roff words(String words) {
    return line(guarded(escaped(words)));
  }

  Roff paragraph(String words) {
    return line(".PP").words(words);
  }

  /** Sentences; lines that begin with two blanks stand as they are. */
  Roff paragraphs(String written) {
    boolean first = true;
    for (String paragraph : List.of(written.strip().split("\n\n", -1))) {
      if (paragraph.startsWith("  ")) {
        asWritten(paragraph);
      } else {
        if (!first) {
          line(".PP");
        }
        paragraph.lines().forEach(this::words);
      }
      first = false;
    }
    return this;
  }

  private void asWritten(String lines) {
    line(".PP").line(".RS 4").line(".nf");
    lines.lines().forEach(each -> words(each.substring(Math.min(2, each.length()))));
    line(".fi").line(".RE");
  }

  private Roff line(String line) {
    text.append(line).append('\n');
    return this;
  }

  private static String quoted(String words) {
    return '"' + escaped(words).replace("\"", "\\(dq") + '"';
  }

  /** As it reads: a bare minus would be typeset as a hyphen, which nobody can paste. */
  private static String escaped(String words) {
    return words.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq");
  }

  /** What begins with a dot would be taken for a macro. */
  private static String guarded(String line) {
    return line.startsWith(".") ? "\\&" + line : line;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
