package dev.ostler.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Optional;

/** JSON, as the client of the API server reads and writes it. */
final class KubernetesJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private KubernetesJson() {}

  /** An object; empty if the text is none. */
  static Optional<Map<String, Object>> object(String text) {
    try {
      Map<String, Object> map = MAPPER.readValue(text, new TypeReference<Map<String, Object>>() {});
      return Optional.ofNullable(map);
    } catch (JsonProcessingException notJson) {
      return Optional.empty();
    }
  }

  /** Unlike {@link JsonText}, it writes null, which removes in a merge patch. */
  static String text(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new AssertionError("internal error: not JSON: " + value, e);
    }
  }
}
