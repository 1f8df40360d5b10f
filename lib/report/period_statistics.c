/* SPDX-License-Identifier: Apache-2.0 */
/* period_statistics.c: 统计表 of a period. */
#include <quhua/report.h>

#include "io/table_writer.h"
#include "report/statistics.h"

static const char *const names[] = {"code",     "name",    "kind",    "before",       "before_most",
                                    "after",    "change",  "percent", "merged",       "divided",
                                    "replaced", "lost",    "begun",   "retyped_from", "retyped_to",
                                    "renamed",  "recoded", "moved",   "crossed"};
#define NAMES (sizeof names / sizeof *names)

/* Where before is not attributable, neither are change and percent. */
static void write_numbers(quhua__table_writer *table, const quhua_figure *g) {
  char change[QUHUA__PERCENT_TEXT_MAX], percent[QUHUA__PERCENT_TEXT_MAX];
  bool known = g->before == g->before_most;
  const quhua_str none = {"", 0};
  quhua__table_count(table, g->before);
  quhua__table_count(table, g->before_most);
  quhua__table_count(table, g->after);
  quhua__table_number(table, known ? quhua__change_text(g->before, g->after, change) : none);
  quhua__table_number(table, known ? quhua__percent_text(g->before, g->after, percent) : none);
  const uint32_t rest[] = {g->merged,     g->divided, g->replaced, g->lost,  g->begun,  g->retyped_from,
                           g->retyped_to, g->renamed, g->recoded,  g->moved, g->crossed};
  for (size_t i = 0; i < sizeof rest / sizeof *rest; i++) quhua__table_count(table, rest[i]);
}

static void write_row(quhua__table_writer *table, const quhua_unit *unit, quhua_lang lang, const char *kind,
                      const quhua_figure *g) {
  if (!g->before_most && !g->after) return;
  quhua__table_word(table, quhua_str_from(unit->code.text));
  if (unit->id)
    quhua__table_text(table, unit->name);
  else
    quhua__table_word(table, quhua_str_from(lang == QUHUA_LANG_ZH ? "全部" : "all"));
  quhua__table_word(table, quhua_str_from(kind));
  write_numbers(table, g);
}

static void write_level(quhua__table_writer *table, const quhua_figures *figures, size_t index,
                        quhua_level level, quhua_lang lang) {
  quhua_unit unit;
  quhua_figures_unit(figures, index, &unit);
  for (int kind = 0; kind < QUHUA_KIND_LIMIT; kind++) {
    if (quhua_kind_level((quhua_kind)kind) != level) continue;
    quhua_figure figure = quhua_figures_kind(figures, index, (quhua_kind)kind);
    write_row(table, &unit, lang, quhua_kind_word((quhua_kind)kind, lang), &figure);
  }
  quhua_figure sum = quhua_figures_level(figures, index, level);
  write_row(table, &unit, lang, quhua__total_word(level, lang), &sum);
}

quhua_status quhua_report_period_statistics(const quhua_figures *figures, quhua_format format,
                                            quhua_lang lang, const quhua_writer *writer, quhua_error *err) {
  quhua_str columns[NAMES];
  quhua__table_writer table;
  for (size_t i = 0; i < NAMES; i++) columns[i] = quhua_str_from(names[i]);
  quhua__table_begin(&table, format, writer, columns, NAMES);
  for (size_t i = 0; i < quhua_figures_count(figures); i++) {
    if (i && !quhua_figures_changed(figures, i)) continue;
    for (int level = QUHUA_LEVEL_PROVINCE; level <= QUHUA_LEVEL_MAX; level++)
      write_level(&table, figures, i, (quhua_level)level, lang);
    write_level(&table, figures, i, QUHUA_LEVEL_ANY, lang);
  }
  return quhua__table_finish(&table, err);
}
