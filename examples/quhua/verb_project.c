/* SPDX-License-Identifier: Apache-2.0 */
/* verb_project.c: what codes of one day mean on another (换算). */
#include <string.h>

#include "known.h"
#include "table.h"
#include "units.h"
#include "verbs.h"

/* A run of the verb: answers as rows, and the facts that would narrow them. */
typedef struct inquiry {
  const tool *t;
  session s;
  quhua_date from, to;
  table rows;
  table gaps;   /* JSON: beside each row; text: one for each code */
  size_t found; /* codes that somebody held */
} inquiry;

/* For people the two days stand above the table, and the name of the unit in it. */
static const char *const columns_of_data[] = {"code",     "from",  "to",    "new_code",
                                              "new_name", "share", "status"};
static const char *const columns_for_people[] = {"code", "name", "new_code", "new_name", "share", "fate"};
static const char *const columns_of_gap[] = {"code",     "document", "event",    "old_code",
                                             "old_name", "new_code", "new_name", "share"};
enum { GAP_COLUMNS = 8 };

static bool for_people(const inquiry *q) { return q->t->format == OUTPUT_TEXT; }

/* Where columns_of_gap begin: an object of JSON says its code already. */
static size_t first_of_gap(const inquiry *q) { return for_people(q) ? 0 : 1; }

static void begin_tables(inquiry *q) {
  if (for_people(q))
    table_init(&q->rows, columns_for_people, sizeof columns_for_people / sizeof *columns_for_people);
  else
    table_init(&q->rows, columns_of_data, sizeof columns_of_data / sizeof *columns_of_data);
  table_init(&q->gaps, columns_of_gap + first_of_gap(q), GAP_COLUMNS - first_of_gap(q));
}

/* --- answers ------------------------------------------------------------------------------------------------------ */

static void add_row(inquiry *q, quhua_str code, const quhua_unit *asked, const quhua_unit *answer,
                    const char *share, const char *status) {
  table_add(&q->rows, code);
  if (for_people(q)) {
    table_add(&q->rows, asked ? asked->name : (quhua_str){0});
  } else {
    table_add_date(&q->rows, q->from);
    table_add_date(&q->rows, q->to);
  }
  table_add_text(&q->rows, answer ? answer->code.text : "");
  table_add(&q->rows, answer ? answer->name : (quhua_str){0});
  table_add_text(&q->rows, share);
  table_add_text(&q->rows, status);
}

static void add_share(table *b, quhua_share share) {
  char text[QUHUA_SHARE_TEXT_MAX];
  quhua_share_format(share, text);
  table_add_text(b, text);
}

/* The missing fact of a projection; cells without content where there is none. */
static void add_gap(inquiry *q, quhua_str code, const quhua_projection *projection) {
  quhua_flow flow;
  quhua_entry entry;
  if (!projection || !quhua_projection_missing(projection, &flow)) {
    for (size_t column = first_of_gap(q); column < GAP_COLUMNS; column++) table_add_text(&q->gaps, "");
    return;
  }
  if (for_people(q)) table_add(&q->gaps, code);
  quhua_unit before = unit_beside_flow(q->s.snapshot, flow.old_unit, flow.date, true);
  quhua_unit after = unit_beside_flow(q->s.snapshot, flow.new_unit, flow.date, false);
  bool read = quhua_entry_find(q->s.registry, flow.sequence, &entry, NULL) == QUHUA_OK;
  table_add(&q->gaps, read ? entry.document : (quhua_str){0});
  table_add_number(&q->gaps, flow.event);
  table_add_text(&q->gaps, before.code.text);
  table_add(&q->gaps, before.name);
  table_add_text(&q->gaps, after.code.text);
  table_add(&q->gaps, after.name);
  add_share(&q->gaps, flow.share);
}

static bool has_gap(const inquiry *q, size_t row) {
  return table_cell(&q->gaps, row, q->gaps.columns - 1).len != 0;
}

static void add_without_answer(inquiry *q, quhua_str code, const char *status_en, const char *status_zh) {
  add_row(q, code, NULL, NULL, "", for_people(q) ? in_language(q->t, status_en, status_zh) : status_en);
  add_gap(q, code, NULL);
}

static int add_projection(inquiry *q, quhua_str code, const quhua_unit *asked) {
  quhua_error err = {0};
  quhua_projection *projection = NULL;
  quhua_lang lang = for_people(q) ? q->t->lang : QUHUA_LANG_EN;
  quhua_status status = quhua_projection_new(q->s.snapshot, asked->id, q->from, q->to, &projection, &err);
  if (status == QUHUA_E_NOT_FOUND) { /* before the register begins */
    add_without_answer(q, code, "unknown", "不详");
    return DONE;
  }
  if (status != QUHUA_OK) return library_fault(q->t, &err);
  for (size_t i = 0; i < quhua_projection_count(projection); i++) {
    const quhua_projected *row = quhua_projection_at(projection, i);
    char share[QUHUA_SHARE_TEXT_MAX];
    quhua_share_format(row->share, share);
    add_row(q, code, asked, &row->unit, share, quhua_fate_word(row->fate, lang));
    if (i == 0 || !for_people(q)) add_gap(q, code, projection);
  }
  quhua_projection_free(projection);
  return DONE;
}

/* Who held the code on the day. Six digits say county by their length, but people write 510700 for a prefecture, too. */
static quhua_status find_holder(const inquiry *q, quhua_str text, quhua_unit *out) {
  const quhua_snapshot *snapshot = q->s.snapshot;
  quhua_code code;
  quhua_level level;
  if (quhua_code_parse(quhua_snapshot_scheme(snapshot), text, QUHUA_LEVEL_ANY, &code, &level, NULL) !=
      QUHUA_OK)
    return QUHUA_E_NOT_FOUND;
  bool explicit_level = memchr(text.ptr, ':', text.len) != NULL;
  if (!explicit_level && text.len == 12) level = QUHUA_LEVEL_ANY; /* trailing zeros do not say the level */
  quhua_status status = quhua_unit_find(snapshot, level, &code, q->from, out);
  if (status == QUHUA_E_NOT_FOUND && !explicit_level)
    status = quhua_unit_find(snapshot, QUHUA_LEVEL_ANY, &code, q->from, out);
  return status;
}

static int answer(inquiry *q, quhua_str code) {
  quhua_unit asked;
  quhua_status status = find_holder(q, code, &asked);
  q->found += status != QUHUA_E_NOT_FOUND;
  if (status == QUHUA_OK) return add_projection(q, code, &asked);
  if (status == QUHUA_E_NOT_FOUND) {
    add_without_answer(q, code, "unknown", "无此代码");
    return DONE;
  }
  say(q->t, "%.*s stands on several levels that day; write LEVEL:CODE",
      "%.*s 当日在多个级别使用，请写“级别:代码”", (int)code.len, code.ptr);
  add_without_answer(q, code, "ambiguous", "不唯一");
  return DONE;
}

/* --- codes from standard input ------------------------------------------------------------------------------------ */

/* The first cell of a line of CSV, without quotes and spaces around it. */
static quhua_str first_cell(const char *line, size_t len) {
  bool quoted = len && line[0] == '"';
  const char *end = memchr(line + quoted, quoted ? '"' : ',', len - quoted);
  quhua_str cell = {line + quoted, end ? (size_t)(end - line) - quoted : len - quoted};
  while (cell.len && strchr(" \t\r", cell.ptr[cell.len - 1])) cell.len--;
  while (cell.len && (*cell.ptr == ' ' || *cell.ptr == '\t')) cell.ptr++, cell.len--;
  return cell;
}

static bool is_heading(quhua_str cell) {
  static const char *const headings[] = {"code", "old_code", "代码", "原代码"};
  for (size_t i = 0; i < sizeof headings / sizeof *headings; i++)
    if (quhua_str_equal(cell, quhua_str_from(headings[i]))) return true;
  return false;
}

static int answer_lines(inquiry *q, const char *data, size_t len) {
  static const char mark[] = "\xEF\xBB\xBF";
  int exit_status = DONE;
  size_t at = len >= 3 && memcmp(data, mark, 3) == 0 ? 3 : 0;
  for (bool first = true; exit_status == DONE && at < len; first = false) {
    const char *end = memchr(data + at, '\n', len - at);
    size_t line = end ? (size_t)(end - data) - at : len - at;
    quhua_str cell = first_cell(data + at, line);
    if (cell.len && !(first && is_heading(cell))) exit_status = answer(q, cell);
    at += line + 1;
  }
  return exit_status;
}

static int answer_input(inquiry *q) {
  quhua_error err = {0};
  char *data = NULL;
  size_t len = 0;
  if (quhua_data_read(NULL, "-", &data, &len, &err) != QUHUA_OK) return library_fault(q->t, &err);
  int exit_status = answer_lines(q, data, len);
  quhua_data_free(NULL, data, len);
  return exit_status;
}

/* --- output ------------------------------------------------------------------------------------------------------- */

static void print_objects(const inquiry *q) {
  json j = json_on(stdout, true);
  json_open(&j, '[');
  for (size_t row = 1; row <= table_rows(&q->rows); row++) {
    json_open(&j, '{');
    json_cells(&j, &q->rows, row);
    json_key_text(&j, "missing");
    if (has_gap(q, row))
      json_row(&j, &q->gaps, row);
    else
      json_null(&j);
    json_close(&j, '}');
  }
  json_close(&j, ']');
  fputc('\n', stdout);
}

/* Only the rows of codes whose answer is not exact. */
static void print_gaps(const inquiry *q) {
  table b;
  table_init(&b, columns_of_gap, GAP_COLUMNS);
  for (size_t row = 1; row <= table_rows(&q->gaps); row++)
    for (size_t column = 0; has_gap(q, row) && column < GAP_COLUMNS; column++)
      table_add(&b, table_cell(&q->gaps, row, column));
  if (table_rows(&b)) {
    fputs(in_language(q->t, "\nThe share that would narrow each answer most:\n\n",
                      "\n补上以下比例最能收窄结果：\n\n"),
          stdout);
    table_print_text(&b, q->t, stdout);
  }
  table_free(&b);
}

static int print_answers(const inquiry *q) {
  char from[QUHUA_DATE_TEXT_MAX], to[QUHUA_DATE_TEXT_MAX];
  if (q->rows.failed || q->rows.text.failed || q->gaps.failed || q->gaps.text.failed) return no_memory(q->t);
  switch (q->t->format) {
  case OUTPUT_JSON: print_objects(q); break;
  case OUTPUT_CSV: table_print_csv(&q->rows, stdout); break;
  case OUTPUT_TEXT:
    quhua_date_format(q->from, from);
    quhua_date_format(q->to, to);
    printf("%s → %s\n\n", from, to);
    table_print_text(&q->rows, q->t, stdout);
    print_gaps(q);
  }
  return DONE;
}

int verb_project(tool *t) {
  inquiry q = {.t = t};
  if (!date_option(t, OPT_FROM, "from", QUHUA_DATE_NONE, &q.from)) return BAD_USAGE;
  if (!date_option(t, OPT_TO, "to", QUHUA_DATE_NONE, &q.to)) return BAD_USAGE;
  int exit_status = session_open(t, SESSION_READ, &q.s);
  if (exit_status != DONE) return exit_status;
  note_uncertain(t, q.s.snapshot, q.from);
  note_uncertain(t, q.s.snapshot, q.to);
  begin_tables(&q);
  exit_status = session_as_known(t, &q.s);
  for (size_t i = 1; exit_status == DONE && i < t->opt.arg_count; i++) {
    const char *arg = t->opt.args[i];
    exit_status = strcmp(arg, "-") == 0 ? answer_input(&q) : answer(&q, quhua_str_from(arg));
  }
  if (exit_status == DONE) exit_status = print_answers(&q);
  table_free(&q.rows);
  table_free(&q.gaps);
  session_close(&q.s);
  return exit_status == DONE && q.found == 0 ? ANSWER_IS_NO : exit_status;
}
