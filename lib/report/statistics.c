/* SPDX-License-Identifier: Apache-2.0 */
#include "report/statistics.h"

#include <inttypes.h>
#include <stdio.h>

#include <quhua/report.h>

#include "io/table_writer.h"

quhua_str quhua__change_text(uint64_t before, uint64_t after, char out[QUHUA__PERCENT_TEXT_MAX]) {
  uint64_t size = after < before ? before - after : after - before;
  int len = snprintf(out, QUHUA__PERCENT_TEXT_MAX, "%s%" PRIu64, after < before ? "-" : "", size);
  return (quhua_str){out, (size_t)len};
}

quhua_str quhua__percent_text(uint64_t before, uint64_t after, char out[QUHUA__PERCENT_TEXT_MAX]) {
  if (before == 0) return (quhua_str){"", 0};
  uint64_t size = after < before ? before - after : after - before;
  uint64_t tenths = size / before * 1000;
  tenths += (size % before * 2000 + before) / (2 * before); /* rest × 1000 / before, halves up */
  const char *sign = after < before && tenths ? "-" : "";
  int len = snprintf(out, QUHUA__PERCENT_TEXT_MAX, "%s%" PRIu64 ".%" PRIu64, sign, tenths / 10, tenths % 10);
  return (quhua_str){out, (size_t)len};
}

static void write_row(quhua__table_writer *table, const char *kind, uint64_t before, uint64_t after) {
  char change[QUHUA__PERCENT_TEXT_MAX];
  char percent[QUHUA__PERCENT_TEXT_MAX];
  quhua__table_word(table, quhua_str_from(kind));
  quhua__table_count(table, before);
  quhua__table_count(table, after);
  quhua__table_number(table, quhua__change_text(before, after, change));
  quhua__table_number(table, quhua__percent_text(before, after, percent));
}

const char *quhua__total_word(quhua_level level, quhua_lang lang) {
  static const char *const words[QUHUA_LEVEL_MAX + 1][QUHUA_LANG_COUNT] = {
      {"units total", "合计"},
      {"province level total", "省级合计"},
      {"prefecture level total", "地级合计"},
      {"county level total", "县级合计"},
      {"township level total", "乡级合计"},
      {"village level total", "村级合计"},
      {"group level total", "组级合计"},
  };
  return words[level][lang];
}

static void write_level(quhua__table_writer *table, quhua_level level, quhua_lang lang,
                        const uint64_t *before, const uint64_t *after) {
  uint64_t sum_before = 0;
  uint64_t sum_after = 0;
  for (int i = 0; i < QUHUA_KIND_LIMIT; i++) {
    quhua_kind kind = (quhua_kind)i;
    if (quhua_kind_level(kind) != level || (before[kind] == 0 && after[kind] == 0)) continue;
    write_row(table, quhua_kind_word(kind, lang), before[kind], after[kind]);
    if (kind == QUHUA_KIND_GRID) continue; /* grids lie over the same ground as the groups */
    sum_before += before[kind];
    sum_after += after[kind];
  }
  if (sum_before || sum_after) write_row(table, quhua__total_word(level, lang), sum_before, sum_after);
}

quhua_status quhua__statistics_write(const uint64_t before[QUHUA_KIND_LIMIT],
                                     const uint64_t after[QUHUA_KIND_LIMIT], quhua_format format,
                                     quhua_lang lang, const quhua_writer *writer, quhua_error *err) {
  static const char *const names[] = {"kind", "before", "after", "change", "percent"};
  quhua_str columns[5];
  quhua__table_writer table;
  for (size_t i = 0; i < 5; i++) columns[i] = quhua_str_from(names[i]);
  quhua__table_begin(&table, format, writer, columns, 5);
  for (int level = QUHUA_LEVEL_PROVINCE; level <= QUHUA_LEVEL_MAX; level++)
    write_level(&table, (quhua_level)level, lang, before, after);
  write_level(&table, QUHUA_LEVEL_ANY, lang, before, after); /* units of a foreign register */
  return quhua__table_finish(&table, err);
}

quhua_status quhua_report_statistics(const quhua_plan *plan, quhua_format format, quhua_lang lang,
                                     const quhua_writer *writer, quhua_error *err) {
  uint64_t before[QUHUA_KIND_LIMIT];
  uint64_t after[QUHUA_KIND_LIMIT];
  quhua_plan_count_units(plan, before, after);
  return quhua__statistics_write(before, after, format, lang, writer, err);
}
