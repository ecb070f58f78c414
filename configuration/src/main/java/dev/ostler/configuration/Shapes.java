package dev.ostler.configuration;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The shapes of Java types. A type's shape is made once, and a record's parts when first used. */
final class Shapes {
  private final Map<Class<?>, Shape> known = new HashMap<>();

  Shape of(RecordComponent component) {
    Type type = component.getGenericType();
    if (component.getType() == Optional.class) {
      type = argument(type, 0);
    }
    boolean mayBeEmpty = !component.isAnnotationPresent(Required.class);
    if (raw(type) == List.class) {
      boolean mayBeOne = component.isAnnotationPresent(OneOrMany.class);
      return new ListShape(of(argument(type, 0)), mayBeOne, mayBeEmpty);
    }
    if (raw(type) == Map.class) {
      ListMeans list = component.getAnnotation(ListMeans.class);
      String meaning = list == null ? null : list.value();
      return new MapShape(of(argument(type, 0)), of(argument(type, 1)), meaning, mayBeEmpty);
    }
    Class<?> raw = raw(type);
    return NumberShape.isNumber(primitive(raw))
        ? new NumberShape(primitive(raw), component.getAnnotation(Range.class))
        : of(raw);
  }

  private Shape of(Type type) {
    Class<?> raw = raw(type);
    if (raw == List.class) {
      return new ListShape(of(argument(type, 0)), false, true);
    }
    return raw == Map.class
        ? new MapShape(of(argument(type, 0)), of(argument(type, 1)), null, true)
        : of(raw);
  }

  Shape of(Class<?> type) {
    Shape shape = known.get(type);
    if (shape == null) {
      shape = make(type);
      known.put(type, shape);
    }
    return shape;
  }

  private Shape make(Class<?> type) {
    Shape scalar = ScalarShape.of(type);
    if (scalar != null) {
      return scalar;
    }
    if (type == boolean.class || type == Boolean.class) {
      return new BooleanShape();
    }
    if (NumberShape.isNumber(primitive(type))) {
      return new NumberShape(primitive(type), null);
    }
    if (type == Secret.class) {
      return new SecretShape();
    }
    if (type.isEnum()) {
      return new EnumShape(type);
    }
    Method parse = parse(type);
    if (parse != null) {
      return ScalarShape.of(type, (text, source) -> call(parse, text));
    }
    if (type.isSealed()) {
      return new AlternativesShape(type, this);
    }
    if (type.isRecord()) {
      return new RecordShape(type, this);
    }
    throw new IllegalArgumentException("no file can hold a " + type.getName());
  }

  private static Class<?> primitive(Class<?> type) {
    if (type == Integer.class) {
      return int.class;
    }
    if (type == Long.class) {
      return long.class;
    }
    return type == Double.class ? double.class : type;
  }

  /** A type with a public static method of this name reads itself from a text. */
  private static @Nullable Method parse(Class<?> type) {
    for (Method method : type.getDeclaredMethods()) {
      if (method.getName().equals("parse")
          && Modifier.isStatic(method.getModifiers())
          && method.getReturnType() == type
          && method.getParameterCount() == 1
          && method.getParameterTypes()[0] == String.class) {
        method.setAccessible(true);
        return method;
      }
    }
    return null;
  }

  private static Object call(Method parse, String text) {
    try {
      return parse.invoke(null, text);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refusal) {
        throw refusal;
      }
      throw new AssertionError("internal error: " + parse + " failed", e.getCause());
    } catch (IllegalAccessException e) {
      throw new AssertionError("internal error: cannot call " + parse, e);
    }
  }

  private static Class<?> raw(Type type) {
    if (type instanceof Class<?> plain) {
      return plain;
    }
    if (type instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw) {
      return raw;
    }
    throw new IllegalArgumentException("no file can hold a " + type);
  }

  private static Type argument(Type type, int index) {
    if (type instanceof ParameterizedType generic) {
      return generic.getActualTypeArguments()[index];
    }
    throw new IllegalArgumentException("no file can hold a " + type + " of anything");
  }
}
