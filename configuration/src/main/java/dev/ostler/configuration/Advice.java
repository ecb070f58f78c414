package dev.ostler.configuration;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What to say to those who write keys of another format, which this one does not have. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Advice {
  /**
   * Returns the keys and what is said of them.
   *
   * @return each as {@code KEY: TEXT}; the text follows "found an unknown key; "
   */
  String[] value();
}
