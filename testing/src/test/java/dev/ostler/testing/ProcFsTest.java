package dev.ostler.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import dev.ostler.testing.Needs;
import dev.ostler.testing.RealPart;
import org.junit.jupiter.api.Test;

class ProcTest {
  /** As while a thread of a virtual machine executes another program in its place. */
  private static final String FIRST_THREAD_ENDS =
      """
      import ctypes, threading, time
      threading.Thread(target=time.sleep, args=[1000]).start()
      ctypes.CDLL(None).pthread_exit(None)
      """;

  @Test
  @Needs(RealPart.PYTHON)
  void processWhoseFirstThreadHasEndedIsAliveAsLongAsAnotherRuns() throws Exception {
    Process process = new ProcessBuilder("python3", "-c", FIRST_THREAD_ENDS).start();
    int pid = (int) process.pid();
    try {
      Eventually.await("its first thread has ended", () -> Proc.isZombie(pid));

      assertThat(Proc.isAlive(pid)).isTrue();
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(Proc.isAlive(pid)).isFalse();
  }
}
