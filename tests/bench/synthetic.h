/* SPDX-License-Identifier: Apache-2.0 */
/* synthetic.h: a register to measure on: a CSV file that the caller has, or made-up counties, towns and villages. */
#ifndef QUHUA_TESTS_BENCH_SYNTHETIC_H
#define QUHUA_TESTS_BENCH_SYNTHETIC_H

#include <quhua/quhua.h>

/* Opened in memory on 2019-01-01. `path` NULL: made up with so many counties (at most 3000) of 14 towns of 16 villages. */
quhua_registry *synthetic_register(const char *path, int counties);
/* Plan a flow table and commit it; blocking findings end the program. */
void synthetic_apply(quhua_registry *registry, const char *table, size_t len);
quhua_snapshot *synthetic_look(const quhua_registry *registry);
/* All units of a level on the opening day, by code; owned by the caller. */
quhua_unit *synthetic_units(const quhua_snapshot *snapshot, quhua_level level, size_t *count);

#endif
