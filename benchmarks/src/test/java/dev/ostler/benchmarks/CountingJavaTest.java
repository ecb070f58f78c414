package dev.ostler.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CountingJavaTest {
  private static final String REPORT =
      """
      [0.042s][info][gc,exit]  DefNew     total 2432K, used 512K [0x1, 0x2, 0x3)
      [0.042s][info][gc,exit]   eden space 2176K,  23% used [0x1, 0x2, 0x3)
      [0.042s][info][gc,exit]  Tenured    total 5504K, used 1024K [0x1, 0x2, 0x3)
      """;

  @TempDir Path folder;

  @Test
  void objectsOfAllGenerationsCount() {
    assertThat(CountingJava.megabytes(REPORT)).isEqualTo(1.5);
    assertThat(CountingJava.megabytes("")).isNaN();
  }

  @Test
  void flagsAreInFrontOfTheClassPath() {
    CountingJava counting = new CountingJava(folder);

    assertThat(counting.in(List.of("java", "-Xrs", "-cp", "a.jar", "Main")))
        .containsSubsequence("java", "-Xrs", counting.words().getFirst(), "-cp", "a.jar", "Main");
  }

  @Test
  void realJavaTellsWhatItLoadsAndStarts() throws Exception {
    CountingJava counting = new CountingJava(folder);
    Path home = counting.home(Path.of(System.getProperty("java.home")));

    String java = home.resolve("bin/java").toString();
    Tools.run(List.of(java, "-XX:+UseSerialGC", "-cp", ".", "--version"));

    assertThat(counting.classes()).isGreaterThan(100);
    assertThat(counting.threads()).isPositive();
    assertThat(counting.megabytesAtEnd()).isPositive();
  }
}
