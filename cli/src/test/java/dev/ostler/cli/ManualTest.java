package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Needs;
import dev.ostler.testing.RealPart;
import dev.ostler.testing.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManualTest {
  @TempDir Path share;

  @BeforeEach
  void write() throws Exception {
    Share.write(share, "2026-11-01");
  }

  @Test
  void thereIsAPageOfEachCommandAndOfEachKindOfFile() {
    assertThat(Manual.pages("2026-11-01").keySet())
        .containsAll(Commands.ALL.stream().map(each -> "ostler-" + each.name() + ".1").toList())
        .contains("ostler.1", "ostler-run-file.5", "ostler-fleet-file.5", "ostler-gateway-file.5");
  }

  @Test
  @Needs(RealPart.MANDOC)
  void nothingIsWrongWithAPage() throws Exception {
    try (Stream<Path> pages = Files.walk(share.resolve("man"))) {
      List<String> files = pages.filter(Files::isRegularFile).map(Path::toString).toList();

      // Style is what mandoc wants of pages written by hand: lines of at most 80 characters.
      assertThat(Tool.run(words("mandoc -T lint -W warning", files))).isEmpty();
    }
  }

  @Test
  @Needs(RealPart.MANDOC)
  void pageOfACommandReads() {
    assertThat(read("man1/ostler-wake.1"))
        .isEqualTo(
            """
            OSTLER-WAKE(1)                   Ostler Manual                  OSTLER-WAKE(1)

            NAME
                   ostler-wake - have an app run, also if visitors may not wake it any
                   more

            SYNOPSIS
                   ostler wake [OPTION...] APP

            DESCRIPTION
                   Have an app run, also if visitors may not wake it any more.

            OPTIONS
                   --for TIME
                          And keep it awake for so long.

                   --gateway HOST:PORT
                          Its 'admin' (default: OSTLER_GATEWAY, 127.0.0.1:9700).

                   --token-file FILE
                          Where its token stands (default: OSTLER_GATEWAY_TOKEN).

                   --output text|json
                          For people (default) or programs.

                   -q, --quiet
                          Say only what went wrong.

                   -v, --verbose
                          Say more, also what led to failures.

                   --no-color
                          No colour, as with NO_COLOR.

                   --debug
                          With a failure, say where it was noticed.

                   -h, --help
                          Say all of this.

            ENVIRONMENT
                   OSTLER_GATEWAY
                          Address of its 'admin', unless --gateway says so.

                   OSTLER_GATEWAY_TOKEN
                          Its token, unless --token-file says so.

            EXIT STATUS
                   0      Done.

                   1      The gateway refuses.

                   64     Wrong usage.

                   69     The gateway cannot be reached.

            SEE ALSO
                   ostler(1), ostler-gateway(1)

            Ostler                            2026-11-01                    OSTLER-WAKE(1)\
            """);
  }

  @Test
  @Needs(RealPart.MANDOC)
  void pageOfAFileHasItsKeys() {
    assertThat(read("man5/ostler-run-file.5"))
        .contains(
            "   processes.NAME.ready\n",
            "       failures a whole number of at least 1\n",
            "How many failures in a row make it unready again. Default: 3.");
  }

  private String read(String page) {
    return Tool.run("mandoc", "-T", "ascii", share.resolve("man").resolve(page).toString())
        .replaceAll(".\b", "");
  }

  private static String[] words(String command, List<String> files) {
    return Stream.concat(Stream.of(command.split(" ", -1)), files.stream()).toArray(String[]::new);
  }
}
