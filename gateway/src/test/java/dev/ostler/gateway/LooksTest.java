package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Looks that nobody waits for: they neither wake an app nor keep it awake. */
@SuppressWarnings("NullAway.Init")
class LooksTest {
  @TempDir Path folder;
  private Upstream upstream;
  private TestGateway gateway;

  @BeforeEach
  void open() throws Exception {
    upstream = new Upstream("shop");
    String settings =
        """
        idle: {after: 300ms, awake: 0s}
        ignore: {agents: OurMonitor, paths: /healthz, methods: OPTIONS}
        """;
    gateway = TestGateway.of(folder, true, TestGateway.shop(upstream.address(), settings));
  }

  @AfterEach
  void close() {
    gateway.close();
    upstream.close();
  }

  private List<String> asked() {
    return gateway.workload("shop").asked;
  }

  private HttpResponse<String> head() {
    return gateway.send(gateway.to("/").method("HEAD", HttpRequest.BodyPublishers.noBody())).join();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Kubernetes and balancers
        "kube-probe/1.33",
        "ELB-HealthChecker/2.0",
        "GoogleHC/1.0",
        "Amazon-Route53-Health-Check-Service (ref 1; report http://amzn.to/1vsZADi)",
        "Consul Health Check",
        "Mozilla/5.0 (compatible; Cloudflare-Healthchecks/1.0; +https://www.cloudflare.com/)",
        // monitors
        "Uptime-Kuma/1.23.16",
        "Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)",
        "check_http/v2.3.3 (nagios-plugins 2.3.3)",
        "GoogleStackdriverMonitoring-UptimeChecks(https://cloud.google.com/monitoring)",
        "Prometheus/3.0.1",
        "Better Stack Better Uptime Bot Mozilla/5.0 (Windows NT 10.0; Win64; x64)",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/138.0.0.0 Safari/537.36 Site24x7",
        // crawlers
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 AppleWebKit/537.36 (compatible; GPTBot/1.2; +https://openai.com/gptbot)",
        "Mozilla/5.0 AppleWebKit/537.36 (compatible; OAI-SearchBot/1.0)",
        "Mozilla/5.0 (compatible; ClaudeBot/1.0; +claudebot@anthropic.com)",
        "Mozilla/5.0 (compatible; Claude-SearchBot/1.0)",
        "Mozilla/5.0 (compatible; PerplexityBot/1.0; +https://perplexity.ai/perplexitybot)",
        // previews in chats
        "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
        "Slack-ImgProxy (+https://api.slack.com/robots)",
        "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
        "TelegramBot (like TwitterBot)",
        "WhatsApp/2.23.20.0",
        "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5",
        "Mozilla/5.0 (Macintosh) facebookexternalhit/1.1 Facebot Twitterbot/1.0",
        "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient)",
        "Mastodon/4.3.0 (http.rb/5.2.0; +https://social.example/) Bot",
        "Synapse (bot; +https://github.com/matrix-org/synapse)"
      })
  void lookOfAProgramAtAnAppThatRestsIsTurnedAwayAndWakesNothing(String agent) {
    HttpResponse<String> answer = gateway.get("/", "User-Agent", agent, "Accept", "text/html");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("\"detail\":\"it rests\"");
    assertThat(asked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Sec-Purpose", "Purpose", "X-Moz"})
  void prefetchWakesNothing(String header) {
    assertThat(gateway.get("/", header, "prefetch", "Accept", "text/html").statusCode())
        .isEqualTo(503);
    assertThat(asked()).isEmpty();
  }

  @Test
  void headAndWhatIsIgnoredByTheFileWakeNothing() {
    assertThat(head().statusCode()).isEqualTo(503);
    assertThat(head().body()).isEmpty();
    assertThat(gateway.get("/healthz/deep").statusCode()).isEqualTo(503);
    assertThat(gateway.get("/", "User-Agent", "our ourMONITOR 1.0").statusCode()).isEqualTo(503);
    assertThat(
            gateway
                .send(gateway.to("/").method("OPTIONS", HttpRequest.BodyPublishers.noBody()))
                .join()
                .statusCode())
        .isEqualTo(503);
    assertThat(asked()).isEmpty();
  }

  /** Each is answered by the app while it is awake; were one of them use, it would stay awake. */
  @Test
  void appThatIsOnlyLookedAtRestsAllTheSame() {
    assertThat(gateway.get("/first").statusCode()).isEqualTo(200);
    assertThat(head().statusCode()).isIn(200, 503);
    Eventually.await(
        "it rests",
        () -> {
          head();
          gateway.get("/", "User-Agent", "Slackbot-LinkExpanding 1.0");
          gateway.get("/", "User-Agent", "ELB-HealthChecker/2.0");
          gateway.get("/healthz");
          return asked().contains("rest");
        });

    assertThat(asked()).containsExactly("wake", "rest");
    assertThat(upstream.requests).startsWith("GET /first");
  }

  @Test
  void lookAtAnAppThatIsAwakeIsAnsweredByIt() throws Exception {
    gateway.change(TestGateway.shop(upstream.address(), "idle: {after: 1h}\n"));
    gateway.awaitLog("reloaded ");
    assertThat(gateway.get("/first").statusCode()).isEqualTo(200);

    assertThat(gateway.get("/preview", "User-Agent", "Slackbot 1.0").body())
        .isEqualTo("shop /preview");
    assertThat(head().statusCode()).isEqualTo(200);
    assertThat(upstream.requests).containsExactly("GET /first", "GET /preview", "HEAD /");
  }
}
