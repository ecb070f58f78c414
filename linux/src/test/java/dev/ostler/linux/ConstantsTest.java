package dev.ostler.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Field;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConstantsTest {
  private static final String HEADERS =
      """
      #define _GNU_SOURCE
      #include <errno.h>
      #include <fcntl.h>
      #include <linux/limits.h>
      #include <linux/magic.h>
      #include <netinet/in.h>
      #include <netinet/tcp.h>
      #include <poll.h>
      #include <sched.h>
      #include <signal.h>
      #include <spawn.h>
      #include <stddef.h>
      #include <stdio.h>
      #include <sys/epoll.h>
      #include <sys/eventfd.h>
      #include <sys/inotify.h>
      #include <sys/mount.h>
      #include <sys/prctl.h>
      #include <sys/resource.h>
      #include <sys/signalfd.h>
      #include <sys/socket.h>
      #include <sys/stat.h>
      #include <sys/syscall.h>
      #include <sys/timerfd.h>
      #include <sys/un.h>
      #include <sys/vfs.h>
      #include <sys/wait.h>
      #include <unistd.h>
      """;

  @TempDir Path folder;

  @Test
  void numbersAreThoseOfTheHeaders() throws Exception {
    Map<String, Integer> ours = numbers(Constants.class);
    assertThat(ours).hasSizeGreaterThan(80);

    assertThat(evaluate(HEADERS, ours.keySet())).isEqualTo(ours);
  }

  @Test
  void errorNumbersAreThoseOfTheHeaders() throws Exception {
    Map<String, Integer> ours = numbers(Errno.class);
    assertThat(ours).hasSizeGreaterThan(20);

    assertThat(evaluate(HEADERS, ours.keySet())).isEqualTo(ours);
  }

  @Test
  void layoutsAreThoseOfTheHeaders() throws Exception {
    Map<String, Integer> ours = layouts();

    assertThat(evaluate(HEADERS, ours.keySet())).isEqualTo(ours);
  }

  @Test
  void opaqueStructuresFitWhatIsAllocated() throws Exception {
    Map<String, Integer> sizes =
        evaluate(
            HEADERS,
            Arrays.asList(
                "sizeof(posix_spawnattr_t)",
                "sizeof(posix_spawn_file_actions_t)",
                "sizeof(struct statfs)",
                "_Alignof(posix_spawnattr_t)"));

    assertThat(sizes.get("sizeof(posix_spawnattr_t)")).isLessThanOrEqualTo(Spawn.ATTRIBUTES_SIZE);
    assertThat(sizes.get("sizeof(posix_spawn_file_actions_t)"))
        .isLessThanOrEqualTo(Spawn.ACTIONS_SIZE);
    assertThat(sizes.get("sizeof(struct statfs)")).isLessThanOrEqualTo(LinuxFiles.STATFS_SIZE);
    assertThat(sizes.get("_Alignof(posix_spawnattr_t)")).isLessThanOrEqualTo(8);
  }

  /** aarch64 has the kernel's generic numbers, whose header is there on every architecture. */
  @Test
  void systemCallsOfAarch64AreThoseOfTheGenericHeader() throws Exception {
    Map<String, Integer> ours = new TreeMap<>();
    numbers(constantsFor("aarch64"))
        .forEach((name, number) -> {
          if (name.startsWith("SYS_")) {
            ours.put(name.replace("SYS_", "__NR_"), number);
          }
        });
    assertThat(ours).hasSize(5);

    assertThat(evaluate("#include <stdio.h>\n#include <asm-generic/unistd.h>\n", ours.keySet()))
        .isEqualTo(ours);
  }

  /** From arch/arm64/include/uapi/asm/fcntl.h, which is not there on x86-64. */
  @Test
  void openFlagsOfAarch64DifferFromX86() throws Exception {
    Map<String, Integer> arm = numbers(constantsFor("aarch64"));
    Map<String, Integer> x86 = numbers(constantsFor("amd64"));

    assertThat(arm).containsEntry("O_DIRECTORY", 040000).containsEntry("O_NOFOLLOW", 0100000);
    arm.keySet().removeIf(name -> name.startsWith("SYS_"));
    assertThat(arm.entrySet().stream().filter(entry -> !x86.entrySet().contains(entry)))
        .extracting(Map.Entry::getKey)
        .containsExactlyInAnyOrder("O_DIRECTORY", "O_NOFOLLOW");
  }

  @Test
  void otherArchitecturesAreRefused() {
    assertThatThrownBy(() -> Constants.Architecture.of("RISCV64"))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("cannot run on the architecture riscv64: Ostler knows x86-64 and aarch64");
    assertThat(Constants.Architecture.of("arm64")).isEqualTo(Constants.Architecture.AARCH64);
    assertThat(Constants.Architecture.of("x86_64")).isEqualTo(Constants.Architecture.X86_64);
  }

  private static Map<String, Integer> layouts() {
    Map<String, Integer> layouts = new TreeMap<>();
    layouts.put("sizeof(struct statx)", LinuxFiles.STATX_SIZE);
    layouts.put("offsetof(struct statx, stx_attributes)", 8);
    layouts.put("offsetof(struct statx, stx_nlink)", 16);
    layouts.put("offsetof(struct statx, stx_uid)", 20);
    layouts.put("offsetof(struct statx, stx_gid)", 24);
    layouts.put("offsetof(struct statx, stx_mode)", 28);
    layouts.put("offsetof(struct statx, stx_ino)", 32);
    layouts.put("offsetof(struct statx, stx_size)", 40);
    layouts.put("offsetof(struct statx, stx_ctime)", 96);
    layouts.put("offsetof(struct statx, stx_mtime)", 112);
    layouts.put("offsetof(struct statx, stx_mtime.tv_nsec)", 120);
    layouts.put("offsetof(struct statx, stx_dev_major)", 136);
    layouts.put("offsetof(struct statx, stx_dev_minor)", 140);
    layouts.put("offsetof(struct statfs, f_type)", 0);
    layouts.put("sizeof(siginfo_t)", Children.SIGINFO_SIZE);
    layouts.put("offsetof(siginfo_t, si_code)", 8);
    layouts.put("offsetof(siginfo_t, si_pid)", 16);
    layouts.put("offsetof(siginfo_t, si_status)", 24);
    layouts.put("sizeof(sigset_t)", Signals.SIGNAL_SET_SIZE);
    layouts.put("sizeof(struct signalfd_siginfo)", Signals.RECORD_SIZE);
    layouts.put("offsetof(struct signalfd_siginfo, ssi_signo)", 0);
    layouts.put("offsetof(struct signalfd_siginfo, ssi_pid)", 12);
    layouts.put("offsetof(struct signalfd_siginfo, ssi_uid)", 16);
    layouts.put("sizeof(struct epoll_event)", Poller.EVENT_SIZE);
    layouts.put("offsetof(struct epoll_event, events)", 0);
    layouts.put("offsetof(struct epoll_event, data)", Poller.DATA_OFFSET);
    layouts.put("sizeof(struct inotify_event)", Inotify.HEADER_SIZE);
    layouts.put("offsetof(struct inotify_event, wd)", 0);
    layouts.put("offsetof(struct inotify_event, mask)", 4);
    layouts.put("offsetof(struct inotify_event, len)", 12);
    layouts.put("offsetof(struct inotify_event, name)", 16);
    layouts.put("sizeof(struct msghdr)", 56);
    layouts.put("offsetof(struct msghdr, msg_iov)", 16);
    layouts.put("offsetof(struct msghdr, msg_iovlen)", 24);
    layouts.put("offsetof(struct msghdr, msg_control)", 32);
    layouts.put("offsetof(struct msghdr, msg_controllen)", 40);
    layouts.put("sizeof(struct iovec)", 16);
    layouts.put("offsetof(struct iovec, iov_len)", 8);
    layouts.put("sizeof(struct cmsghdr)", 16);
    layouts.put("offsetof(struct cmsghdr, cmsg_type)", 12);
    layouts.put("CMSG_SPACE(sizeof(struct ucred))", UnixDatagramSocket.CONTROL_SIZE);
    layouts.put("CMSG_LEN(sizeof(struct ucred))", 28);
    layouts.put("offsetof(struct ucred, uid)", 4);
    layouts.put("sizeof(struct itimerspec)", 32);
    layouts.put("offsetof(struct itimerspec, it_value)", 16);
    layouts.put("offsetof(struct itimerspec, it_value.tv_nsec)", 24);
    layouts.put("sizeof(struct rlimit)", 16);
    layouts.put("offsetof(struct rlimit, rlim_max)", 8);
    layouts.put("sizeof(struct sockaddr_un)", SocketAddresses.UNIX_SIZE);
    layouts.put("offsetof(struct sockaddr_un, sun_path)", 2);
    layouts.put("sizeof(((struct sockaddr_un *) 0)->sun_path) - 1", SocketAddresses.LONGEST_PATH);
    layouts.put("sizeof(struct sockaddr_in)", SocketAddresses.IPV4_SIZE);
    layouts.put("offsetof(struct sockaddr_in, sin_port)", 2);
    layouts.put("offsetof(struct sockaddr_in, sin_addr)", 4);
    layouts.put("sizeof(struct sockaddr_in6)", SocketAddresses.IPV6_SIZE);
    layouts.put("offsetof(struct sockaddr_in6, sin6_addr)", 8);
    layouts.put("offsetof(struct sockaddr_in6, sin6_scope_id)", 24);
    layouts.put("sizeof(struct pollfd)", SocketOptions.POLL_SIZE);
    layouts.put("offsetof(struct pollfd, events)", 4);
    layouts.put("offsetof(struct pollfd, revents)", 6);
    layouts.put("offsetof(struct ucred, gid)", 8);
    layouts.put("sizeof(gid_t)", 4);
    return layouts;
  }

  private static Map<String, Integer> numbers(Class<?> constants) throws IllegalAccessException {
    Map<String, Integer> numbers = new TreeMap<>();
    for (Field field : constants.getDeclaredFields()) {
      if (field.getType() == int.class) {
        field.setAccessible(true);
        numbers.put(field.getName(), field.getInt(null));
      }
    }
    return numbers;
  }

  /** The class as another architecture would load it. */
  private static Class<?> constantsFor(String architecture) throws Exception {
    URL classes = Constants.class.getProtectionDomain().getCodeSource().getLocation();
    String ours = System.setProperty("os.arch", architecture);
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader())) {
      return Class.forName(Constants.class.getName(), true, loader);
    } finally {
      System.setProperty("os.arch", ours);
    }
  }

  private Map<String, Integer> evaluate(String headers, Collection<String> expressions)
      throws IOException {
    StringBuilder source = new StringBuilder(headers).append("int main() {\n");
    for (String expression : expressions) {
      source.append("  printf(\"%d ").append(expression).append("\\n\", (int) (");
      source.append(expression).append("));\n");
    }
    Outcome outcome = CProgram.compile(folder, source.append("}\n").toString()).run();
    Map<String, Integer> values = new TreeMap<>();
    for (String line : outcome.lines()) {
      int space = line.indexOf(' ');
      values.put(line.substring(space + 1), Integer.parseInt(line, 0, space, 10));
    }
    return values;
  }
}
