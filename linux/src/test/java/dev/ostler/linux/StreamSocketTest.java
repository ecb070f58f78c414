package dev.ostler.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.testing.RealParts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class StreamSocketTest {
  @TempDir Path folder;
  private int descriptors;

  /** The first one leaves a descriptor of the JDK's own. */
  @BeforeAll
  static void loadStreamSockets() throws IOException {
    ServerSocketChannel.open(StandardProtocolFamily.UNIX).close();
  }

  @BeforeEach
  void count() {
    descriptors = OwnState.descriptors();
  }

  @AfterEach
  void nothingIsLeftOpenOrLyingAround() throws IOException {
    assertThat(OwnState.descriptors()).isEqualTo(descriptors);
    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  private Path path() {
    return folder.resolve("socket");
  }

  private static InetSocketAddress local(String host, int port) throws IOException {
    return new InetSocketAddress(InetAddress.getByName(host), port);
  }

  /** Two connected ends. */
  private record Pair(StreamListener listener, StreamSocket ours, StreamSocket theirs)
      implements AutoCloseable {
    static Pair of(StreamListener listener, StreamSocket ours) throws IOException {
      Deadline.await("the connection", ours::finishConnect);
      return new Pair(listener, ours, listener.accept().orElseThrow());
    }

    static Pair at(Path path) throws IOException {
      return of(StreamListener.listen(path, 0600), StreamSocket.connect(path));
    }

    static Pair at(String host) throws IOException {
      StreamListener listener = StreamListener.listen(local(host, 0));
      return of(listener, StreamSocket.connect(local(host, listener.port().orElseThrow())));
    }

    @Override
    public void close() {
      ours.close();
      theirs.close();
      listener.close();
    }
  }

  private static String read(StreamSocket socket) throws IOException {
    byte[] bytes = new byte[100];
    return new String(bytes, 0, socket.read(bytes), StandardCharsets.UTF_8);
  }

  private static int write(StreamSocket socket, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return socket.write(bytes, 0, bytes.length);
  }

  private static void exchange(Pair pair) throws IOException {
    assertThat(write(pair.ours(), "ping")).isEqualTo(4);
    assertThat(read(pair.theirs())).isEqualTo("ping");
    assertThat(write(pair.theirs(), "pong!")).isEqualTo(5);
    assertThat(read(pair.ours())).isEqualTo("pong!");
    assertThat(read(pair.ours())).isEmpty();
  }

  @Test
  void bytesGoBothWaysOnAUnixSocket() throws Exception {
    try (Pair pair = Pair.at(path())) {
      exchange(pair);
      assertThat(pair.listener().port()).isEmpty();
      assertThat(pair.listener().address()).isEqualTo(path().toString());
    }
  }

  @Test
  void bytesGoBothWaysOnTcp() throws Exception {
    try (Pair pair = Pair.at("127.0.0.1")) {
      exchange(pair);
      assertThat(pair.listener().address())
          .isEqualTo("127.0.0.1:" + pair.listener().port().orElseThrow());
      assertThat(pair.theirs().peer()).isEmpty();
    }
  }

  @Test
  void bytesGoBothWaysOnIpv6() throws Exception {
    RealParts.need(Files.exists(Path.of("/proc/net/if_inet6")), "IPv6");
    try (Pair pair = Pair.at("::1")) {
      exchange(pair);
      assertThat(pair.listener().address())
          .isEqualTo("[0:0:0:0:0:0:0:1]:" + pair.listener().port().orElseThrow());
    }
  }

  @Test
  void kernelTellsWhoIsAtTheOtherEnd() throws Exception {
    int user = (int) Files.getAttribute(folder, "unix:uid");
    int group = (int) Files.getAttribute(folder, "unix:gid");
    try (Pair pair = Pair.at(path())) {
      Peer peer = new Peer(Libc.getpid(), user, group, Optional.of(ourGroups()));
      assertThat(pair.theirs().peer()).contains(peer);
      assertThat(pair.ours().peer()).contains(peer);
    }
  }

  private static Set<Integer> ourGroups() throws IOException {
    return Files.readAllLines(Path.of("/proc/thread-self/status")).stream()
        .filter(line -> line.startsWith("Groups:"))
        .flatMap(line -> Stream.of(line.substring("Groups:".length()).strip().split(" ")))
        .filter(number -> !number.isEmpty())
        .map(Integer::parseUnsignedInt)
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 64, 65, 1000})
  void otherUsersProcessIsTold(int count, @TempDir Path programs) throws Exception {
    RealParts.needRoot();
    for (Path way : new Path[] {folder, programs}) {
      Files.setPosixFilePermissions(way, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Path program = CProgram.compile(programs, CONNECT_AND_WAIT).executable();
    List<Integer> groups = IntStream.range(100_000, 100_000 + count).boxed().toList();
    ChildCommand command =
        ChildCommand.of(List.of(program.toString(), path().toString()), Map.of())
            .withCredentials(new Credentials(12345, 23456, groups));
    try (StreamListener listener = StreamListener.listen(path(), 0666);
        Started other = Started.of(command)) {
      AtomicReference<StreamSocket> accepted = new AtomicReference<>();
      Deadline.await(
          "the connection",
          () -> {
            listener.accept().ifPresent(accepted::set);
            return accepted.get() != null;
          });

      assertThat(accepted.get().peer())
          .contains(new Peer(other.child().pid(), 12345, 23456, Optional.of(Set.copyOf(groups))));
      accepted.get().close();
      assertThat(other.awaitEnd().status()).isZero();
    }
  }

  private static final String CONNECT_AND_WAIT =
      """
      #include <string.h>
      #include <sys/socket.h>
      #include <sys/un.h>
      #include <unistd.h>
      int main(int argc, char **argv) {
        int s = socket(AF_UNIX, SOCK_STREAM, 0);
        struct sockaddr_un to = {.sun_family = AF_UNIX};
        strcpy(to.sun_path, argv[1]);
        char c;
        return connect(s, (struct sockaddr *) &to, sizeof to) || read(s, &c, 1);
      }
      """;

  @Test
  void halfClosedConnectionCanStillBeAnswered() throws Exception {
    try (Pair pair = Pair.at(path())) {
      write(pair.ours(), "question");
      pair.ours().shutDownOutput();

      assertThat(read(pair.theirs())).isEqualTo("question");
      assertThat(pair.theirs().read(new byte[9])).isEqualTo(-1);
      assertThat(pair.theirs().isHungUp()).isFalse();
      write(pair.theirs(), "answer");
      assertThat(read(pair.ours())).isEqualTo("answer");
    }
  }

  @Test
  void closedConnectionIsHungUp() throws Exception {
    try (Pair pair = Pair.at(path())) {
      pair.ours().close();

      assertThat(pair.theirs().read(new byte[9])).isEqualTo(-1);
      assertThat(pair.theirs().isHungUp()).isTrue();
      assertThatThrownBy(() -> write(pair.theirs(), "x"))
          .isInstanceOf(LinuxException.class)
          .hasMessage("cannot write to " + path() + ": Broken pipe (errno 32)");
    }
  }

  @Test
  void thereIsNoRoomWhenNobodyReads() throws Exception {
    byte[] much = new byte[100_000];
    try (Pair pair = Pair.at(path())) {
      int taken = 1;
      long all = 0;
      while (taken > 0) {
        taken = pair.ours().write(much, 0, much.length);
        all += taken;
      }

      assertThat(all).isPositive();
      assertThat(pair.ours().write(much, 0, much.length)).isZero();
    }
  }

  @Test
  void nobodyListeningIsARefusal() throws Exception {
    int free;
    try (StreamListener listener = StreamListener.listen(local("127.0.0.1", 0))) {
      free = listener.port().orElseThrow();
    }
    try (StreamSocket tcp = StreamSocket.connect(local("127.0.0.1", free));
        StreamSocket unix = StreamSocket.connect(path())) {
      assertThatThrownBy(() -> Deadline.await("an answer", tcp::finishConnect))
          .rootCause()
          .isInstanceOf(LinuxException.class)
          .hasMessage("cannot connect to 127.0.0.1:" + free + ": Connection refused (errno 111)");
      assertThatThrownBy(unix::finishConnect)
          .isInstanceOf(LinuxException.class)
          .hasMessage("cannot connect to " + path() + ": No such file or directory (errno 2)");
    }
  }

  @Test
  void fullBacklogOfAUnixSocketIsARefusal() throws Exception {
    try (StreamListener listener = StreamListener.listen(path(), 0600)) {
      LibcSockets.listen(listener.descriptor(), 0);
      try (StreamSocket first = StreamSocket.connect(path());
          StreamSocket second = StreamSocket.connect(path())) {
        assertThat(first.finishConnect()).isTrue();
        assertThatThrownBy(second::finishConnect)
            .hasMessage(
                "cannot connect to " + path() + ": Resource temporarily unavailable (errno 11)");
      }
    }
  }

  @Test
  void modeIsAsGivenAndTheNameGoesWithTheListener() throws Exception {
    for (int mode : new int[] {0600, 0660, 0777}) {
      StreamListener listener = StreamListener.listen(path(), mode);

      assertThat(LinuxFiles.status(path()).permissions()).isEqualTo(mode);

      listener.close();
      listener.close();
      assertThat(path()).doesNotExist();
    }
  }

  @Test
  void nameThatAKilledProcessLeftIsReplaced() throws Exception {
    StreamListener killed = StreamListener.listen(folder.resolve("other"), 0600);
    Files.move(folder.resolve("other"), path(), StandardCopyOption.ATOMIC_MOVE);
    killed.close();

    try (Pair pair = Pair.at(path())) {
      exchange(pair);
    }
  }

  @Test
  void nameOfALivingProcessIsRefusedAndNotDisturbed() throws Exception {
    try (StreamListener listener = StreamListener.listen(path(), 0600)) {
      assertThatThrownBy(() -> StreamListener.listen(path(), 0600))
          .isInstanceOf(LinuxException.class)
          .hasMessage(
              "cannot listen on the socket "
                  + path()
                  + ": Address already in use (errno 98); another process listens there: end it or"
                  + " choose another path");
      assertThat(listener.accept()).isEqualTo(Optional.empty());
    }
    try (UnixDatagramSocket datagrams = UnixDatagramSocket.bind(path(), 0600)) {
      assertThatThrownBy(() -> StreamListener.listen(path(), 0600))
          .hasMessageContaining("Address already in use (errno 98)");
      assertThat(datagrams.receive()).isEmpty();
    }
  }

  @Test
  void fileThatIsNoSocketIsLeftAlone() throws Exception {
    Files.writeString(path(), "precious");

    assertThatThrownBy(() -> StreamListener.listen(path(), 0600))
        .hasMessage(
            "cannot listen on the socket "
                + path()
                + ": File exists (errno 17); what is there is not a socket: remove it or choose"
                + " another path");
    assertThat(path()).hasContent("precious");
    Files.delete(path());
  }

  @Test
  void folderThatIsNotThereIsSaidWithWhatToDo() {
    Path nowhere = folder.resolve("nowhere/socket");

    assertThatThrownBy(() -> StreamListener.listen(nowhere, 0600))
        .isInstanceOf(LinuxException.class)
        .hasMessage(
            "cannot listen on the socket "
                + nowhere
                + ": No such file or directory (errno 2); create the folder it is in first");
  }

  @Test
  void portInUseIsRefused() throws Exception {
    try (StreamListener listener = StreamListener.listen(local("127.0.0.1", 0))) {
      int port = listener.port().orElseThrow();

      assertThatThrownBy(() -> StreamListener.listen(local("127.0.0.1", port)))
          .isInstanceOf(LinuxException.class)
          .hasMessage(
              "cannot listen on 127.0.0.1:"
                  + port
                  + ": Address already in use (errno 98); another process listens there: end it or"
                  + " choose another port");
    }
  }

  @Test
  void unresolvedAddressIsACallersMistake() {
    InetSocketAddress unresolved = InetSocketAddress.createUnresolved("example", 1);

    assertThatThrownBy(() -> StreamListener.listen(unresolved))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the address example/<unresolved>:1 is not resolved");
  }

  @Test
  void thousandsOfConnectionsLeaveNothingBehind() throws Exception {
    try (StreamListener listener = StreamListener.listen(path(), 0600)) {
      for (int i = 0; i < 5_000; i++) {
        try (StreamSocket ours = StreamSocket.connect(path());
            StreamSocket theirs = listener.accept().orElseThrow()) {
          assertThat(theirs.descriptor()).isNotEqualTo(ours.descriptor());
        }
      }
    }
  }
}
