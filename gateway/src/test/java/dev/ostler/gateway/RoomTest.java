package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoomTest {
  @ParameterizedTest
  @CsvSource({
    "1024, 672",
    "256, 96",
    "20000, 14904",
    "100, 16",
    "1073741816, 1000000",
    "unlimited, 1000000"
  })
  void visitorsLeaveAQuarterOfTheFilesForReachingTheirApps(String limit, int room) {
    String limits =
        """
        Limit                     Soft Limit           Hard Limit           Units
        Max processes             93904                93904                processes
        Max open files            %-20s 524288               files
        """
            .formatted(limit);

    assertThat(Room.forVisitors(limits)).isEqualTo(room);
  }

  @Test
  void whereNobodySaysTheLimitThereIsRoomForAMillion() {
    assertThat(Room.forVisitors("")).isEqualTo(1_000_000);
  }
}
