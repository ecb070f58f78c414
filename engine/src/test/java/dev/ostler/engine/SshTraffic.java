package dev.ostler.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Bytes through a stream to {@link SshFarSide}, each checked. */
final class SshTraffic {
  private SshTraffic() {}

  /** Reads a source and returns how many of its bytes were right, up to the first that was not. */
  static long download(Duplex stream, long size) throws IOException {
    stream.readDeadline(SshHost.WITHIN);
    stream.output().write(("SOURCE " + size + "\n").getBytes(StandardCharsets.US_ASCII));
    InputStream in = stream.input();
    byte[] bytes = new byte[64 * 1024];
    long right = 0;
    for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
      for (int i = 0; i < n; i++) {
        if (bytes[i] != SshFarSide.at(right)) {
          return right;
        }
        right++;
      }
    }
    return right;
  }

  /** Writes to a sink and returns whether it has got just that. */
  static boolean upload(Duplex stream, long size) throws IOException {
    stream.readDeadline(SshHost.WITHIN);
    CRC32 crc = new CRC32();
    OutputStream out = stream.output();
    out.write("SINK\n".getBytes(StandardCharsets.US_ASCII));
    byte[] bytes = new byte[48 * 1024];
    for (long done = 0; done < size; ) {
      int n = (int) Math.min(bytes.length, size - done);
      for (int i = 0; i < n; i++) {
        bytes[i] = SshFarSide.at(done + i);
      }
      crc.update(bytes, 0, n);
      out.write(bytes, 0, n);
      done += n;
    }
    stream.finishOutput();
    String answer = new String(stream.input().readAllBytes(), StandardCharsets.US_ASCII);
    return answer.equals(size + " " + crc.getValue());
  }
}
