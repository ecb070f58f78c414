package dev.ostler.linux;

/**
 * Who is at the other end of a unix socket, as the kernel noted it when the connection was made.
 *
 * @param pid process number, 0 if it is outside this process namespace
 * @param user effective user number
 * @param group effective group number
 * @see <a href="https://man7.org/linux/man-pages/man7/unix.7.html">SO_PEERCRED in unix(7)</a>
 */
public record Peer(int pid, int user, int group) {}
