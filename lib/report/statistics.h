/* SPDX-License-Identifier: Apache-2.0 */
/* statistics.h: the arithmetic of 统计表. */
#ifndef QUHUA_REPORT_STATISTICS_H
#define QUHUA_REPORT_STATISTICS_H

#include <stdint.h>

#include <quhua/code.h>
#include <quhua/io.h>

#define QUHUA__PERCENT_TEXT_MAX 32

/* The change from `before` to `after` in percent of `before`, with one decimal, halves rounded away from zero: "-32.7".
 * "" when before is 0. Counts are numbers of units, below 2^32. */
quhua_str quhua__percent_text(uint64_t before, uint64_t after, char out[QUHUA__PERCENT_TEXT_MAX]);

/* Difference of two counts with its sign: "-5". */
quhua_str quhua__change_text(uint64_t before, uint64_t after, char out[QUHUA__PERCENT_TEXT_MAX]);
/* What the sum of a level is called: 乡级合计. */
const char *quhua__total_word(quhua_level level, quhua_lang lang);

/* Write the table for given counts: the kinds of each level that occur, then the sum of the level. */
quhua_status quhua__statistics_write(const uint64_t before[QUHUA_KIND_LIMIT],
                                     const uint64_t after[QUHUA_KIND_LIMIT], quhua_format format,
                                     quhua_lang lang, const quhua_writer *writer, quhua_error *err);

#endif
