package dev.ostler.configuration;

import java.util.LinkedHashMap;
import java.util.Map;

/** JSON Schema of a file format, for editors. */
public final class Schema {
  private Schema() {}

  /**
   * The schema of the files that a record describes.
   *
   * @param type the record
   * @return JSON Schema 2020-12
   */
  public static String of(Class<?> type) {
    Definitions definitions = new Definitions();
    Map<String, Object> root = new Shapes().of(type).schema(definitions);
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    Description description = type.getAnnotation(Description.class);
    schema.put("title", description == null ? type.getSimpleName() : description.value());
    schema.putAll(root);
    schema.put("$defs", definitions.all());
    return Json.print(schema);
  }
}
