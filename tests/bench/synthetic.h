/* SPDX-License-Identifier: Apache-2.0 */
/* synthetic.h: a register to measure on: a CSV file that the caller has, or made-up counties, towns and villages; and
 * what happens to it. */
#ifndef QUHUA_TESTS_BENCH_SYNTHETIC_H
#define QUHUA_TESTS_BENCH_SYNTHETIC_H

#include <quhua/quhua.h>

#define SYNTHETIC_DAY "2019-01-01"

/* Opened on SYNTHETIC_DAY; location "" is memory. `path` NULL: made up with so many counties (at most 3000) of 14 towns of 16
 * villages. */
quhua_registry *synthetic_register(const char *location, const char *path, int counties);
/* Plan a flow table and commit it; blocking findings end the program. */
void synthetic_apply(quhua_registry *registry, const char *table, size_t len);
/* What one year of a national reform does: in so many places a village is absorbed by its neighbour, in documents of 190
 * rows, and so many towns with all their villages get new codes. Fewer where the register is too small. */
#define SYNTHETIC_PLACES 19000
#define SYNTHETIC_RECODED 1500
void synthetic_reform(quhua_registry *registry, int year);
quhua_snapshot *synthetic_look(const quhua_registry *registry);
/* All established units of a level on a day, by code; owned by the caller. */
quhua_unit *synthetic_units(const quhua_snapshot *snapshot, const char *day, quhua_level level,
                            size_t *count);
quhua_date synthetic_day(const char *text);

#endif
