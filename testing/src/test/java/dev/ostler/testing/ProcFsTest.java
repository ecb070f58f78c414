package dev.ostler.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcFsTest {
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
    long pid = process.pid();
    try {
      Eventually.await("its first thread has ended", () -> ProcFs.state(pid) == 'Z');

      assertThat(ProcFs.isAlive(pid)).isTrue();
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(ProcFs.isAlive(pid)).isFalse();
  }
}
