package dev.ostler.architecture;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What of a type others can see, a line each: what they compile and link against. */
final class Signatures {
  private static final int VISIBLE = Modifier.PUBLIC | Modifier.PROTECTED;

  private static final int TOLD =
      Modifier.PROTECTED | Modifier.STATIC | Modifier.ABSTRACT | Modifier.FINAL;

  /** Those of the language, which a record, an enum or an interface has anyway. */
  private static final int IMPLIED = Modifier.STATIC | Modifier.ABSTRACT | Modifier.FINAL;

  private static final Set<String> OF_EVERY_OBJECT = Set.of("equals", "hashCode", "toString");
  private static final Set<String> OF_EVERY_ENUM = Set.of("values", "valueOf");

  private final Class<?> type;

  private Signatures(Class<?> type) {
    this.type = type;
  }

  /** The type itself, and its members in the order of the alphabet, indented. */
  static List<String> of(Class<?> type) {
    return new Signatures(type).lines().toList();
  }

  /** Whether it and all types around it are. */
  static boolean isVisible(Class<?> type) {
    Class<?> outer = type.getDeclaringClass();
    return (type.getModifiers() & VISIBLE) != 0
        && !type.isSynthetic()
        && (outer == null || (isVisible(outer) && isOpenFor(type, outer)));
  }

  private static boolean isOpenFor(Class<?> type, Class<?> outer) {
    return Modifier.isPublic(type.getModifiers()) || !Modifier.isFinal(outer.getModifiers());
  }

  private Stream<String> lines() {
    TreeSet<String> members = new TreeSet<>();
    Stream.of(type.getDeclaredFields())
        .filter(field -> isMember(field.getModifiers()) && !field.isSynthetic())
        .map(this::field)
        .forEach(members::add);
    Stream.of(type.getDeclaredConstructors())
        .filter(each -> isMember(each.getModifiers()) && !isCanonical(each))
        .map(this::constructor)
        .forEach(members::add);
    // What a type that nobody sees brings is the visible one's.
    for (Class<?> each = type; isOwn(each); each = Objects.requireNonNull(each).getSuperclass()) {
      Stream.of(each.getDeclaredMethods())
          .filter(method -> isMember(method.getModifiers()) && !isOfCourse(method))
          .map(this::method)
          .forEach(members::add);
    }
    return Stream.concat(Stream.of(declaration()), members.stream().map(line -> "  " + line));
  }

  private boolean isOwn(@Nullable Class<?> each) {
    return each != null
        && (each == type || (!isVisible(each) && each.getPackage() == type.getPackage()));
  }

  private boolean isMember(int modifiers) {
    return Modifier.isPublic(modifiers)
        || (Modifier.isProtected(modifiers) && !Modifier.isFinal(type.getModifiers()));
  }

  private String declaration() {
    boolean isClass = kind().equals("class");
    return modifiers(type.getModifiers() & (isClass ? ~0 : ~IMPLIED))
        + (type.isSealed() ? "sealed " : "")
        + kind()
        + " "
        + name(type)
        + variables(type.getTypeParameters())
        + components()
        + superclass()
        + list(type.isInterface() ? " extends " : " implements ", type.getAnnotatedInterfaces())
        + permitted();
  }

  private String kind() {
    if (type.isRecord()) {
      return "record";
    }
    if (type.isEnum()) {
      return "enum";
    }
    return type.isInterface() ? "interface" : "class";
  }

  private String components() {
    RecordComponent[] components = type.getRecordComponents();
    return components == null
        ? ""
        : Stream.of(components)
            .map(each -> text(each.getAnnotatedType()) + " " + each.getName())
            .collect(Collectors.joining(", ", "(", ")"));
  }

  private String superclass() {
    Class<?> superclass = type.getSuperclass();
    return superclass == null
            || List.of(Object.class, Record.class, Enum.class).contains(superclass)
        ? ""
        : " extends " + text(type.getAnnotatedSuperclass());
  }

  private String permitted() {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses())
            .map(this::name)
            .sorted()
            .collect(Collectors.joining(", ", " permits ", ""))
        : "";
  }

  private String field(Field field) {
    return field.isEnumConstant()
        ? "constant " + field.getName()
        : modifiers(field.getModifiers()) + text(field.getAnnotatedType()) + " " + field.getName();
  }

  private String constructor(Constructor<?> constructor) {
    return modifiers(constructor.getModifiers())
        + variables(constructor.getTypeParameters())
        + "new"
        + call(constructor);
  }

  private String method(Method method) {
    String variables = variables(method.getTypeParameters());
    return modifiers(method.getModifiers())
        + (method.isDefault() ? "default " : "")
        + (variables.isEmpty() ? "" : variables + " ")
        + text(method.getAnnotatedReturnType())
        + " "
        + method.getName()
        + call(method);
  }

  private String call(Executable executable) {
    return "("
        + list("", executable.getAnnotatedParameterTypes())
        + ")"
        + list(" throws ", executable.getAnnotatedExceptionTypes());
  }

  private boolean isCanonical(Constructor<?> constructor) {
    RecordComponent[] components = type.getRecordComponents();
    return components != null
        && Arrays.equals(
            constructor.getParameterTypes(),
            Stream.of(components).map(RecordComponent::getType).toArray());
  }

  private boolean isOfCourse(Method method) {
    return method.isSynthetic()
        || OF_EVERY_OBJECT.contains(method.getName())
        || (type.isEnum() && OF_EVERY_ENUM.contains(method.getName()))
        || (type.isRecord() && method.getParameterCount() == 0 && isAccessor(method.getName()));
  }

  private boolean isAccessor(String name) {
    return Stream.of(Objects.requireNonNull(type.getRecordComponents()))
        .anyMatch(component -> component.getName().equals(name));
  }

  private static String modifiers(int all) {
    String text = Modifier.toString(all & TOLD);
    return text.isEmpty() ? "" : text + " ";
  }

  private String variables(TypeVariable<?>[] variables) {
    return variables.length == 0
        ? ""
        : Stream.of(variables).map(this::variable).collect(Collectors.joining(", ", "<", ">"));
  }

  private String variable(TypeVariable<?> variable) {
    List<String> bounds =
        Stream.of(variable.getAnnotatedBounds())
            .map(this::text)
            .filter(bound -> !bound.equals("Object"))
            .toList();
    return variable.getName() + (bounds.isEmpty() ? "" : " extends " + String.join(" & ", bounds));
  }

  private String list(String before, AnnotatedType[] types) {
    return types.length == 0
        ? ""
        : before + Stream.of(types).map(this::text).collect(Collectors.joining(", "));
  }

  private String text(AnnotatedType annotated) {
    return shorter(annotated.toString());
  }

  private String name(Class<?> named) {
    return shorter(named.getTypeName());
  }

  /** Without the packages that every reader knows. */
  private String shorter(String text) {
    return text.replace("org.jspecify.annotations.", "")
        .replace("@Nullable() ", "@Nullable ")
        .replaceAll("\\bjava\\.lang\\.(?=[@A-Z])", "")
        .replace(type.getPackageName() + ".", "");
  }
}
