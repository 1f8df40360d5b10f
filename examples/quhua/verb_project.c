/* SPDX-License-Identifier: Apache-2.0 */
/* verb_project.c: what codes and names of one day mean on another (换算). */
#include <string.h>

#include "answers.h"
#include "resolve.h"
#include "session.h"
#include "table.h"
#include "units.h"
#include "verbs.h"

/* A run of the verb: answers as rows, and the facts that would narrow them. */
typedef struct inquiry {
  const tool *t;
  session s;
  quhua_date from, to;
  table rows;
  table gaps;           /* JSON: beside each row; text: one for each code */
  size_t found;         /* texts that mean some unit, of which the other day is on record */
  bool before_register; /* that it is not on record was said */
  size_t unanswered;    /* lines of standard input that do not stand for one unit */
  FILE *stream;         /* where the answer goes */
  buffer asked;         /* the texts, parted by commas */
} inquiry;

/* For people the two days stand above the table, and the name of the unit in it. */
static const char *const columns_of_data[] = {"code",     "from",  "to",    "new_code",
                                              "new_name", "share", "status"};
static const char *const columns_for_people[] = {"code", "name", "new_code", "new_name", "share", "fate"};
static const char *const columns_of_gap[] = {"code",     "document", "event",    "old_code",
                                             "old_name", "new_code", "new_name", "share"};
enum { GAP_COLUMNS = 8 };

/* Of a long list people see the beginning on standard error. */
#define LINES_SAID 20u

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
    if (!q->before_register) library_fault(q->t, &err);
    q->before_register = true;
    add_without_answer(q, code, "unknown", "不详");
    return DONE;
  }
  if (status != QUHUA_OK) return library_fault(q->t, &err);
  q->found++;
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

/* Keep a text for the record of an export. A name may mean another unit tomorrow, whatever was recorded about these days:
 * only codes can be asked again. */
static int note_asked(inquiry *q, const char *text) {
  quhua_code code;
  quhua_level level;
  quhua_unit unit;
  if (!q->t->opt.value[OPT_EXPORT]) return DONE;
  const quhua_scheme *scheme = quhua_snapshot_scheme(q->s.snapshot);
  bool is_code =
      quhua_code_parse(scheme, quhua_str_from(text), QUHUA_LEVEL_ANY, &code, &level, NULL) == QUHUA_OK;
  if (is_code && !looks_like_code(text)) /* of a scheme without structure: any short word */
    is_code = quhua_unit_find(q->s.snapshot, level, &code, q->from, &unit) != QUHUA_E_NOT_FOUND;
  if (!is_code || strchr(text, ','))
    return usage_fault(q->t, "“%s” is not a code: an answer about it cannot be exported",
                       "“%s”不是代码，相关答复不能导出", text);
  if (q->asked.len) buffer_add(&q->asked, ",", 1);
  buffer_add(&q->asked, text, strlen(text));
  return q->asked.failed ? no_memory(q->t) : DONE;
}

/* What does not stand for one unit gets a row that says so; the reason is for people. `line` is of standard input, or 0. */
static int answer(inquiry *q, quhua_str text, size_t line) {
  quhua_unit asked;
  buffer copy = {0};
  buffer_add(&copy, text.ptr, text.len);
  buffer_add(&copy, "", 1); /* a C string */
  lookup wanted = {.t = q->t,
                   .snapshot = q->s.snapshot,
                   .text = copy.data,
                   .day = q->from,
                   .line = line,
                   .quiet = line && q->unanswered >= LINES_SAID};
  int noted = copy.failed ? no_memory(q->t) : note_asked(q, copy.data);
  int exit_status = noted == DONE ? resolve(&wanted, &asked) : noted;
  buffer_free(&copy);
  if (noted != DONE || exit_status == FAILED) return exit_status;
  q->found += wanted.ambiguous;
  if (exit_status == DONE) return add_projection(q, text, &asked);
  q->unanswered += line != 0;
  if (wanted.ambiguous)
    add_without_answer(q, text, "ambiguous", "不唯一");
  else
    add_without_answer(q, text, "unknown", "无此单位");
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
  static const char *const headings[] = {"code", "old_code", "name", "代码", "原代码", "名称"};
  for (size_t i = 0; i < sizeof headings / sizeof *headings; i++)
    if (quhua_str_equal(cell, quhua_str_from(headings[i]))) return true;
  return false;
}

static int answer_lines(inquiry *q, const char *data, size_t len) {
  static const char mark[] = "\xEF\xBB\xBF";
  int exit_status = DONE;
  size_t at = len >= 3 && memcmp(data, mark, 3) == 0 ? 3 : 0;
  for (size_t number = 1; exit_status == DONE && at < len; number++) {
    const char *end = memchr(data + at, '\n', len - at);
    size_t line = end ? (size_t)(end - data) - at : len - at;
    quhua_str cell = first_cell(data + at, line);
    if (cell.len && !(number == 1 && is_heading(cell))) exit_status = answer(q, cell, number);
    at += line + 1;
  }
  return exit_status;
}

static void say_how_many_more(const inquiry *q, size_t count) {
  if (count > LINES_SAID) say(q->t, "… and %zu more", "……另有 %zu 项", count - LINES_SAID);
}

static int answer_input(inquiry *q) {
  quhua_error err = {0};
  char *data = NULL;
  size_t len = 0;
  if (quhua_data_read(NULL, "-", &data, &len, &err) != QUHUA_OK) return library_fault(q->t, &err);
  int exit_status = answer_lines(q, data, len);
  quhua_data_free(NULL, data, len);
  say_how_many_more(q, q->unanswered);
  return exit_status;
}

/* --- output ------------------------------------------------------------------------------------------------------- */

static void print_objects(const inquiry *q) {
  json j = json_on(q->stream, true);
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
  fputc('\n', q->stream);
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
          q->stream);
    table_print_text(&b, q->t, q->stream);
  }
  table_free(&b);
}

/* A table of rows has no room for the missing facts: they are said. */
static void say_gaps(const inquiry *q) {
  const table *g = &q->gaps;
  size_t said = 0;
  for (size_t row = 1; row <= table_rows(&q->rows); row++) {
    quhua_str code = table_cell(&q->rows, row, 0);
    if (!has_gap(q, row) || (row > 1 && quhua_str_equal(code, table_cell(&q->rows, row - 1, 0)))) continue;
    if (++said > LINES_SAID) continue;
    quhua_str document = table_cell(g, row, 0), from = table_cell(g, row, 2), to = table_cell(g, row, 4),
              share = table_cell(g, row, 6);
    say(q->t, "%.*s: the share %.*s of %.*s in %.*s (%.*s) would narrow the answer most if it were known",
        "%.*s：比例 %.*s 不明（%.*s 归入 %.*s，%.*s），补上最能收窄结果", (int)code.len, code.ptr,
        (int)share.len, share.ptr, (int)from.len, from.ptr, (int)to.len, to.ptr, (int)document.len,
        document.ptr);
  }
  say_how_many_more(q, said);
}

static int print_answers(const inquiry *q) {
  char from[QUHUA_DATE_TEXT_MAX], to[QUHUA_DATE_TEXT_MAX];
  if (q->rows.failed || q->rows.text.failed || q->gaps.failed || q->gaps.text.failed) return no_memory(q->t);
  switch (q->t->format) {
  case OUTPUT_JSON: print_objects(q); break;
  case OUTPUT_CSV:
    table_print_csv(&q->rows, q->stream);
    say_gaps(q);
    break;
  case OUTPUT_TEXT:
    quhua_date_format(q->from, from);
    quhua_date_format(q->to, to);
    fprintf(q->stream, "%s → %s\n\n", from, to);
    table_print_text(&q->rows, q->t, q->stream);
    print_gaps(q);
  }
  return DONE;
}

static int answer_all(inquiry *q) {
  const tool *t = q->t;
  int exit_status = DONE;
  begin_tables(q);
  for (size_t i = 1; exit_status == DONE && i < t->opt.arg_count; i++) {
    const char *arg = t->opt.args[i];
    exit_status = strcmp(arg, "-") == 0 ? answer_input(q) : answer(q, quhua_str_from(arg), 0);
  }
  if (exit_status == DONE) exit_status = print_answers(q);
  table_free(&q->rows);
  table_free(&q->gaps);
  return exit_status == DONE && q->found == 0 ? ANSWER_IS_NO : exit_status;
}

int answer_project(tool *t, const session *s, FILE *stream) {
  inquiry q = {.t = t, .s = *s, .stream = stream};
  if (!date_option(t, OPT_FROM, "from", QUHUA_DATE_NONE, &q.from)) return BAD_USAGE;
  if (!date_option(t, OPT_TO, "to", QUHUA_DATE_NONE, &q.to)) return BAD_USAGE;
  int exit_status = answer_all(&q);
  buffer_free(&q.asked);
  return exit_status;
}

int verb_project(tool *t) {
  inquiry q = {.t = t, .stream = stdout};
  if (!date_option(t, OPT_FROM, "from", QUHUA_DATE_NONE, &q.from)) return BAD_USAGE;
  if (!date_option(t, OPT_TO, "to", QUHUA_DATE_NONE, &q.to)) return BAD_USAGE;
  int exit_status = session_open_to_answer(t, &q.s);
  if (exit_status != DONE) return exit_status;
  note_uncertain(t, q.s.snapshot, q.from);
  note_uncertain(t, q.s.snapshot, q.to);
  exit_status = answer_all(&q);
  quhua_period days = {q.from, q.to};
  if (exit_status == DONE) exit_status = answer_export(t, &q.s, days, (quhua_str){q.asked.data, q.asked.len});
  buffer_free(&q.asked);
  session_close(&q.s);
  return exit_status;
}
