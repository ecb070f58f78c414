package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.control.ControlException;
import dev.ostler.testing.Eventually;
import dev.ostler.testing.Needs;
import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerCommand.Result;
import dev.ostler.testing.OstlerProcess;
import dev.ostler.testing.RealPart;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a file asks for is taken by others, or there is not enough of it. */
class RunFileScarcityIT {
  private static final String WEB = "processes: {web: {command: [sleep, \"60\"]}}\n";

  @TempDir Path folder;

  private Path socket() {
    return folder.resolve("control");
  }

  private OstlerCommand controlled() {
    return FileRun.command(folder, WEB + "control: FOLDER/control\n");
  }

  private static Result refusal(String message) {
    return new Result(1, "", "ostler: " + message + "\n");
  }

  @Test
  void fileWhereTheControlSocketShouldBeIsLeftAlone() throws Exception {
    Files.writeString(socket(), "precious");

    assertThat(controlled().run())
        .isEqualTo(
            refusal(
                "cannot listen on the socket "
                    + socket()
                    + ": File exists (errno 17); what is there is not a socket: remove it or choose"
                    + " another path"));
    assertThat(socket()).hasContent("precious");
  }

  @Test
  void socketOfALivingInstanceIsLeftToIt() throws Exception {
    try (FileRun first = FileRun.controlled(folder, WEB)) {
      first.awaitReady("web");

      assertThat(controlled().run())
          .isEqualTo(
              refusal(
                  "cannot listen on the socket "
                      + socket()
                      + ": Address already in use (errno 98); another process listens there: end it"
                      + " or choose another path"));
      assertThat(first.awaitReady("web")).isPositive();
      first.stop();
    }
  }

  @Test
  void socketOfAKilledInstanceIsReplaced() throws Exception {
    try (FileRun first = FileRun.controlled(folder, WEB)) {
      long web = first.awaitReady("web");
      FileRun.kill(first.ostler().pid());
      first.ostler().awaitExit();
      FileRun.kill(web);
    }
    assertThat(socket()).exists();

    try (FileRun second = FileRun.controlled(folder, WEB)) {
      Eventually.await("it answers", () -> answers(second));
      assertThat(second.stop()).isEqualTo(128 + FileRun.TERM);
    }
  }

  private static boolean answers(FileRun run) {
    try {
      return run.control().hello().pid() == run.ostler().pid();
    } catch (ControlException nobodyYet) {
      return false;
    }
  }

  @Test
  @Needs(RealPart.ROOT)
  void folderThatCannotBeWrittenIsSaid() {
    assertThat(
            controlled()
                .under(
                    "unshare",
                    "-m",
                    "sh",
                    "-c",
                    "mount -o bind "
                        + folder
                        + " "
                        + folder
                        + " && mount -o remount,bind,ro "
                        + folder
                        + " && exec \"$@\"",
                    "sh")
                .run())
        .isEqualTo(
            refusal(
                "cannot listen on the socket " + socket() + ": Read-only file system (errno 30)"));
  }

  @Test
  @Needs(RealPart.ROOT)
  void whatCannotGoBackForWantOfRoomGoesBackWhenThereIsRoom() throws Exception {
    Files.createDirectory(folder.resolve("small"));
    offer("good");
    OstlerCommand command =
        FileRun.command(
                folder,
                """
                processes:
                  app:
                    command: [sleep, "60"]
                    ready: {exec: [grep, -q, good, FOLDER/small/live.conf], every: 50ms}
                configuration:
                  app:
                    file: FOLDER/app.conf
                    target: FOLDER/small/live.conf
                    keepIf: {ready: app, within: 6s, stays: 50ms}
                control: FOLDER/control
                """)
            .under(
                "unshare",
                "-m",
                "sh",
                "-c",
                "mount -t tmpfs -o size=64k none " + folder + "/small && exec \"$@\"",
                "sh");
    try (OstlerProcess ostler = command.start()) {
      ostler.awaitErrors("created live.conf");
      Path small = Path.of("/proc/" + ostler.pid() + "/root" + folder + "/small");
      Eventually.await("it is kept", () -> statusOfApp().contains("current"));
      offer("bad");
      Eventually.await(
          "it is on trial", () -> Files.readString(small.resolve("live.conf")).equals("bad"));
      ostler.awaitErrors("modified live.conf"); // until then there is room that becomes free
      Path everything = fill(small);
      ostler.awaitErrors("No space left on device");
      Files.delete(everything);
      ostler.awaitErrors("rolled back to the configuration before");

      assertThat(small.resolve("live.conf")).hasContent("good");
    }
  }

  private void offer(String content) throws IOException {
    Files.writeString(folder.resolve("next"), content);
    Files.move(
        folder.resolve("next"), folder.resolve("app.conf"), StandardCopyOption.REPLACE_EXISTING);
  }

  private String statusOfApp() {
    return OstlerCommand.of("ctl", "--socket", socket().toString(), "status").run().output();
  }

  /** Takes all the room there is. */
  private static Path fill(Path disk) throws IOException {
    Path everything = disk.resolve("everything");
    try (OutputStream out = Files.newOutputStream(everything)) {
      while (true) {
        out.write(new byte[4096]);
      }
    } catch (IOException full) {
      return everything;
    }
  }

  @Test
  void portThatIsTakenIsSaid() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      String address = "127.0.0.1:" + other.getLocalPort();

      assertThat(FileRun.command(folder, WEB + "metrics: " + address + "\n").run())
          .isEqualTo(
              refusal(
                  "cannot listen on "
                      + address
                      + ": Address already in use (errno 98); another process listens there: end it"
                      + " or choose another port"));
    }
  }

  @Test
  void clientsNeverTakeTheLastDescriptors() throws Exception {
    String restarting =
        """
        processes:
          steady: {command: [sleep, "60"]}
          web: {command: [sh, -c, "sleep 0.2; exit 1"], restart: {first: 50ms}}
        """;
    List<SocketChannel> clients = new ArrayList<>();
    try (OstlerProcess ostler =
        FileRun.command(folder, restarting + "control: FOLDER/control\n")
            .under("sh", "-c", "ulimit -n 32; exec \"$@\"", "sh")
            .start()) {
      Eventually.await("it listens", () -> Files.exists(socket()));
      for (int i = 0; i < 60; i++) {
        clients.add(connect());
      }

      ostler.awaitErrors(
          "ostler: cannot accept a connection on "
              + socket()
              + ": Too many open files (errno 24); the last 8 are kept for other things: raise the"
              + " limit of open files\n");
      long restarts = restarts(ostler);
      Eventually.await("it goes on", () -> restarts(ostler) > restarts + 2);
      ostler.signal(FileRun.TERM);
      assertThat(ostler.awaitExit()).isZero();
    } finally {
      for (SocketChannel client : clients) {
        client.close();
      }
    }
  }

  private SocketChannel connect() throws IOException {
    SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX);
    client.connect(UnixDomainSocketAddress.of(socket()));
    return client;
  }

  private static long restarts(OstlerProcess ostler) {
    return ostler.errors().lines().filter(line -> line.contains("restarting")).count();
  }

  @Test
  void moreProcessesThanDescriptorsAreRefusedBeforeAnyIsStarted() {
    StringBuilder many = new StringBuilder("processes:\n");
    for (int i = 0; i < 20; i++) {
      many.append("  p" + i + ": {command: [touch, FOLDER/started], output: plain}\n");
    }

    assertThat(
            FileRun.command(folder, many.toString())
                .under("sh", "-c", "ulimit -n 32; exec \"$@\"", "sh")
                .run())
        .isEqualTo(refusal("cannot create a pipe: Too many open files (errno 24)"));
    assertThat(folder.resolve("started")).doesNotExist();
  }
}
