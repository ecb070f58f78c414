/*
 * agent: the driver's hands. Reads one command a line, its words separated by tabs, and answers
 * one line: `ok NUMBER...` or `error TEXT`. Each stamp is taken beside the system call that is
 * measured, so that the time the driver takes to think is in no figure.
 *
 *   spawn DIRECTORY OUTPUT COMMAND ARG...   -> pid
 *   time DIRECTORY OUTPUT COMMAND ARG...    -> before, after, CPU time, most kilobytes, status; run
 *                                              to its end, with all that it waited for
 *   kill PID SIGNAL                         -> before
 *   end PID SIGNAL MILLIS                   -> before, gone; SIGNAL to PID, which is a child
 *   rename FROM TO                          -> before
 *   create PATH                             -> before
 *   pipe PATH                               -> a named pipe
 *   unlink PATH                             -> before
 *   send SOCKET WORD COUNT LAST             -> before, after, accepted; LAST is sent once, if not empty
 *   unpack ARCHIVE NEW SYNC                 -> before, after; every file written
 *   restage ARCHIVE NEW OLD SYNC            -> before, after; unchanged files linked, then exchanged
 *   reset                                   -> ends and reaps every process below
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>

#include "record.h"

enum { WORDS = 128, TAR_BLOCK = 512 };

static void ok(int count, ...) {
  va_list numbers;
  va_start(numbers, count);
  fputs("ok", stdout);
  for (int i = 0; i < count; i++) printf(" %lld", (long long)va_arg(numbers, int64_t));
  va_end(numbers);
  putchar('\n');
}

static void failed(void) { printf("error %s\n", strerror(errno)); }

static void become(char *directory, char *output, char **command) {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, 0);
  for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
  int in = open("/dev/null", O_RDONLY);
  int out = open(output, O_WRONLY | O_CREAT | O_APPEND, 0644);
  if (in < 0 || out < 0 || chdir(directory) != 0) _exit(126);
  dup2(in, 0);
  dup2(out, 1);
  dup2(out, 2);
  close_range(3, ~0U, 0);
  execvp(command[0], command);
  perror(command[0]);
  _exit(127);
}

static void spawn(char **words) {
  pid_t pid = fork();
  if (pid == 0) become(words[1], words[2], words + 3);
  pid < 0 ? failed() : ok(1, (int64_t)pid);
}

static int64_t nanos(struct timeval t) { return (int64_t)t.tv_sec * 1000000000 + t.tv_usec * 1000; }

static void time_run(char **words) {
  int64_t before = now();
  pid_t pid = fork();
  if (pid == 0) become(words[1], words[2], words + 3);
  int status;
  struct rusage used;
  if (pid < 0 || wait4(pid, &status, 0, &used) < 0) return failed();
  int64_t after = now();
  int64_t cpu = nanos(used.ru_utime) + nanos(used.ru_stime);
  int64_t code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  ok(5, before, after, cpu, (int64_t)used.ru_maxrss, code);
}

static void kill_now(char **words) {
  int64_t before = now();
  kill(atoi(words[1]), atoi(words[2])) != 0 ? failed() : ok(1, before);
}

static void end(char **words) {
  pid_t pid = atoi(words[1]);
  int handle = (int)syscall(SYS_pidfd_open, pid, 0);
  if (handle < 0) return failed();
  struct pollfd wait = {handle, POLLIN, 0};
  int64_t before = now();
  kill(pid, atoi(words[2]));
  int ended = poll(&wait, 1, atoi(words[3]));
  int64_t gone = now();
  close(handle);
  if (ended == 1) {
    waitpid(pid, 0, WNOHANG);
    ok(2, before, gone);
  } else {
    errno = ETIMEDOUT;
    failed();
  }
}

static void rename_file(char **words) {
  int64_t before = now();
  rename(words[1], words[2]) != 0 ? failed() : ok(1, before);
}

static void create(char **words) {
  int64_t before = now();
  int fd = open(words[1], O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
  if (fd < 0) return failed();
  close(fd);
  ok(1, before);
}

static void make_pipe(char **words) { mkfifo(words[1], 0644) != 0 ? failed() : ok(0); }

static void unlink_file(char **words) {
  int64_t before = now();
  unlink(words[1]) != 0 ? failed() : ok(1, before);
}

/* Unconnected, path by path: a receiver that binds its socket anew would drop a connected sender. */
static void send_words(char **words) {
  struct sockaddr_un to = {.sun_family = AF_UNIX};
  if (strlen(words[1]) >= sizeof to.sun_path) {
    errno = ENAMETOOLONG;
    return failed();
  }
  strcpy(to.sun_path, words[1]);
  int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  long count = atol(words[3]);
  int64_t accepted = 0;
  int64_t before = now();
  for (long i = 0; i < count; i++)
    accepted += sendto(fd, words[2], strlen(words[2]), 0, (struct sockaddr *)&to, sizeof to) >= 0;
  if (*words[4])
    accepted += sendto(fd, words[4], strlen(words[4]), 0, (struct sockaddr *)&to, sizeof to) >= 0;
  int64_t after = now();
  close(fd);
  ok(3, before, after, accepted);
}

static char *read_whole(const char *path, size_t *size) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  struct stat stat;
  if (fd < 0) return 0;
  char *bytes = fstat(fd, &stat) == 0 ? malloc((size_t)stat.st_size + 1) : 0;
  if (bytes && read(fd, bytes, (size_t)stat.st_size) != stat.st_size) {
    free(bytes);
    bytes = 0;
  }
  close(fd);
  *size = (size_t)stat.st_size;
  return bytes;
}

static int write_file(int directory, const char *name, const char *bytes, size_t size, int sync) {
  int fd = openat(directory, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (fd < 0) return -1;
  int written = write(fd, bytes, size) == (ssize_t)size && (!sync || fsync(fd) == 0);
  close(fd);
  return written ? 0 : -1;
}

static int is_unchanged(const char *old, const char *name, const char *bytes, size_t size) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", old, name);
  size_t old_size;
  char *was = read_whole(path, &old_size);
  int same = was && old_size == size && memcmp(was, bytes, size) == 0;
  free(was);
  return same;
}

static int sync_parent(int directory) {
  int parent = openat(directory, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (parent < 0) return -1;
  int result = fsync(parent);
  close(parent);
  return result;
}

/* Plain files of a ustar archive, which is all that the driver makes. */
static int unpack(const char *archive, const char *fresh, const char *old, int sync) {
  size_t size;
  char *tar = read_whole(archive, &size);
  if (!tar) return -1;
  if (mkdir(fresh, 0755) != 0) return -1;
  int to = open(fresh, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  int from = old ? open(old, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
  int result = 0;
  for (size_t at = 0; result == 0 && at + TAR_BLOCK <= size && tar[at];) {
    const char *name = tar + at;
    size_t length = strtoul(tar + at + 124, 0, 8);
    const char *bytes = tar + at + TAR_BLOCK;
    result = old && is_unchanged(old, name, bytes, length)
                 ? linkat(from, name, to, name, 0)
                 : write_file(to, name, bytes, length, sync);
    at += TAR_BLOCK + (length + TAR_BLOCK - 1) / TAR_BLOCK * TAR_BLOCK;
  }
  if (result == 0 && sync) result = fsync(to);
  if (result == 0 && old) result = renameat2(AT_FDCWD, fresh, AT_FDCWD, old, RENAME_EXCHANGE);
  if (result == 0 && old && sync) result = sync_parent(from);
  if (to >= 0) close(to);
  if (from >= 0) close(from);
  free(tar);
  return result;
}

static void time_unpack(const char *archive, const char *fresh, const char *old, const char *sync) {
  int64_t before = now();
  int result = unpack(archive, fresh, old, *sync == '1');
  int64_t after = now();
  result != 0 ? failed() : ok(2, before, after);
}

/* The agent adopts what its children leave behind, so that nothing escapes this. */
static void reset(void) {
  for (;;) {
    FILE *list = fopen("/proc/thread-self/children", "re");
    int pid;
    while (list && fscanf(list, "%d", &pid) == 1) kill(pid, SIGKILL);
    if (list) fclose(list);
    if (waitpid(-1, 0, 0) < 0) break;
  }
  ok(0);
}

static void obey(char **words, int count) {
  const char *verb = words[0];
  if (!strcmp(verb, "spawn") && count > 3) spawn(words);
  else if (!strcmp(verb, "time") && count > 3) time_run(words);
  else if (!strcmp(verb, "kill") && count == 3) kill_now(words);
  else if (!strcmp(verb, "end") && count == 4) end(words);
  else if (!strcmp(verb, "rename") && count == 3) rename_file(words);
  else if (!strcmp(verb, "create") && count == 2) create(words);
  else if (!strcmp(verb, "pipe") && count == 2) make_pipe(words);
  else if (!strcmp(verb, "unlink") && count == 2) unlink_file(words);
  else if (!strcmp(verb, "send") && count == 5) send_words(words);
  else if (!strcmp(verb, "unpack") && count == 4) time_unpack(words[1], words[2], 0, words[3]);
  else if (!strcmp(verb, "restage") && count == 5) time_unpack(words[1], words[2], words[3], words[4]);
  else if (!strcmp(verb, "reset") && count == 1) reset();
  else {
    errno = EINVAL;
    failed();
  }
}

int main(void) {
  char *line = 0;
  size_t room = 0;
  ssize_t length;
  signal(SIGPIPE, SIG_IGN);
  /* A terminal's Ctrl-C reaches the driver too; when that is gone, the input ends. */
  signal(SIGINT, SIG_IGN);
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  while ((length = getline(&line, &room, stdin)) > 0) {
    line[length - 1] = 0;
    char *rest = line;
    char *words[WORDS] = {0};
    int count = 0;
    while (rest && count < WORDS - 1) words[count++] = strsep(&rest, "\t");
    obey(words, count);
    fflush(stdout);
  }
  reset();
  return 0;
}
