package dev.ostler.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BindMountTest {
  @ParameterizedTest
  @CsvSource({
    "CapEff:\t000001ffffffffff, true",
    "CapEff:\t0000000000200000, true",
    "CapEff:\t00000000a80425fb, false",
    "CapEff:\t0000000000000000, false",
    "CapPrm:\t000001ffffffffff, false"
  })
  void privilegeToMountIsAmongTheEffectiveOnes(String line, boolean permitted) {
    assertThat(BindMount.isPermitted("Name:\tsh\n" + line + "\nThreads:\t1\n"))
        .isEqualTo(permitted);
  }
}
