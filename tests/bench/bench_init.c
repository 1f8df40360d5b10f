/* SPDX-License-Identifier: Apache-2.0 */
/* bench_init REGISTER.csv: read a register table and open a register in memory with it; bench_run tells what that costs. */
#include "bench/synthetic.h"

#include "bench/stopwatch.h"

int main(int argc, char **argv) {
  if (argc != 2) {
    fprintf(stderr, "usage: bench_init REGISTER.csv\n");
    return 2;
  }
  quhua_registry_close(synthetic_register("", argv[1], 0));
  return 0;
}
