package dev.ostler.configuration;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A mapping with known keys: the components of a record. */
final class RecordShape extends Shape {
  final Class<?> type;
  private final Shapes shapes;
  private @Nullable Map<String, Component> components;
  private @Nullable Constructor<?> constructor;

  RecordShape(Class<?> type, Shapes shapes) {
    this.type = type;
    this.shapes = shapes;
  }

  /** Looked at when first needed: a type may contain itself, and few files use all. */
  Map<String, Component> components() {
    if (components == null) {
      components = new LinkedHashMap<>();
      for (RecordComponent component : type.getRecordComponents()) {
        Component made = new Component(component, shapes);
        components.put(made.key, made);
      }
    }
    return components;
  }

  @Override
  @Nullable Object bind(Value value, ValuePath path, Binding binding) {
    if (!(value instanceof Value.Mapping mapping)) {
      Component shortForm = shortForm(value);
      return shortForm == null
          ? binding.mismatch(value, path, expected())
          : bind(around(value, shortForm), path, binding);
    }
    if (isOfAnotherFormat(mapping, path, binding)) {
      return null;
    }
    Set<String> misspelt = reportUnknownKeys(mapping, path, binding);
    boolean complete = hasOneOf(mapping, misspelt, path, binding) && misspelt.isEmpty();
    Object[] values = new Object[components().size()];
    int count = 0;
    for (Component component : components().values()) {
      boolean isMisspelt = component.isRequired() && misspelt.contains(component.key);
      Object bound = isMisspelt ? null : bind(component, mapping, path, binding);
      if (bound == null) {
        complete = false;
      } else {
        values[count++] = bound;
      }
    }
    return complete ? construct(values, mapping, path, binding) : null;
  }

  /** The component that a value stands for which is no mapping. */
  @Nullable Component shortForm(Value value) {
    for (Component component : components().values()) {
      if (component.isShortForm && component.shape.takes(value)) {
        return component;
      }
    }
    return null;
  }

  private static Value.Mapping around(Value value, Component component) {
    Value.Scalar key = new Value.Scalar(value.source, value.position, component.key, true);
    return new Value.Mapping(
        value.source, value.position, Map.of(component.key, new Value.Entry(key, value)));
  }

  private static @Nullable Object bind(
      Component component, Value.Mapping mapping, ValuePath path, Binding binding) {
    Value value = mapping.valueOf(component.key);
    ValuePath inner = path.key(component.key);
    return value == null
        ? component.bindAbsent(mapping, inner, binding)
        : component.bind(value, inner, binding);
  }

  private boolean isOfAnotherFormat(Value.Mapping mapping, ValuePath path, Binding binding) {
    OtherFormats others = type.getAnnotation(OtherFormats.class);
    if (others == null || hasRequired(mapping)) {
      return false;
    }
    for (String other : others.value()) {
      int colon = other.indexOf(": ");
      Value.Entry entry = mapping.entries.get(other.substring(0, colon));
      if (entry != null) {
        binding.problem(entry.key, path.key(entry.key.text), other.substring(colon + 2));
        return true;
      }
    }
    return false;
  }

  private boolean hasRequired(Value.Mapping mapping) {
    for (Component component : components().values()) {
      if (component.isRequired() && mapping.entries.containsKey(component.key)) {
        return true;
      }
    }
    return false;
  }

  /** Returns what was probably meant by them: it is not missing, and nothing said twice. */
  private Set<String> reportUnknownKeys(Value.Mapping mapping, ValuePath path, Binding binding) {
    Set<String> meant = new HashSet<>();
    for (Map.Entry<String, Value.Entry> entry : mapping.entries.entrySet()) {
      String key = entry.getKey();
      if (!components().containsKey(key)) {
        String advice = advice(key);
        String message =
            advice == null
                ? UnknownKeys.message(key, components().keySet())
                : "found an unknown key; " + advice;
        binding.problem(entry.getValue().key, path.key(key), message);
        String nearest = advice == null ? Suggestion.nearest(key, components().keySet()) : null;
        meant.add(nearest == null ? key : nearest);
      }
    }
    return meant;
  }

  private @Nullable String advice(String key) {
    Advice known = type.getAnnotation(Advice.class);
    String start = key + ": ";
    for (String advice : known == null ? new String[0] : known.value()) {
      if (advice.startsWith(start)) {
        return advice.substring(start.length());
      }
    }
    return null;
  }

  private boolean hasOneOf(
      Value.Mapping mapping, Set<String> misspelt, ValuePath path, Binding binding) {
    List<String> keys = oneOf();
    if (keys.isEmpty()) {
      return true;
    }
    List<String> present = new ArrayList<>(keys);
    present.removeIf(key -> !mapping.entries.containsKey(key) && !misspelt.contains(key));
    if (present.size() != 1) {
      String found = present.isEmpty() ? "none of them" : Texts.joined(present, "and");
      binding.problem(
          mapping,
          path,
          "found " + found + ", expected exactly one of " + Texts.joined(keys, "or"));
    }
    return present.size() == 1;
  }

  /** Keys of which exactly one must be there; none if there is no such rule. */
  List<String> oneOf() {
    OneOf oneOf = type.getAnnotation(OneOf.class);
    return oneOf == null ? List.of() : List.of(oneOf.value());
  }

  private @Nullable Object construct(
      Object[] values, Value.Mapping mapping, ValuePath path, Binding binding) {
    try {
      return constructor().newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refusal) {
        return binding.problem(mapping, path, String.valueOf(refusal.getMessage()));
      }
      throw new AssertionError("internal error: cannot make a " + type, e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("internal error: cannot make a " + type, e);
    }
  }

  private Constructor<?> constructor() throws NoSuchMethodException {
    if (constructor == null) {
      RecordComponent[] all = type.getRecordComponents();
      Class<?>[] types = new Class<?>[all.length];
      for (int i = 0; i < all.length; i++) {
        types[i] = all[i].getType();
      }
      constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
    }
    return constructor;
  }

  @Override
  String expected() {
    for (Component component : components().values()) {
      if (component.isShortForm) {
        return Texts.joined(List.of(component.shape.expected(), "a mapping"), "or");
      }
    }
    return "a mapping";
  }

  @Override
  Map<String, Object> schema(Definitions definitions) {
    return definitions.reference(type, () -> definition(definitions));
  }

  private Map<String, Object> definition(Definitions definitions) {
    Map<String, Object> mapping = mapping(definitions);
    List<Object> forms = new ArrayList<>();
    forms.add(mapping);
    for (Component component : components().values()) {
      if (component.isShortForm) {
        forms.add(component.shape.schema(definitions));
      }
    }
    return forms.size() == 1 ? mapping : new LinkedHashMap<>(Map.of("anyOf", forms));
  }

  private Map<String, Object> mapping(Definitions definitions) {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    for (Component component : components().values()) {
      properties.put(component.key, definitions.property(component));
      if (component.isRequired()) {
        required.add(component.key);
      }
    }
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", properties);
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    schema.put("additionalProperties", false);
    if (!oneOf().isEmpty()) {
      List<Object> alternatives = new ArrayList<>();
      for (String key : oneOf()) {
        alternatives.add(Map.of("required", List.of(key)));
      }
      schema.put("oneOf", alternatives);
    }
    return schema;
  }

  @Override
  void explain(String path, Reference reference) {
    reference.add(path, this);
  }

  @Override
  boolean takes(Value value) {
    return shortForm(value) != null;
  }
}
