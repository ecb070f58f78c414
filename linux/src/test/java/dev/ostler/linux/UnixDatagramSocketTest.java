package dev.ostler.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.linux.UnixDatagramSocket.Datagram;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class UnixDatagramSocketTest {
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
      assertThat(files.filter(file -> file.getFileName().toString().startsWith(".o"))).isEmpty();
    }
  }

  private Path path() {
    return folder.resolve("socket");
  }

  @Test
  void senderIsTold() throws Exception {
    try (UnixDatagramSocket socket = UnixDatagramSocket.bind(path(), 0600)) {
      assertThat(socket.receive()).isEmpty();
      UnixDatagramSocket.send(path(), "START caf\u00e9");
      UnixDatagramSocket.send(path(), "");

      int user = (int) Files.getAttribute(path(), "unix:uid");
      assertThat(socket.receive())
          .containsExactly(
              new Datagram("START caf\u00e9", Libc.getpid(), user, Optional.empty()),
              new Datagram("", Libc.getpid(), user, Optional.empty()));
    }
  }

  @Test
  void tenThousandDatagramsArriveInOrder() throws Exception {
    List<String> received = new ArrayList<>();
    try (UnixDatagramSocket socket = UnixDatagramSocket.bind(path(), 0600);
        Poller poller = Poller.open()) {
      poller.add(socket, () -> socket.receive().forEach(datagram -> received.add(datagram.text())));
      Thread sender =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  for (int i = 0; i < 10_000; i++) {
                    UnixDatagramSocket.send(path(), "number " + i);
                  }
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      while (received.size() < 10_000) {
        poller.await();
      }
      sender.join();
    }

    assertThat(received)
        .isEqualTo(IntStream.range(0, 10_000).mapToObj(i -> "number " + i).toList());
  }

  @Test
  void longDatagramIsCut() throws Exception {
    try (UnixDatagramSocket socket = UnixDatagramSocket.bind(path(), 0600)) {
      UnixDatagramSocket.send(path(), "x".repeat(5000));

      assertThat(socket.receive())
          .singleElement()
          .extracting(Datagram::text)
          .isEqualTo("x".repeat(4096));
    }
  }

  @Test
  void descriptorsThatSomebodySendsAreNotReceived() throws Exception {
    CProgram send = CProgram.compile(folder, SEND_DESCRIPTORS);
    try (UnixDatagramSocket socket = UnixDatagramSocket.bind(path(), 0600)) {
      int before = OwnState.descriptors();

      Outcome outcome = send.run(path().toString());

      assertThat(outcome.status()).isZero();
      assertThat(socket.receive())
          .singleElement()
          .isEqualTo(
              new Datagram(
                  "with",
                  outcome.exit().pid(),
                  (int) Files.getAttribute(path(), "unix:uid"),
                  Optional.empty()));
      assertThat(OwnState.descriptors()).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"@", "/"})
  void senderWithANameIsAnswered(String kind) throws Exception {
    CProgram ask = CProgram.compile(folder, ASK);
    String own = kind.equals("@") ? "@" + folder + "/asking" : folder + "/asking";
    try (UnixDatagramSocket socket = UnixDatagramSocket.bind(path(), 0600);
        Poller poller = Poller.open();
        ExecutorService asking = Executors.newSingleThreadExecutor()) {
      poller.add(
          socket,
          () ->
              socket
                  .receive()
                  .forEach(asked ->
                      socket.reply(asked.sender().orElseThrow(), asked.text() + " caf\u00e9")));
      Future<Outcome> outcome = asking.submit(() -> ask.run(path().toString(), own));
      poller.await();

      assertThat(outcome.get(20, TimeUnit.SECONDS).text()).isEqualTo("WORD caf\u00e9");
    }
  }

  @Test
  void nobodyIsToldWhereNobodyReceives() throws Exception {
    try (UnixDatagramSocket socket = UnixDatagramSocket.bind(path(), 0600)) {
      assertThat(socket.reply(new SocketAddress(folder + "/nobody"), "text")).isFalse();
      assertThat(socket.reply(new SocketAddress("@" + folder + "/nobody"), "text")).isFalse();
    }
  }

  @Test
  void nameThatIsRelativeToAFolderOfTheSendersIsNone() throws Exception {
    CProgram ask = CProgram.compile(folder, ASK);
    try (UnixDatagramSocket socket = UnixDatagramSocket.bind(path(), 0600)) {
      ask.run(path().toString(), "../../../../../../../../../.." + folder + "/asking");

      assertThat(socket.receive()).extracting(Datagram::sender).containsExactly(Optional.empty());
    }
  }

  /** Sends a word from a socket with a name; waits for an answer unless the name is relative. */
  private static final String ASK =
      """
      #include <stddef.h>
      #include <stdio.h>
      #include <string.h>
      #include <sys/socket.h>
      #include <sys/un.h>
      #include <unistd.h>
      int main(int argc, char **argv) {
        int s = socket(AF_UNIX, SOCK_DGRAM, 0);
        struct sockaddr_un own = {.sun_family = AF_UNIX}, to = {.sun_family = AF_UNIX};
        strcpy(own.sun_path, argv[2]);
        strcpy(to.sun_path, argv[1]);
        socklen_t size = offsetof(struct sockaddr_un, sun_path) + strlen(argv[2]);
        if (argv[2][0] == '@') own.sun_path[0] = 0;
        if (bind(s, (struct sockaddr *)&own, size) != 0) return perror("bind"), 1;
        if (sendto(s, "WORD", 4, 0, (struct sockaddr *)&to, sizeof to) != 4) return perror("send"), 1;
        if (argv[2][0] == '.') return 0;
        alarm(20);
        char answer[100];
        int length = recv(s, answer, sizeof answer, 0);
        fwrite(answer, 1, length < 0 ? 0 : length, stdout);
        return 0;
      }
      """;

  private static final String SEND_DESCRIPTORS =
      """
      #include <string.h>
      #include <sys/socket.h>
      #include <sys/un.h>
      #include <unistd.h>
      int main(int argc, char **argv) {
        int s = socket(AF_UNIX, SOCK_DGRAM, 0);
        struct sockaddr_un to = {.sun_family = AF_UNIX};
        strcpy(to.sun_path, argv[1]);
        char space[CMSG_SPACE(2 * sizeof(int))] = {0};
        struct iovec text = {"with", 4};
        struct msghdr m = {&to, sizeof to, &text, 1, space, sizeof space, 0};
        struct cmsghdr *c = CMSG_FIRSTHDR(&m);
        c->cmsg_level = SOL_SOCKET;
        c->cmsg_type = SCM_RIGHTS;
        c->cmsg_len = CMSG_LEN(2 * sizeof(int));
        int fds[2] = {0, 1};
        memcpy(CMSG_DATA(c), fds, sizeof fds);
        return sendmsg(s, &m, 0) == 4 ? 0 : 1;
      }
      """;

  @Test
  void modeIsAsGivenWhateverTheUmask() throws Exception {
    for (int mode : new int[] {0600, 0660, 0666, 0777}) {
      try (UnixDatagramSocket socket = UnixDatagramSocket.bind(path(), mode)) {
        assertThat(socket.descriptor()).isPositive();
        assertThat(LinuxFiles.status(path()).permissions()).isEqualTo(mode);
        assertThat(LinuxFiles.status(path()).isSocket()).isTrue();
      }
    }
  }

  @Test
  void closingRemovesTheName() throws Exception {
    UnixDatagramSocket socket = UnixDatagramSocket.bind(path(), 0600);
    socket.close();
    socket.close();

    assertThat(path()).doesNotExist();
    assertThatThrownBy(socket::receive).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> UnixDatagramSocket.send(path(), "x"))
        .isInstanceOf(LinuxException.class)
        .hasMessage(
            "cannot send to the datagram socket "
                + path()
                + ": No such file or directory (errno 2)");
  }

  @Test
  void nameThatAKilledProcessLeftIsReplaced() throws Exception {
    // Renamed away before the close, which then removes nothing.
    UnixDatagramSocket killed = UnixDatagramSocket.bind(folder.resolve("other"), 0600);
    Files.move(folder.resolve("other"), path(), StandardCopyOption.ATOMIC_MOVE);
    killed.close();
    assertThatThrownBy(() -> UnixDatagramSocket.send(path(), "x"))
        .hasMessage(
            "cannot send to the datagram socket " + path() + ": Connection refused (errno 111)");

    try (UnixDatagramSocket socket = UnixDatagramSocket.bind(path(), 0600)) {
      UnixDatagramSocket.send(path(), "x");
      assertThat(socket.receive()).hasSize(1);
    }
  }

  @Test
  void nameOfALivingProcessIsRefused() throws Exception {
    try (UnixDatagramSocket socket = UnixDatagramSocket.bind(path(), 0600)) {
      assertThatThrownBy(() -> UnixDatagramSocket.bind(path(), 0600))
          .isInstanceOf(LinuxException.class)
          .hasMessage(
              "cannot bind the datagram socket "
                  + path()
                  + ": Address already in use (errno 98); another process listens there: end it or"
                  + " choose another path");
      UnixDatagramSocket.send(path(), "still here");
      assertThat(socket.receive()).hasSize(1);
    }
  }

  @Test
  void streamSocketOfALivingProcessIsRefused() throws Exception {
    try (ServerSocketChannel stream = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      stream.bind(UnixDomainSocketAddress.of(path()));

      assertThatThrownBy(() -> UnixDatagramSocket.bind(path(), 0600))
          .hasMessageStartingWith(
              "cannot bind the datagram socket " + path() + ": Address already in use (errno 98)");
    }
  }

  @Test
  void fileThatIsNoSocketIsLeftAlone() throws Exception {
    Files.writeString(path(), "precious");

    assertThatThrownBy(() -> UnixDatagramSocket.bind(path(), 0600))
        .isInstanceOf(LinuxException.class)
        .hasMessage(
            "cannot bind the datagram socket "
                + path()
                + ": File exists (errno 17); what is there is not a socket: remove it or choose"
                + " another path");
    assertThat(path()).hasContent("precious");
  }

  @Test
  void longestPathWorksAndOneMoreDoesNot() throws Exception {
    String deep = "d".repeat(105 - folder.toString().length() - 2);
    Path directory = Files.createDirectory(folder.resolve(deep));
    Path longest = directory.resolve("ss");
    assertThat(longest.toString()).hasSize(107);

    try (UnixDatagramSocket socket = UnixDatagramSocket.bind(longest, 0600)) {
      UnixDatagramSocket.send(longest, "x");
      assertThat(socket.receive()).hasSize(1);
    }
    Path tooLong = directory.resolve("sss");
    assertThatThrownBy(() -> UnixDatagramSocket.bind(tooLong, 0600))
        .isInstanceOf(LinuxException.class)
        .hasMessage(
            "cannot bind the datagram socket "
                + tooLong
                + ": File name too long (errno 36); a socket's path has at most 107 bytes: choose a"
                + " shorter one");
    assertThatThrownBy(() -> UnixDatagramSocket.send(tooLong, "x"))
        .hasMessageContaining("File name too long (errno 36)");
  }

  @Test
  void missingFolderIsTold() {
    Path nowhere = folder.resolve("none/socket");

    assertThatThrownBy(() -> UnixDatagramSocket.bind(nowhere, 0600))
        .isInstanceOf(LinuxException.class)
        .hasMessage(
            "cannot bind the datagram socket "
                + nowhere
                + ": No such file or directory (errno 2); create the folder it is in first");
  }

  @Test
  void relativePathWorks() throws Exception {
    Path relative = Path.of("").toAbsolutePath().relativize(folder.toRealPath()).resolve("socket");

    try (UnixDatagramSocket socket = UnixDatagramSocket.bind(relative, 0600)) {
      UnixDatagramSocket.send(path(), "x");
      assertThat(socket.receive()).hasSize(1);
    }
    assertThat(path()).doesNotExist();
  }
}
