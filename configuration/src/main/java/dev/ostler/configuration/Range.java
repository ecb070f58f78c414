package dev.ostler.configuration;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The numbers that are allowed. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Range {
  /**
   * Returns the least one.
   *
   * @return inclusive
   */
  double min() default Double.NEGATIVE_INFINITY;

  /**
   * Returns the greatest one.
   *
   * @return inclusive
   */
  double max() default Double.POSITIVE_INFINITY;
}
