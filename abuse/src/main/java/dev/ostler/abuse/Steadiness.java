package dev.ostler.abuse;

import dev.ostler.testing.ProcFs;
import java.util.Optional;

/**
 * What a process holds while it is left in peace.
 *
 * @param memory resident, in kilobytes
 */
record Steadiness(int files, int threads, long memory) {
  static Steadiness of(long pid) {
    Optional<String> resident = ProcFs.status(pid, "VmRSS");
    return new Steadiness(
        ProcFs.descriptors(pid).size(),
        ProcFs.threads(pid).size(),
        resident.map(text -> Long.valueOf(text.replaceAll("[^0-9]", ""))).orElse(0L));
  }
}
