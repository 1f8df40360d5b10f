/* SPDX-License-Identifier: Apache-2.0 */
/* bench_run WORK WHO COMMAND [ARGUMENT…]: run a command once and write down how long it took from start to end and how long
 * it kept a processor busy, in milliseconds, and the most memory that it had, in MB: WORK, WORK.cpu and WORK.memory. Ends
 * with the command's status. */
#include <errno.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/stopwatch.h"

static void write_down(const char *work, const char *what, const char *who, double value, const char *unit) {
  char name[80];
  snprintf(name, sizeof name, "%s%s", work, what);
  FILE *file = stopwatch_result(name);
  if (!file) {
    fprintf(stderr, "%s, %s: %.6g %s\n", name, who, value, unit);
    return;
  }
  fprintf(file, "\t%s\t%.6g\t%.6g\t1\t%s\n", who, value, value, unit);
  fclose(file);
}

static double in_ms(struct timeval t) { return (double)t.tv_sec * 1e3 + (double)t.tv_usec / 1e3; }

int main(int argc, char **argv) {
  struct rusage used;
  int status = 0;
  if (argc < 4) {
    fprintf(stderr, "usage: bench_run WORK WHO COMMAND [ARGUMENT...]\n");
    return 2;
  }
  double start = stopwatch_ns();
  pid_t child = fork();
  if (child == 0) {
    execvp(argv[3], argv + 3);
    fprintf(stderr, "%s: %s\n", argv[3], strerror(errno));
    _exit(127);
  }
  if (child < 0 || wait4(child, &status, 0, &used) < 0) {
    perror("bench_run");
    return 2;
  }
  double took = stopwatch_ns() - start;
  if (!WIFEXITED(status) || WEXITSTATUS(status)) return WIFEXITED(status) ? WEXITSTATUS(status) : 2;
  write_down(argv[1], "", argv[2], took / 1e6, "ms");
  write_down(argv[1], ".cpu", argv[2], in_ms(used.ru_utime) + in_ms(used.ru_stime), "ms");
  write_down(argv[1], ".memory", argv[2], (double)used.ru_maxrss * 1024 / 1e6, "MB");
  return 0;
}
