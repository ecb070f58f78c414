package dev.ostler.gateway;

import java.util.ArrayList;
import java.util.List;

/** Apps in lines and columns, for terminals. */
final class AppTable {
  private static final List<String> HEAD = List.of("APP", "PHASE", "USERS", "WAITING", "RESTED");

  private AppTable() {}

  static String of(List<AppView> views) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEAD);
    views.forEach(view -> rows.add(row(view)));
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      for (int column = 0; column < row.size(); column++) {
        String cell = row.get(column);
        text.append(cell).repeat(' ', width(rows, column) - cell.length() + 2);
      }
      text.setLength(text.toString().stripTrailing().length());
      text.append('\n');
    }
    return text.toString();
  }

  private static List<String> row(AppView view) {
    return List.of(
        view.name(),
        Words.of(view.phase()),
        Integer.toString(view.users()),
        Integer.toString(view.held()),
        "%d:%02d".formatted(view.rested().toHours(), view.rested().toMinutesPart()));
  }

  private static int width(List<List<String>> rows, int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }
}
