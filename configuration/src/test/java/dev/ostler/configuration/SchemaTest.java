package dev.ostler.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Editors and we must agree. JSON is YAML, so both read the same text. */
class SchemaTest {
  private final Configuration<Inn> inns =
      Configuration.of(Inn.class).withEnvironment(Map.of("STALLS", "7", "OPEN", "true"));
  private final com.networknt.schema.Schema schema =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(Schema.of(Inn.class));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'name': 'a'",
        "'name': 1",
        "'name': true",
        "'name': 'a', 'stalls': 40, 'slope': 0, 'grains': -3",
        "'name': 'a', 'stalls': '${STALLS}', 'open': '${OPEN}'",
        "'name': 'a', 'haunted': true, 'floors': 2",
        "'name': 'a', 'within': '1h30m'",
        "'name': 'a', 'within': '500ms'",
        "'name': 'a', 'cellar': 512",
        "'name': 'a', 'cellar': '10MiB'",
        "'name': 'a', 'ledger': 'x/y', 'site': 'http://a/'",
        "'name': 'a', 'key': 'b'",
        "'name': 'a', 'key': {'env': 'STALLS'}",
        "'name': 'a', 'feed': 'hay', 'guests': []",
        "'name': 'a', 'signs': 'b'",
        "'name': 'a', 'signs': ['b', 1]",
        "'name': 'a', 'rations': ['d']",
        "'name': 'a', 'rations': {'d': 'hay'}",
        "'name': 'a', 'horses': {'d': {'bridle': ['x'], 'for': 'y'}}",
        "'name': 'a', 'gate': 'half-open'",
        "'name': 'a', 'gate': {'toll': 0}",
        "'name': 'a', 'gate': {'guard': 'b', 'shift': '0s'}",
        "'name': 'a', 'gate': ['closed', {'toll': 3}, []]",
        "'name': 'a', 'probe': {'tcp': 'b', 'every': '2s'}",
        "'name': 'a', 'hearth': 'ash'",
        "'name': 'a', 'hearth': {}",
        "'name': 'a', 'colour': 'red'",
        "'name': 'a', 'tabs': {'x': [1, 2], 'y': []}"
      })
  void whatWeReadEditorsTake(String json) throws Exception {
    String text = "{" + json.replace('\'', '"') + "}";

    assertThat(inns.read("inn.yaml", text)).isNotNull();
    assertThat(schema.validate(text, InputFormat.JSON)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'nam': 'a'",
        "'name': null",
        "'name': {}",
        "'name': 'a', 'x': 1",
        "'name': 'a', 'stalls': 41",
        "'name': 'a', 'stalls': 0",
        "'name': 'a', 'stalls': '4'",
        "'name': 'a', 'stalls': 1.5",
        "'name': 'a', 'slope': 1.01",
        "'name': 'a', 'open': 1",
        "'name': 'a', 'open': 'true'",
        "'name': 'a', 'within': 30",
        "'name': 'a', 'within': '30'",
        "'name': 'a', 'within': '1s1h'",
        "'name': 'a', 'within': ''",
        "'name': 'a', 'cellar': -1",
        "'name': 'a', 'cellar': '10M'",
        "'name': 'a', 'key': {}",
        "'name': 'a', 'key': {'from': 'b'}",
        "'name': 'a', 'feed': 'HAY'",
        "'name': 'a', 'guests': 'b'",
        "'name': 'a', 'guests': [[]]",
        "'name': 'a', 'rations': 'd'",
        "'name': 'a', 'rations': ['d', 'd']",
        "'name': 'a', 'horses': {'d': {}}",
        "'name': 'a', 'horses': {'d': {'bridle': []}}",
        "'name': 'a', 'gate': 'shut'",
        "'name': 'a', 'gate': {}",
        "'name': 'a', 'gate': {'toll': 1, 'guard': 'b'}",
        "'name': 'a', 'gate': {'shift': '1s'}",
        "'name': 'a', 'probe': {}",
        "'name': 'a', 'probe': {'tcp': 'b', 'http': 'c'}",
        "'name': 'a', 'hearth': []",
        "'name': 'a', 'hearth': {'ash': 1}",
        "'name': 'a', 'tabs': {'x': 1}",
      })
  void whatWeRefuseEditorsMark(String json) {
    String text = "{" + json.replace('\'', '"') + "}";

    List<Error> marks = schema.validate(text, InputFormat.JSON);

    assertThat(marks).isNotEmpty();
    assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> inns.read("inn.yaml", text)))
        .isInstanceOf(InvalidConfigurationException.class);
  }

  @Test
  void descriptionsAndDefaultsAreThere() {
    assertThat(Schema.of(Inn.class))
        .startsWith(
            """
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "title": "An inn with its stables",
              "$ref": "#/$defs/Inn",
            """)
        .contains(
            """
                    "name": {
                      "description": "What stands over the door",
            """)
        .contains("\"default\": \"30s\"")
        .contains("\"default\": false")
        .contains("\"default\": 0.5");
  }
}
