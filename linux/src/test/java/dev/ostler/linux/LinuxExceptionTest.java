package dev.ostler.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LinuxExceptionTest {
  @Test
  void messageSaysWhatWasTriedAndWhy() {
    assertThat(new LinuxException("become a child subreaper", 22, "Invalid argument"))
        .hasMessage("cannot become a child subreaper: Invalid argument (errno 22)");
  }
}
