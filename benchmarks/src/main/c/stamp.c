/* stamp PIPE COMMAND ARG...: tells that COMMAND is about to be executed, and becomes it. */
#include <fcntl.h>
#include <stdio.h>

#include "record.h"

int main(int argc, char **argv) {
  if (argc < 3) return 64;
  int events = open(argv[1], O_WRONLY | O_CLOEXEC);
  if (events < 0) return 72;
  tell(events, KIND_EXEC, now(), 0);
  execvp(argv[2], argv + 2);
  perror(argv[2]);
  return 127;
}
