/* What every probe tells the driver: fixed-size records, written whole into one named pipe. */
#ifndef RECORD_H
#define RECORD_H

#include <stdint.h>
#include <time.h>
#include <unistd.h>

enum kind {
  KIND_EXEC = 1,   /* about to exec the supervisor */
  KIND_FIRST = 2,  /* first instruction of a child */
  KIND_SIGNAL = 3, /* a signal handler was entered; value: the signal */
  KIND_MADE = 4,   /* all orphans were made; value: how many */
};

/* Shorter than PIPE_BUF, so that writers never tear each other's records. */
struct record {
  int32_t kind;
  int32_t pid;
  int64_t nanos;
  int64_t value;
};

/* The clock behind Java's System.nanoTime. */
static inline int64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static inline void tell(int pipe, int32_t kind, int64_t nanos, int64_t value) {
  struct record record = {kind, (int32_t)getpid(), nanos, value};
  if (write(pipe, &record, sizeof record) != sizeof record) _exit(71);
}

#endif
