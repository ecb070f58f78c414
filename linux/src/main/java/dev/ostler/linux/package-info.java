/**
 * Processes, signals, exits, file events and atomic exchange, as the Linux kernel offers them.
 *
 * <p>Pure Java over the C library (glibc 2.34 or newer, x86-64 or aarch64, Linux 5.3 or newer);
 * nothing is compiled and no helper program is run. The module needs native access: {@code
 * --enable-native-access=dev.ostler.linux}.
 *
 * <h2>Children</h2>
 *
 * <p>{@link dev.ostler.linux.ChildCommand} says what to run and how, {@link
 * dev.ostler.linux.Children} spawns and reaps it, and {@link dev.ostler.linux.Child} holds it, so
 * that a signal can never hit a stranger with the same number. A child starts with no signal
 * blocked or ignored and no descriptor but 0 to 2; its user, groups, file mode mask, niceness and
 * limits are its own and leave this process as it was.
 *
 * <p>A process has one place that reaps. Next to {@link java.lang.Process} only {@link
 * dev.ostler.linux.Children#reap(Child)} may be used.
 *
 * <h2>Events</h2>
 *
 * <p>{@link dev.ostler.linux.Signals}, {@link dev.ostler.linux.Child}, {@link
 * dev.ostler.linux.Inotify}, {@link dev.ostler.linux.MountTable}, {@link
 * dev.ostler.linux.UnixDatagramSocket}, {@link dev.ostler.linux.StreamListener}, {@link
 * dev.ostler.linux.StreamSocket}, {@link dev.ostler.linux.Pipe}, {@link
 * dev.ostler.linux.StandardStream}, {@link dev.ostler.linux.Timer} and {@link
 * dev.ostler.linux.Wakeup} are descriptors that one {@link dev.ostler.linux.Poller} waits for on
 * one thread. Only {@link dev.ostler.linux.Wakeup#wake()} and {@link dev.ostler.linux.Child} are
 * for other threads too. Each is closed by whoever opened it, after it was removed from the poller;
 * a second close does nothing, and a later use is an {@link java.lang.IllegalStateException}.
 *
 * <p>To receive signals, a program calls {@link dev.ostler.linux.Startup#blockSignals()} first.
 *
 * {@snippet :
 * Startup.blockSignals();
 * try (Signals signals = Signals.open();
 *     Poller poller = Poller.open();
 *     Child child = Children.spawn(ChildCommand.of(command, Startup.environment()))) {
 *   poller.add(
 *       signals,
 *       () -> {
 *         for (ReceivedSignal received : signals.read()) {
 *           if (received.signal().equals(Signal.CHLD)) {
 *             exits.addAll(Children.reapEnded());
 *           } else {
 *             child.signal(received.signal());
 *           }
 *         }
 *       });
 *   while (exits.isEmpty()) {
 *     poller.await();
 *   }
 * }
 * }
 *
 * <h2>Strings</h2>
 *
 * <p>Arguments, variables and names are bytes to the kernel. They are strings here, as UTF-8; a
 * byte that is not UTF-8 is the lone surrogate U+DC00 plus its value, as in Python, and becomes the
 * same byte again. A string with NUL or any other half of a surrogate pair is an {@link
 * java.lang.IllegalArgumentException}.
 *
 * <h2>Failures</h2>
 *
 * <p>What the kernel refuses is a {@link dev.ostler.linux.LinuxException} that says what was tried,
 * on what and why, with the number in {@link dev.ostler.linux.Errno}. Its words do not depend on
 * the locale.
 */
package dev.ostler.linux;
