/*
 * orphans PIPE COUNT: makes COUNT orphans one after another, tells when it began (KIND_FIRST) and
 * when all are made (KIND_MADE), and pauses until TERM.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "record.h"

static void on_term(int signal) {
  (void)signal;
  _exit(0);
}

/* The middle process ends before anybody waits for its child, which is then the reaper's. */
static void make_orphan(void) {
  pid_t middle = fork();
  if (middle < 0) _exit(71);
  if (middle == 0) {
    if (fork() < 0) _exit(71);
    _exit(0);
  }
  int status;
  waitpid(middle, &status, 0);
  if (status != 0) _exit(71);
}

int main(int argc, char **argv) {
  if (argc < 3) return 64;
  int events = open(argv[1], O_WRONLY | O_CLOEXEC);
  if (events < 0) return 72;
  signal(SIGTERM, on_term);
  long count = atol(argv[2]);

  tell(events, KIND_FIRST, now(), 0);
  for (long i = 0; i < count; i++) make_orphan();
  tell(events, KIND_MADE, now(), count);
  for (;;) pause();
}
