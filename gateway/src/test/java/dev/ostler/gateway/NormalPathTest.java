package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Paths that mean the same, and those that do not. */
class NormalPathTest {
  @ParameterizedTest
  @CsvSource({
    "/, /",
    "'', /",
    "//, /",
    "/., /",
    "/.., /",
    "/../../a, /a/",
    "/a, /a/",
    "/a/, /a/",
    "//a//b, /a/b/",
    "/a/./b/../c, /a/c/",
    "/%61%2D%2e%5f%7E, /a-._~/",
    "/a/%2e%2e/b, /b/",
    "/%2e%2E/a, /a/",
    "/a%2fb, /a%2Fb/",
    "/a%2F..%2Fb, /a%2F..%2Fb/",
    "/%c3%a4, /%C3%A4/",
    "/%2561, /%2561/",
    "/%, /%/",
    "/%6, /%6/",
    "/%zz, /%zz/",
    "/a;x=1/b, /a;x=1/b/",
    "/..a/...b, /..a/...b/",
    "/A, /A/"
  })
  void waysToWriteAPathComeToOne(String path, String meant) {
    assertThat(NormalPath.of(path)).isEqualTo(meant);
    assertThat(NormalPath.of(meant)).isEqualTo(meant);
  }
}
