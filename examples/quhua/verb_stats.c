/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "answers.h"
#include "table.h"
#include "verbs.h"

static void add_amount(table *b, int64_t amount, uint32_t scale) {
  char text[QUHUA_AMOUNT_TEXT_MAX];
  table_add(b, (quhua_str){text, quhua_amount_format(amount, scale, text)});
}

/* The register as a whole has no code. Where the value is not known, its cell is empty and the bounds tell. */
static void add_row(const tool *t, const quhua_stat *row, table *b) {
  bool total = row->unit.id == 0;
  table_add_text(b, row->unit.code.text);
  if (total)
    table_add_text(b, in_language(t, "total", "合计"));
  else
    table_add(b, row->unit.name);
  if (total)
    table_add_text(b, "");
  else
    table_add_number(b, (uint64_t)row->unit.level);
  table_add(b, row->series.name);
  table_add(b, row->series.unit);
  if (row->lo == row->hi)
    add_amount(b, row->lo, row->scale);
  else
    table_add_text(b, "");
  add_amount(b, row->lo, row->scale);
  add_amount(b, row->hi, row->scale);
  add_amount(b, row->residue, row->scale);
  table_add_date(b, row->since);
  table_add_text(b, row->complete ? "yes" : "no");
}

static bool level_option(const tool *t, quhua_level *out) {
  const char *text = t->opt.value[OPT_LEVEL];
  *out = QUHUA_LEVEL_ANY;
  if (!text) return true;
  if (strlen(text) == 1 && text[0] >= '1' && text[0] <= '0' + QUHUA_LEVEL_MAX) {
    *out = (quhua_level)(text[0] - '0');
    return true;
  }
  usage_fault(t, "--level: “%s” is not a level from 1 to 6", "--level：“%s”不是 1 至 6 的级别", text);
  return false;
}

static int print(const tool *t, const quhua_stats *stats, FILE *stream) {
  const quhua_stat *row;
  table b;
  table_init(&b,
             (const char *const[]){"code", "name", "level", "series", "unit", "value", "lo", "hi", "residue",
                                   "since", "complete"},
             11);
  for (size_t i = 0; (row = quhua_stats_at(stats, i)); i++)
    if (row->unit.standing != QUHUA_STANDING_IMPLIED) add_row(t, row, &b);
  int exit_status = table_print(&b, t, stream);
  table_free(&b);
  return exit_status;
}

int answer_stats(tool *t, const session *s, FILE *stream) {
  quhua_error err = {0};
  quhua_date day;
  quhua_level level;
  quhua_stats *stats = NULL;
  const char *series = t->opt.value[OPT_SERIES] ? t->opt.value[OPT_SERIES] : "";
  if (!date_option(t, OPT_AT, "at", today(), &day) || !level_option(t, &level)) return BAD_USAGE;
  quhua_status status = quhua_stats_new(s->snapshot, quhua_str_from(series), level, day, &stats, &err);
  int exit_status = status == QUHUA_OK ? print(t, stats, stream) : library_fault(t, &err);
  if (status == QUHUA_E_NOT_FOUND) exit_status = ANSWER_IS_NO;
  quhua_stats_free(stats);
  return exit_status;
}

int verb_stats(tool *t) {
  session s;
  quhua_date day;
  quhua_date last_day; /* values are carried back from any later day */
  quhua_level level;
  if (!date_option(t, OPT_AT, "at", today(), &day) || !level_option(t, &level)) return BAD_USAGE;
  quhua_date_parse(quhua_str_from("9999-12-31"), &last_day);
  int exit_status = session_open_to_answer(t, &s);
  if (exit_status != DONE) return exit_status;
  exit_status = answer_stats(t, &s, stdout);
  if (exit_status == DONE)
    exit_status = answer_export(t, &s, (quhua_period){day, last_day}, (quhua_str){"", 0});
  session_close(&s);
  return exit_status;
}
