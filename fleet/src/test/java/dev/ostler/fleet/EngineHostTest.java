package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.Engine;
import dev.ostler.engine.EngineException;
import dev.ostler.engine.FakeEngine;
import dev.ostler.engine.Fault;
import dev.ostler.engine.FileEntry;
import dev.ostler.engine.Networking;
import dev.ostler.engine.RegistryLogin;
import dev.ostler.engine.Resources;
import dev.ostler.engine.Restart;
import dev.ostler.engine.TestImage;
import dev.ostler.engine.VolumeSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is sent to an engine for what a fleet asks of a host. */
class EngineHostTest {
  private static final ContainerSpec THERE = ContainerSpec.of(TestImage.NAME);
  private static final ContainerSpec ELSEWHERE = ContainerSpec.of("registry.example.com/app:1");

  private final FakeEngine engine = FakeEngine.start();
  private final HostEngine host =
      new EngineHost(
          engine.connect(),
          image -> new RegistryLogin(Logins.registry(image), "anna", "sesame", ""));
  private String container = "";

  @BeforeEach
  void makeContainer() throws IOException {
    container = host.create("web", THERE);
    engine.forgetCalls();
  }

  @AfterEach
  void close() {
    host.close();
    engine.close();
  }

  @Test
  void imageThatIsThereIsNotFetched() throws IOException {
    host.ensureImage(THERE, PullPolicy.MISSING, _ -> {});

    assertThat(engine.changes()).isEmpty();
  }

  @Test
  void imageThatIsMissingIsFetchedByWhoMay() throws IOException {
    engine.addToRegistry("registry.example.com/app:1");

    host.ensureImage(ELSEWHERE, PullPolicy.MISSING, _ -> {});

    assertThat(engine.logins())
        .containsExactly(
            "{\"username\":\"anna\",\"password\":\"sesame\",\"serveraddress\":\"registry.example.com\"}");
  }

  @Test
  void imageIsFetchedEachTimeIfThatIsThePolicy() throws IOException {
    engine.addToRegistry(TestImage.NAME);

    host.ensureImage(THERE, PullPolicy.ALWAYS, _ -> {});

    assertThat(engine.changes()).containsExactly("POST /images/create");
  }

  @Test
  void imageThatIsNeverFetchedMustBeThere() {
    assertThatThrownBy(() -> host.ensureImage(ELSEWHERE, PullPolicy.NEVER, _ -> {}))
        .isInstanceOf(FleetException.class)
        .hasMessage(
            "cannot use image registry.example.com/app:1 on unix://"
                + engine.socket()
                + ": it is not there, and pull_policy is never");
    assertThat(engine.changes()).isEmpty();
  }

  @Test
  void errorInTheMiddleOfAPullIsAFailure() {
    assertThatThrownBy(() -> host.ensureImage(ELSEWHERE, PullPolicy.MISSING, _ -> {}))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("registry.example.com/app:1");
  }

  @Test
  void filesOfOneFolderAreWrittenInOneCallAndReadInOne() throws IOException {
    Map<String, FileView> files =
        Map.of("/etc/web/a", file("one", 0600), "/etc/web/b", file("two", 0640));

    host.write(container, files);
    Map<String, FileView> read =
        host.read(container, List.of("/etc/web/a", "/etc/web/b", "/etc/web/none"));

    assertThat(read).isEqualTo(files);
    assertThat(engine.calls())
        .filteredOn(call -> call.endsWith("/archive"))
        .containsExactly(
            "HEAD /containers/" + container + "/archive", // whether the folder is one
            "PUT /containers/" + container + "/archive",
            "GET /containers/" + container + "/archive");
  }

  @Test
  void filesOfAFolderThatIsNotThereAreNotThere() throws IOException {
    assertThat(host.read(container, List.of("/none/a", "/none/b"))).isEmpty();
    assertThat(engine.calls()).filteredOn(call -> call.endsWith("/archive")).hasSize(1);
  }

  @Test
  void folderThatIsMissingIsMadeForRootAloneAndOneThatIsThereStays() throws IOException {
    host.makeFolders(container, List.of("/srv/web"));
    engine.forgetCalls();
    host.makeFolders(container, List.of("/srv/web"));

    assertThat(engine.changes()).isEmpty();
    try (Engine client = engine.connect()) {
      assertThat(client.files().stat(container, "/mnt/host/srv/web"))
          .hasValueSatisfying(folder -> {
            assertThat(folder.kind()).isEqualTo(FileEntry.Kind.DIRECTORY);
            assertThat(folder.mode()).isEqualTo(0700);
          });
    }
  }

  @Test
  void fileInThePlaceOfAFolderIsTold() throws IOException {
    host.write(container, Map.of("/mnt/host/srv/web", file("one", 0600)));

    assertThatThrownBy(() -> host.makeFolders(container, List.of("/srv/web")))
        .hasMessage(
            "cannot make folder /srv/web on unix://"
                + engine.socket()
                + ": there is a file of that name; remove it, or mount it without a slash at the"
                + " end");
  }

  @Test
  void folderIsNotReadForOneFile() throws IOException {
    host.write(container, Map.of("/etc/web/a", file("one", 0600), "/etc/web/b", file("x", 0600)));

    assertThat(host.read(container, List.of("/etc/web/a"))).containsOnlyKeys("/etc/web/a");
  }

  @Test
  void filesOfALargeFolderAreAskedForOneByOne() throws IOException {
    FileView large = new FileView(FileContent.of(new byte[5 << 20]), 0600, 0, 0);
    Map<String, FileView> ours = Map.of("/data/y", file("one", 0600), "/data/z", file("two", 0640));
    host.write(container, Map.of("/data/a", large));
    host.write(container, ours);
    engine.forgetCalls();

    Map<String, FileView> read = host.read(container, ours.keySet());

    assertThat(read).isEqualTo(ours);
    assertThat(engine.calls()).hasSize(3);
  }

  @Test
  void portsAreAskedByTheWayToTheEngine() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 4, InetAddress.getLoopbackAddress())) {
      HealthProbe.Http http =
          new HealthProbe.Http(server.getLocalPort(), "/healthz", Duration.ofSeconds(9));
      HealthProbe.Tcp tcp = new HealthProbe.Tcp(server.getLocalPort(), Duration.ofSeconds(9));
      Thread.ofVirtual().start(() -> answer(server, "HTTP/1.1 204 No Content", "HTTP/1.1 503 x"));

      assertThat(host.complaint(container, http)).isEmpty();
      assertThat(host.complaint(container, http)).hasValue("HTTP 503");
      assertThat(host.complaint(container, tcp)).isEmpty();
    }
  }

  @Test
  void whoHasTheNetworkOfAnotherContainerIsAskedThere() throws Exception {
    engine.giveAddress("web", "bridge", "127.0.0.2");
    String side = made("side", Sharing.OF_A_CONTAINER + container);
    String third = made("third", Sharing.OF_A_CONTAINER + side);

    try (ServerSocket server = new ServerSocket(0, 4, InetAddress.getByName("127.0.0.2"))) {
      HealthProbe tcp = new HealthProbe.Tcp(server.getLocalPort(), Duration.ofSeconds(9));

      assertThat(host.complaint(side, tcp)).isEmpty();
      assertThat(host.complaint(third, tcp)).isEmpty();
    }
  }

  @Test
  void portOfTheHostIsNotThatOfAContainerWithoutANetwork() throws Exception {
    String alone = made("alone", "none");
    String side = made("side", Sharing.OF_A_CONTAINER + alone);

    try (ServerSocket stranger = new ServerSocket(0, 4, InetAddress.getLoopbackAddress())) {
      HealthProbe tcp = new HealthProbe.Tcp(stranger.getLocalPort(), Duration.ofSeconds(9));

      assertThat(host.complaint(alone, tcp))
          .hasValue("its host does not reach it, for it has no network");
      assertThat(host.complaint(side, tcp))
          .hasValue("its host does not reach it, for it has no network");
    }
  }

  private String made(String name, String networkMode) throws IOException {
    return host.create(name, THERE.withNetworking(Networking.DEFAULT.withMode(networkMode)));
  }

  @Test
  void portWhereNobodyListensDoesNotAnswer() throws Exception {
    int port;
    try (ServerSocket server = new ServerSocket(0, 4, InetAddress.getLoopbackAddress())) {
      port = server.getLocalPort();
    }

    assertThat(host.complaint(container, new HealthProbe.Tcp(port, Duration.ofSeconds(9))))
        .hasValue("connection refused");
  }

  @ParameterizedTest
  @CsvSource({
    "exit 3, exec ended with status 3",
    "echo first; echo last; exit 3, exec ended with status 3: last",
    "echo what it does; echo why it fails >&2; exit 1, exec ended with status 1: why it fails"
  })
  void commandThatFailsIsToldWithItsLastLine(String script, String complaint) throws IOException {
    host.start(container);

    assertThat(host.complaint(container, exec("sh", "-c", script))).hasValue(complaint);
  }

  @Test
  void commandThatSucceedsIsNoComplaint() throws IOException {
    host.start(container);

    assertThat(host.complaint(container, exec("sh", "-c", "echo well >&2; exit 0"))).isEmpty();
  }

  @Test
  void longLineOfACommandIsToldShort() throws IOException {
    host.start(container);

    assertThat(host.complaint(container, exec("sh", "-c", "echo " + "x".repeat(201) + "; exit 1")))
        .hasValue("exec ended with status 1: " + "x".repeat(200) + "...");
  }

  @Test
  void commandThatIsNotThereIsTold() throws IOException {
    host.start(container);

    assertThat(host.complaint(container, exec("no-such-program")))
        .hasValue("exec ended with status 127: no-such-program: not found");
  }

  private static HealthProbe exec(String... command) {
    return new HealthProbe.Exec(List.of(command), Duration.ofSeconds(9));
  }

  private static void answer(ServerSocket server, String... lines) {
    for (String line : lines) {
      try (Socket client = server.accept()) {
        client.getInputStream().readNBytes("GET /healthz".length());
        client.getOutputStream().write((line + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  void callThatAnEngineDoesNotHaveIsToldFromAContainerThatIsGone() throws IOException {
    engine.failNext(call -> call.endsWith("/update"), new Fault.Refusal(404, "Not Found"));

    assertThat(host.update(container, Restart.NO, Resources.UNLIMITED)).isFalse();
    assertThat(host.update(container, Restart.NO, Resources.UNLIMITED)).isTrue();
    assertThatThrownBy(() -> host.update("none", Restart.NO, Resources.UNLIMITED))
        .isInstanceOf(EngineException.class);
  }

  @Test
  void containerThatIsGoneIsRemovedWithoutAFailure() throws IOException {
    host.remove(container);
    host.remove(container);

    assertThat(host.list()).isEmpty();
  }

  @Test
  void strangerThatHasTheNameOfAHelperIsLeftAlone() throws IOException {
    host.create(HostEngine.helperName("f"), THERE);

    assertThatThrownBy(() -> host.helper("f", TestImage.NAME))
        .hasMessageEndingWith(": its container ostler-files-f is not ours; give that another name");
  }

  @Test
  void volumeOfSomebodyElseIsALockOfSomebody() throws IOException {
    try (Engine client = engine.connect()) {
      client.volumes().create(VolumeSpec.of("lock").withLabels(Map.of(Labels.SINCE, "yesterday")));
    }

    assertThat(host.holder("lock")).contains(new LockHolder("", "somebody", Instant.EPOCH));
  }

  @Test
  void lockIsHeldByWhoTookItFirst() throws IOException {
    LockHolder anna = new LockHolder("1", "anna", Instant.EPOCH);
    LockHolder bert = new LockHolder("2", "bert", Instant.EPOCH);

    assertThat(host.lock("lock", anna)).isEmpty();
    assertThat(host.lock("lock", anna)).isEmpty();
    assertThat(host.lock("lock", bert)).contains(anna);
    assertThat(host.unlock("lock", bert)).isFalse();
    assertThat(host.holder("lock")).contains(anna);
    assertThat(host.unlock("lock", anna)).isTrue();
    assertThat(host.unlock("lock", anna)).isFalse();
    assertThat(host.holder("lock")).isEqualTo(Optional.empty());
  }

  @Test
  void creationOfWhichTheAnswerWasLostIsTold() {
    engine.failNext(call -> call.equals("POST /containers/create"), new Fault.ResetAfter());

    assertThatThrownBy(() -> host.create("other", THERE))
        .isInstanceOf(EngineException.class)
        .matches(e -> ((EngineException) e).kind() == EngineException.Kind.UNKNOWN);
  }

  private static FileView file(String content, int mode) {
    return new FileView(FileContent.of(content), mode, 1234, 1235);
  }
}
