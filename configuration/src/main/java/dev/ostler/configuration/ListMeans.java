package dev.ostler.configuration;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A mapping that may also be given as a list of its keys, which then all have one value. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface ListMeans {
  /**
   * Returns the value.
   *
   * @return a scalar, as written in the file
   */
  String value();
}
