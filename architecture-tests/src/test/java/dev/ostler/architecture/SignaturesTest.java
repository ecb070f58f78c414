package dev.ostler.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SignaturesTest {
  /** Has one of everything. */
  public abstract static class Sample<T extends Comparable<T>> extends Hidden implements Runnable {
    public static final int LIMIT = 3;
    private int secret;

    protected Sample(int secret) {
      this.secret = secret;
    }

    int secret() {
      return secret;
    }

    public abstract @Nullable String find(Map<String, ? extends T> map, int... more)
        throws IOException;

    @Override
    public final void run() {}

    @Override
    public String toString() {
      return "sample " + secret;
    }
  }

  static class Hidden {
    public void inherited() {}
  }

  /** One of two. */
  public sealed interface Shape permits Circle, Point {
    default Shape twice() {
      return this;
    }
  }

  /** With a factory beside its constructor. */
  public record Circle(double radius, List<String> tags) implements Shape {
    public static Circle unit() {
      return new Circle(1, List.of());
    }
  }

  /** Has no parts. */
  public enum Point implements Shape {
    ORIGIN
  }

  @Test
  void membersThatOthersSeeAreTold() {
    assertThat(Signatures.of(Sample.class))
        .containsExactly(
            "abstract static class SignaturesTest$Sample<T extends Comparable<T>>"
                + " extends SignaturesTest$Hidden implements Runnable",
            "  abstract @Nullable String find(java.util.Map<String, ? extends T>, int[])"
                + " throws java.io.IOException",
            "  final void run()",
            "  protected new(int)",
            "  static final int LIMIT",
            "  void inherited()");
  }

  @Test
  void sealedTypeTellsWhoMayBeOne() {
    assertThat(Signatures.of(Shape.class))
        .containsExactly(
            "sealed interface SignaturesTest$Shape"
                + " permits SignaturesTest$Circle, SignaturesTest$Point",
            "  default SignaturesTest$Shape twice()");
  }

  @Test
  void recordTellsItsComponentsOnce() {
    assertThat(Signatures.of(Circle.class))
        .containsExactly(
            "record SignaturesTest$Circle(double radius, java.util.List<String> tags)"
                + " implements SignaturesTest$Shape",
            "  static SignaturesTest$Circle unit()");
  }

  @Test
  void enumTellsItsConstants() {
    assertThat(Signatures.of(Point.class))
        .containsExactly(
            "enum SignaturesTest$Point implements SignaturesTest$Shape", "  constant ORIGIN");
  }

  @Test
  void typeInsideAHiddenOneIsNotSeen() {
    assertThat(Signatures.isVisible(Circle.class)).isFalse();
    assertThat(Signatures.isVisible(Map.Entry.class)).isTrue();
  }
}
