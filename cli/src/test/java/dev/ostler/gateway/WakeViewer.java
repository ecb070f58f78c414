package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Follows the wake of the shop as browsers do: at a gateway and, if that is lost, at another. */
final class WakeViewer implements AutoCloseable {
  private static final Pattern EVENT =
      Pattern.compile("id:([^\n]+)\nevent:(stage|snapshot)\ndata:([^\n]+)\n\n");

  private final List<String> shown = new ArrayList<>();
  private String lastId = "";
  private RawClient stream;

  private WakeViewer(GatewayReplica replica) throws IOException {
    stream = replica.follow(lastId);
  }

  static WakeViewer begin(GatewayReplica replica) throws IOException {
    return new WakeViewer(replica);
  }

  /** The one before is lost. */
  void goOnAt(GatewayReplica other) throws IOException {
    hear();
    stream.close();
    stream = other.follow(lastId);
  }

  /** All that is shown when it is over and the app is ready. */
  List<String> shownAtTheEnd() throws IOException {
    assertThat(hear()).contains("event:end\ndata:\"ready\"\n");
    return shown;
  }

  private String hear() throws IOException {
    String heard = stream.readToEnd();
    EVENT.matcher(heard).results().forEach(this::show);
    return heard;
  }

  private void show(MatchResult event) {
    JsonNode data = FakeCluster.object(event.group(3));
    lastId = event.group(1);
    if (event.group(2).equals("snapshot")) {
      shown.clear();
      data.path("stages").forEach(stage -> shown.add(stage.path("text").asText()));
    } else {
      shown.add(data.path("text").asText());
    }
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
