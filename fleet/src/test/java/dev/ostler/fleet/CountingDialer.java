package dev.ostler.fleet;

import dev.ostler.engine.Dialer;
import dev.ostler.engine.Duplex;
import dev.ostler.engine.EngineException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Notes the request lines that go to an engine. */
final class CountingDialer implements Dialer {
  private static final Pattern REQUEST =
      Pattern.compile("^(GET|HEAD|POST|PUT|DELETE) \\S+", Pattern.MULTILINE);

  final List<String> requests = new CopyOnWriteArrayList<>();
  private final Dialer dialer;

  CountingDialer(Dialer dialer) {
    this.dialer = dialer;
  }

  List<String> changes() {
    return requests.stream().filter(request -> !request.matches("(GET|HEAD) .*")).toList();
  }

  @Override
  public Duplex dial(Duration within) throws EngineException {
    Duplex duplex = dialer.dial(within);
    OutputStream noting =
        new FilterOutputStream(duplex.output()) {
          @Override
          public void write(byte[] bytes, int from, int length) throws IOException {
            Matcher lines =
                REQUEST.matcher(new String(bytes, from, length, StandardCharsets.ISO_8859_1));
            while (lines.find()) {
              requests.add(lines.group());
            }
            out.write(bytes, from, length);
          }
        };
    return new Duplex() {
      @Override
      public InputStream input() {
        return duplex.input();
      }

      @Override
      public OutputStream output() {
        return noting;
      }

      @Override
      public void finishOutput() throws IOException {
        duplex.finishOutput();
      }

      @Override
      public void readDeadline(Duration perRead) {
        duplex.readDeadline(perRead);
      }

      @Override
      public void close() {
        duplex.close();
      }
    };
  }

  @Override
  public Duplex dialFromHost(String host, int port, Duration within) throws EngineException {
    return dialer.dialFromHost(host, port, within);
  }

  @Override
  public String address() {
    return dialer.address();
  }

  @Override
  public void close() {
    dialer.close();
  }
}
