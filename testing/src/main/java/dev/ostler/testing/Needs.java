package dev.ostler.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The test needs real parts. Without them it is skipped and names them; it fails if {@code
 * OSTLER_REQUIRE_REAL_PARTS} is 1.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsCondition.class)
public @interface Needs {
  /**
   * Returns the parts.
   *
   * @return all that are needed
   */
  RealPart[] value();
}
