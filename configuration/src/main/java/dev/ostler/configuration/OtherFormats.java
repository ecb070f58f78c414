package dev.ostler.configuration;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What to say of a mapping that is meant for another format, in place of all that is wrong with it
 * in this one: it has a key of that format, and none that this one requires.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface OtherFormats {
  /**
   * Returns the keys by which other formats are known, and what is said.
   *
   * @return each as {@code KEY: TEXT}; of several that are there the first counts
   */
  String[] value();
}
