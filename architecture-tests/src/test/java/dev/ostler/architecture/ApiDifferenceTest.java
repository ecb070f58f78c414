package dev.ostler.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ApiDifferenceTest {
  private static final List<String> API =
      List.of("final class Loop", "  new()", "  void stop()", "record Part(int size)");

  @Test
  void nothingIsSaidOfWhatIsTheSame() {
    assertThat(ApiDifference.between(API, API).message("entrypoint")).isEmpty();
  }

  @Test
  void messageTellsWhatBreaksWhatIsNewAndHowToAcceptIt() {
    List<String> changed =
        List.of("final class Loop", "  new()", "  void end()", "record Part(long size)");

    assertThat(ApiDifference.between(API, changed).message("entrypoint"))
        .isEqualTo(
            """
            the API of entrypoint is not what entrypoint/api.txt says
            gone, which breaks who uses it:
              Loop: void stop()
              record Part(int size)
            new:
              Loop: void end()
              record Part(long size)
            if that is meant, tell in CHANGELOG.md what is gone, and write the file anew: mvn test \
            -pl architecture-tests -am -Dtest=PublicApiTest \
            -Dsurefire.failIfNoSpecifiedTests=false -Dostler.regenerate=true\
            """);
  }
}
