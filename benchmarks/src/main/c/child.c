/*
 * child PIPE: the supervised program. Tells when its first instruction runs and when each signal
 * arrives; ends at once, with status 0, on TERM and INT; otherwise pauses for ever.
 *
 * Called `run`, its pipe is `events` in the working directory: s6 passes the name of the service.
 */
#include <fcntl.h>
#include <signal.h>
#include <string.h>

#include "record.h"

static int events;

static void on_signal(int signal) {
  int64_t arrived = now();
  tell(events, KIND_SIGNAL, arrived, signal);
  if (signal == SIGTERM || signal == SIGINT) _exit(0);
}

int main(int argc, char **argv) {
  int64_t first = now();
  int is_service = !strcmp(argv[0], "./run") || !strcmp(argv[0], "run");
  events = open(is_service || argc < 2 ? "events" : argv[1], O_WRONLY | O_CLOEXEC);
  if (events < 0) return 72;

  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = on_signal;
  sigfillset(&action.sa_mask);
  static const int handled[] = {SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGTERM};
  for (unsigned i = 0; i < sizeof handled / sizeof *handled; i++) sigaction(handled[i], &action, 0);

  /* Only now: whoever reads this may send signals. */
  tell(events, KIND_FIRST, first, 0);
  for (;;) pause();
}
