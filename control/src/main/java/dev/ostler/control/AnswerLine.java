package dev.ostler.control;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * An answer and the request it belongs to.
 *
 * @param id the request's; empty if it could not be read, or nothing was asked for
 * @param answer what is answered
 */
public record AnswerLine(OptionalLong id, Answer answer) {
  /**
   * Writes it as it goes over the socket.
   *
   * @return JSON on one line, with the line's end
   */
  public String write() {
    Map<String, Json> line = new LinkedHashMap<>();
    line.put("id", id.isPresent() ? Json.of(id.getAsLong()) : new Json.Null());
    line.put(key(), Encoding.of(answer));
    return new Json.Members(line).write() + "\n";
  }

  private String key() {
    return switch (answer) {
      case LogLine _ -> "log";
      case ControlEvent _ -> "event";
      case Following _ -> "following";
      case Failure _ -> "error";
      case Instance _, Status _, Health _, Changes _, Reloaded _, Metrics _, Done _ -> "ok";
    };
  }
}
