package dev.ostler.configuration;

import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** What the YAML parser says, in our words where its own do not help. */
final class SyntaxMessages {
  private SyntaxMessages() {}

  static String of(MarkedYamlEngineException e) {
    if (e.getProblem().contains("TAB")) {
      return "found a tab, expected spaces";
    }
    String where = e.getContext() == null ? "" : " " + Texts.shortened(e.getContext());
    return "found no YAML" + where + ": " + Texts.shortened(e.getProblem());
  }
}
