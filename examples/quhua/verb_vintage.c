/* SPDX-License-Identifier: Apache-2.0 */
/* verb_vintage.c: of which day is a list, and which of its rows are not (名单断代)? */
#include <inttypes.h>
#include <string.h>

#include "session.h"
#include "table.h"
#include "verbs.h"

/* Likely periods that are told to people; JSON has all. */
#define LIKELY_SHOWN 8

#define SHARE_TEXT_MAX 32

/* A run of the verb. */
typedef struct job {
  const tool *t;
  quhua_vintage *vintage;
  quhua_vintage_summary sum;
} job;

/* Part of all rows as a decimal: 0.9857. */
static const char *share_of(const job *j, uint64_t rows, char out[SHARE_TEXT_MAX]) {
  uint64_t parts = j->sum.count ? rows * 10000 / j->sum.count : 0;
  snprintf(out, SHARE_TEXT_MAX, "%" PRIu64 ".%04u", parts / 10000, (unsigned)(parts % 10000));
  return out;
}

/* --- for people ------------------------------------------------------------------------------------------------------ */

static void say_days(const job *j, const char *en, const char *zh, const quhua_vintage_period *p) {
  char from[QUHUA_DATE_TEXT_MAX], to[QUHUA_DATE_TEXT_MAX] = "…", share[SHARE_TEXT_MAX];
  quhua_date_format(p->days.from, from);
  if (p->days.to != QUHUA_DATE_OPEN) quhua_date_format(p->days.to, to);
  fprintf(stderr, "%s [%s, %s): %" PRIu64 "%s%" PRIu64 " (%s)\n", in_language(j->t, en, zh), from, to,
          p->rows, in_language(j->t, " rows of ", " 行，共 "), j->sum.count, share_of(j, p->rows, share));
}

/* Where the day of an act is known only as a window, the ends of the period are soft. */
static void say_window(const job *j, const quhua_vintage_period *p) {
  char text[QUHUA_DATE_TEXT_MAX];
  if (p->earliest < p->days.from) {
    quhua_date_format(p->earliest, text);
    fprintf(stderr, in_language(j->t, "  perhaps from %s already\n", "  或自 %s 起已然\n"), text);
  }
  if (p->surely_to < p->days.to) {
    quhua_date_format(p->surely_to, text);
    fprintf(stderr, in_language(j->t, "  perhaps only until before %s\n", "  或止于 %s 前\n"), text);
  }
}

static void say_likely(const job *j) {
  quhua_vintage_period p;
  for (size_t i = 0; i < j->sum.likely && i < LIKELY_SHOWN && quhua_vintage_period_at(j->vintage, i, &p);
       i++) {
    say_days(j, "likely", "可能日期", &p);
    say_window(j, &p);
  }
  if (j->sum.likely > LIKELY_SHOWN)
    fprintf(stderr, in_language(j->t, "and %zu more that are as likely\n", "另有 %zu 段同样可能\n"),
            j->sum.likely - LIKELY_SHOWN);
  if (quhua_vintage_period_at(j->vintage, j->sum.likely, &p)) say_days(j, "runner-up", "其次", &p);
}

static void say_parts(const job *j) {
  quhua_vintage_period p;
  for (size_t i = 1; quhua_vintage_part_at(j->vintage, i, &p); i++) say_days(j, "mixed in", "混入", &p);
}

static void say_verdicts(const job *j) {
  for (int i = 0; i < QUHUA_VINTAGE_VERDICTS; i++)
    if (j->sum.verdicts[i])
      fprintf(stderr, "%s: %" PRIu64 "\n", quhua_vintage_verdict_word((quhua_vintage_verdict)i, j->t->lang),
              j->sum.verdicts[i]);
}

/* --- rows ------------------------------------------------------------------------------------------------------------ */

static void add_reason(const job *j, table *b, size_t index) {
  char reason[1024];
  quhua_vintage_reason(j->vintage, index, j->t->lang, reason, sizeof reason);
  table_add_text(b, reason);
}

static void add_row(const job *j, table *b, size_t index, const quhua_vintage_row *row) {
  bool dated = row->days.from < row->days.to;
  quhua_lang lang = j->t->format == OUTPUT_TEXT ? j->t->lang : QUHUA_LANG_EN;
  if (row->line)
    table_add_number(b, row->line);
  else
    table_add_text(b, "");
  table_add(b, row->code);
  table_add(b, row->name);
  table_add_text(b, quhua_vintage_verdict_word(row->verdict, lang));
  table_add_date(b, dated ? row->days.from : QUHUA_DATE_NONE);
  table_add_date(b, dated ? row->days.to : QUHUA_DATE_NONE);
  table_add_text(b, row->right_code.text);
  table_add(b, row->right.name);
  add_reason(j, b, index);
}

/* People want to see what is wrong; programs get every row. */
static void fill(const job *j, table *b) {
  static const char *const columns[] = {"line", "code",           "name",           "verdict", "from",
                                        "to",   "suggested_code", "suggested_name", "reason"};
  quhua_vintage_row row;
  table_init(b, columns, sizeof columns / sizeof *columns);
  for (size_t i = 0; quhua_vintage_row_at(j->vintage, i, &row); i++)
    if (j->t->format != OUTPUT_TEXT || row.verdict != QUHUA_VINTAGE_TRUE) add_row(j, b, i, &row);
}

/* --- for programs ---------------------------------------------------------------------------------------------------- */

static void json_date(json *o, const char *key, quhua_date date) {
  char text[QUHUA_DATE_TEXT_MAX];
  json_key_text(o, key);
  if (quhua_date_format(date, text))
    json_text(o, text);
  else
    json_null(o);
}

static void json_period(const job *j, json *o, const quhua_vintage_period *p) {
  char share[SHARE_TEXT_MAX];
  json_open(o, '{');
  json_date(o, "from", p->days.from);
  json_date(o, "to", p->days.to);
  json_date(o, "earliest", p->earliest);
  json_date(o, "surely_to", p->surely_to);
  json_key_text(o, "rows");
  json_number(o, p->rows);
  json_key_text(o, "share");
  json_text(o, share_of(j, p->rows, share));
  json_close(o, '}');
}

static void json_summary(const job *j, json *o) {
  quhua_vintage_period p;
  json_key_text(o, "count");
  json_number(o, j->sum.count);
  json_date(o, "day", j->sum.day);
  json_key_text(o, "likely");
  json_open(o, '[');
  for (size_t i = 0; i < j->sum.likely && quhua_vintage_period_at(j->vintage, i, &p); i++)
    json_period(j, o, &p);
  json_close(o, ']');
  json_key_text(o, "runner_up");
  if (quhua_vintage_period_at(j->vintage, j->sum.likely, &p))
    json_period(j, o, &p);
  else
    json_null(o);
  json_key_text(o, "parts");
  json_open(o, '[');
  for (size_t i = 0; quhua_vintage_part_at(j->vintage, i, &p); i++) json_period(j, o, &p);
  json_close(o, ']');
  json_key_text(o, "verdicts");
  json_open(o, '{');
  for (int i = 0; i < QUHUA_VINTAGE_VERDICTS; i++) {
    json_key_text(o, quhua_vintage_verdict_word((quhua_vintage_verdict)i, QUHUA_LANG_EN));
    json_number(o, j->sum.verdicts[i]);
  }
  json_close(o, '}');
}

static int print_json(const job *j, const table *rows) {
  if (rows->failed || rows->text.failed) return no_memory(j->t);
  json o = json_on(stdout, true);
  json_open(&o, '{');
  json_summary(j, &o);
  json_key_text(&o, "rows");
  json_table(&o, rows);
  json_close(&o, '}');
  fputc('\n', stdout);
  return DONE;
}

static int print(const job *j) {
  table rows;
  fill(j, &rows);
  if (j->t->format != OUTPUT_JSON) {
    say_likely(j);
    say_parts(j);
    say_verdicts(j);
  }
  int exit_status = j->t->format == OUTPUT_JSON ? print_json(j, &rows) : table_print(&rows, j->t, stdout);
  table_free(&rows);
  if (exit_status != DONE || j->sum.likely) return exit_status;
  say(j->t, "no row of the list is true on any day", "名单各行在任何日期均不相符");
  return ANSWER_IS_NO;
}

/* --- the run --------------------------------------------------------------------------------------------------------- */

static int load(const tool *t, quhua_listing **out) {
  quhua_error err = {0};
  const char *path = t->opt.args[1];
  char *data = NULL;
  size_t len = 0;
  quhua_status status = quhua_listing_new(NULL, out, &err);
  if (status == QUHUA_OK) status = quhua_data_read(NULL, path, &data, &len, &err);
  if (status == QUHUA_OK)
    status = quhua_listing_read_csv(*out, data, len, t->opt.value[OPT_COLUMN], t->opt.value[OPT_NAME],
                                    source_name(t, path), &err);
  quhua_data_free(NULL, data, len);
  return status == QUHUA_OK ? DONE : library_fault(t, &err);
}

static int date_list(const tool *t, const session *s, const quhua_listing *listing) {
  quhua_error err = {0};
  quhua_vintage_options how;
  job j = {.t = t};
  quhua_vintage_options_init(&how);
  if (t->opt.value[OPT_AT] && !date_option(t, OPT_AT, "at", QUHUA_DATE_NONE, &how.day)) return BAD_USAGE;
  if (quhua_vintage_new(s->snapshot, listing, &how, &j.vintage, &err) != QUHUA_OK)
    return library_fault(t, &err);
  quhua_vintage_sum(j.vintage, &j.sum);
  int exit_status = print(&j);
  quhua_vintage_free(j.vintage);
  return exit_status;
}

int verb_vintage(tool *t) {
  session s;
  quhua_listing *listing = NULL;
  if (!t->opt.value[OPT_COLUMN])
    return usage_fault(t, "%s needs --column NAME-OR-NUMBER", "%s 需要 --column 列名或序号", t->verb);
  int exit_status = load(t, &listing);
  if (exit_status == DONE) exit_status = session_open(t, SESSION_READ, &s);
  if (exit_status == DONE) {
    exit_status = date_list(t, &s, listing);
    session_close(&s);
  }
  quhua_listing_free(listing);
  return exit_status;
}
