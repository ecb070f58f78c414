package dev.ostler.configuration;

/** Java's names as files have them. */
final class Names {
  private Names() {}

  /** {@code ON_FAILURE} is {@code on-failure}. */
  static String ofConstant(Enum<?> constant) {
    try {
      Key key = constant.getDeclaringClass().getField(constant.name()).getAnnotation(Key.class);
      return key == null ? lowerCase(constant.name()) : key.value();
    } catch (NoSuchFieldException e) {
      throw new AssertionError("internal error: no field of the constant " + constant, e);
    }
  }

  private static String lowerCase(String name) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      text.append(c == '_' ? '-' : Character.toLowerCase(c));
    }
    return text.toString();
  }

  /** {@code ExitStatus} is "an exit status". */
  static String inWords(Class<?> type) {
    String name = ofType(type).replace('-', ' ');
    return ("aeiou".indexOf(name.charAt(0)) < 0 ? "a " : "an ") + name;
  }

  /** {@code TryAgain} is {@code try-again}. */
  static String ofType(Class<?> type) {
    Key key = type.getAnnotation(Key.class);
    if (key != null) {
      return key.value();
    }
    StringBuilder text = new StringBuilder();
    for (char c : type.getSimpleName().toCharArray()) {
      if (Character.isUpperCase(c)) {
        text.append(text.isEmpty() ? "" : "-").append(Character.toLowerCase(c));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }
}
