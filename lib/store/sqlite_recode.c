/* SPDX-License-Identifier: Apache-2.0 */
/* sqlite_recode.c: the codes in a table of somebody else's database become those of another day.
 *
 * The work is done by statements over functions that only this connection knows: first every row is looked at, then what
 * changes is kept if that is wanted, then one UPDATE writes it. SQLite so takes care of tables without row numbers, of
 * indexes and of codes that are part of a key. The database is a stranger: names are quoted, its triggers do not fire,
 * and functions that its schema calls are not trusted. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/number.h"
#include "recode/recoder.h"
#include "store/sqlite_internal.h"
#include "store/sqlite_recode.h"

/* No code and the blanks around it are longer. */
#define CELL_MAX 64

typedef struct run {
  quhua__sqlite_guest guest;
  const quhua_recode_table *table;
  const quhua_recode_options *options;
  quhua_recoder *recoder; /* decides; no stream goes through it */
  quhua_recode_counts *counts;
} run;

void quhua_recode_table_init_sized(quhua_recode_table *table, size_t size) {
  quhua_recode_table defaults = {.struct_size = size};
  memset(table, 0, size);
  memcpy(table, &defaults, size < sizeof defaults ? size : sizeof defaults);
}

/* --- a cell ------------------------------------------------------------------------------------------------------- */

/* A value as a cell, with room to be looked at. */
typedef struct value {
  char text[CELL_MAX + QUHUA__RECODE_SLACK];
  quhua__recode_cell cell;
  quhua__recode_verdict verdict;
} value;

static void decide(const run *u, sqlite3_value *given, value *out) {
  int type = sqlite3_value_type(given);
  const unsigned char *text =
      type == SQLITE_TEXT || type == SQLITE_INTEGER ? sqlite3_value_text(given) : NULL;
  size_t len = text ? (size_t)sqlite3_value_bytes(given) : 0;
  *out = (value){.verdict = {.outcome = type == SQLITE_NULL || (text && !len) ? QUHUA_RECODE_EMPTY
                                                                              : QUHUA_RECODE_UNKNOWN}};
  if (!len || len > CELL_MAX) return;
  memcpy(out->text, text, len);
  out->cell = (quhua__recode_cell){out->text, len, false};
  out->verdict = quhua__recoder_decide(u->recoder, &out->cell);
}

/* quhua_code(code): the new one, between the blanks of the old; what does not change is given back as it is. */
static void give_code(sqlite3_context *c, int count, sqlite3_value **given) {
  const run *u = sqlite3_user_data(c);
  char code[QUHUA_CODE_MAX + 1], text[2 * CELL_MAX];
  value v;
  (void)count;
  decide(u, given[0], &v);
  if (!v.verdict.target) {
    sqlite3_result_value(c, given[0]);
    return;
  }
  quhua__recode_form(u->recoder->map, v.verdict.target, v.verdict.code.len, code);
  size_t before = (size_t)(v.verdict.code.ptr - v.text);
  int len = snprintf(text, sizeof text, "%.*s%s%s", (int)before, v.text, code,
                     v.text + before + v.verdict.code.len);
  if (sqlite3_value_type(given[0]) == SQLITE_INTEGER && code[0] != '0')
    sqlite3_result_int64(c, (sqlite3_int64)strtoll(code, NULL, 10));
  else
    sqlite3_result_text(c, text, len, SQLITE_TRANSIENT);
}

/* quhua_name(code, name): the name of the new unit, where it has one. */
static void give_name(sqlite3_context *c, int count, sqlite3_value **given) {
  value v;
  (void)count;
  decide(sqlite3_user_data(c), given[0], &v);
  const quhua__recode_target *target = v.verdict.target;
  if (target && target->name.len)
    sqlite3_result_text(c, target->name.ptr, (int)target->name.len, SQLITE_STATIC);
  else
    sqlite3_result_value(c, given[1]);
}

/* quhua_status(code) and quhua_candidates(code): the columns of the flag policy. */
static void give_status(sqlite3_context *c, int count, sqlite3_value **given) {
  value v;
  (void)count;
  decide(sqlite3_user_data(c), given[0], &v);
  sqlite3_result_text(c, quhua_recode_outcome_word(v.verdict.outcome, QUHUA_LANG_EN), -1, SQLITE_STATIC);
}

static void give_candidates(sqlite3_context *c, int count, sqlite3_value **given) {
  const run *u = sqlite3_user_data(c);
  quhua__bytes *text = &u->recoder->text;
  value v;
  (void)count;
  decide(u, given[0], &v);
  text->len = 0;
  quhua__recoder_candidates(u->recoder, &v.verdict, text);
  if (text->failed)
    sqlite3_result_error_nomem(c);
  else
    sqlite3_result_text64(c, text->len ? text->data : "", text->len, SQLITE_TRANSIENT, SQLITE_UTF8);
}

/* Only we may call them, not a schema that knows their names. */
static quhua_status teach(run *u, quhua_error *err) {
  static const struct {
    const char *name;
    int arguments;
    void (*give)(sqlite3_context *, int, sqlite3_value **);
  } functions[] = {{"quhua_code", 1, give_code},
                   {"quhua_name", 2, give_name},
                   {"quhua_status", 1, give_status},
                   {"quhua_candidates", 1, give_candidates}};
  const int how = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY;
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
    int rc = sqlite3_create_function(u->guest.db, functions[i].name, functions[i].arguments, how, u,
                                     functions[i].give, NULL, NULL);
    if (rc) return quhua__sqlite_guest_fail(&u->guest, rc, err);
  }
  return QUHUA_OK;
}

/* --- statements --------------------------------------------------------------------------------------------------- */

static const char *code_of(const run *u, size_t i) { return u->options->columns[i]; }
static const char *name_of(const run *u, size_t i) { return u->options->names[i]; }

/* Each change as FORM with the name of the column, the name of the column with the code, and the expression. */
static void add_changes(const run *u, sqlite3_str *sql, const char *between, const char *form) {
  for (size_t i = 0; i < u->options->column_count; i++) {
    char *now = sqlite3_mprintf("quhua_code(\"%w\")", code_of(u, i));
    if (i) sqlite3_str_appendall(sql, between);
    sqlite3_str_appendf(sql, form, code_of(u, i), now ? now : "");
    sqlite3_free(now);
  }
  for (size_t i = 0; i < u->options->name_count; i++) {
    char *now = sqlite3_mprintf("quhua_name(\"%w\", \"%w\")", code_of(u, i), name_of(u, i));
    sqlite3_str_appendall(sql, between);
    sqlite3_str_appendf(sql, form, name_of(u, i), now ? now : "");
    sqlite3_free(now);
  }
}

/* --- looking ------------------------------------------------------------------------------------------------------ */

static quhua_status stop_at(const run *u, size_t column, uint64_t row, const quhua__recode_verdict *v,
                            quhua_error *err) {
  char subject[256];
  quhua_status status = quhua__recoder_undecided(u->recoder, v, err);
  if (status != QUHUA_E_AMBIGUOUS) return status;
  snprintf(subject, sizeof subject, "%s: %s.%s", u->table->database, u->table->table, code_of(u, column));
  uint32_t line = row > UINT32_MAX ? UINT32_MAX : (uint32_t)row;
  return quhua__fail_at(err, status, quhua_str_from(subject), line, 0);
}

static quhua_status look_at_row(const run *u, sqlite3_stmt *rows, quhua_error *err) {
  uint64_t row = ++u->counts->rows;
  for (size_t i = 0; i < u->options->column_count; i++) {
    value v;
    decide(u, sqlite3_column_value(rows, (int)i), &v);
    if (!u->counts->cells[v.verdict.outcome]++) u->counts->lines[v.verdict.outcome] = row;
    if (quhua__recoder_stops(u->recoder, &v.verdict) && !u->table->look_only)
      return stop_at(u, i, row, &v.verdict, err);
  }
  return QUHUA_OK;
}

static quhua_status look(run *u, quhua_error *err) {
  sqlite3_str *sql = sqlite3_str_new(u->guest.db);
  sqlite3_stmt *rows = NULL;
  for (size_t i = 0; i < u->options->column_count; i++)
    sqlite3_str_appendf(sql, "%s\"%w\"", i ? ", " : "SELECT ", code_of(u, i));
  sqlite3_str_appendf(sql, " FROM main.\"%w\"", u->table->table);
  quhua_status status = quhua__sqlite_guest_prepare(&u->guest, sql, &rows, err);
  int rc = SQLITE_DONE;
  while (!status && (rc = sqlite3_step(rows)) == SQLITE_ROW) status = look_at_row(u, rows, err);
  if (!status && rc != SQLITE_DONE) status = quhua__sqlite_guest_fail(&u->guest, rc, err);
  sqlite3_finalize(rows);
  return status;
}

/* --- writing ------------------------------------------------------------------------------------------------------ */

/* The names that the flag policy gives its columns in a stream (row.c). */
static bool name_flag(const run *u, size_t i, const char *word, char out[320]) {
  const char *prefix = u->guest.has_flags ? "recode_" : "";
  bool many = u->options->column_count > 1;
  int len = snprintf(out, 320, "%s%s%s%s", prefix, word, many ? "_" : "", many ? code_of(u, i) : "");
  return len > 0 && len < 320;
}

static quhua_status add_flag(run *u, size_t i, const char *word, quhua_error *err) {
  char name[320];
  if (!name_flag(u, i, word, name)) return quhua__sqlite_guest_refuse_column(&u->guest, code_of(u, i), err);
  sqlite3_str *sql = sqlite3_str_new(u->guest.db);
  sqlite3_str_appendf(sql, "ALTER TABLE main.\"%w\" ADD COLUMN \"%w\" TEXT", u->table->table, name);
  quhua_status status = quhua__sqlite_guest_do(&u->guest, sql, err);
  if (status || !u->table->undo) return status;
  sql = sqlite3_str_new(u->guest.db);
  sqlite3_str_appendf(sql, "INSERT INTO main.\"%w\" VALUES('column', %Q, %Q, 0, NULL, NULL)", u->table->undo,
                      u->table->table, name);
  return quhua__sqlite_guest_do(&u->guest, sql, err);
}

/* What is replaced, cell by cell, so that a person can read it, too. */
static quhua_status keep_column(run *u, const char *column, const char *expression, quhua_error *err) {
  sqlite3_str *sql = sqlite3_str_new(u->guest.db);
  sqlite3_str_appendf(sql,
                      "INSERT INTO main.\"%w\" SELECT 'cell', %Q, %Q, %s, \"%w\", %s FROM main.\"%w\" "
                      "WHERE %s COLLATE BINARY IS NOT \"%w\"",
                      u->table->undo, u->table->table, column, u->guest.row_number, column, expression,
                      u->table->table, expression, column);
  return quhua__sqlite_guest_do(&u->guest, sql, err);
}

static quhua_status keep(run *u, quhua_error *err) {
  sqlite3_str *sql = sqlite3_str_new(u->guest.db);
  sqlite3_str_appendf(sql,
                      "CREATE TABLE main.\"%w\"(what TEXT NOT NULL, \"table\" TEXT NOT NULL, "
                      "\"column\" TEXT NOT NULL, row INTEGER NOT NULL, old, now, "
                      "PRIMARY KEY(what, \"table\", \"column\", row)) WITHOUT ROWID",
                      u->table->undo);
  quhua_status status = quhua__sqlite_guest_do(&u->guest, sql, err);
  for (size_t i = 0; !status && i < u->options->column_count; i++) {
    char *now = sqlite3_mprintf("quhua_code(\"%w\")", code_of(u, i));
    status = now ? keep_column(u, code_of(u, i), now, err) : quhua__fail_nomem(err);
    sqlite3_free(now);
  }
  for (size_t i = 0; !status && i < u->options->name_count; i++) {
    char *now = sqlite3_mprintf("quhua_name(\"%w\", \"%w\")", code_of(u, i), name_of(u, i));
    status = now ? keep_column(u, name_of(u, i), now, err) : quhua__fail_nomem(err);
    sqlite3_free(now);
  }
  return status;
}

static void set_flags(const run *u, sqlite3_str *sql) {
  static const char *const words[] = {"status", "candidates"};
  char name[320];
  for (size_t i = 0; i < u->options->column_count; i++)
    for (int k = 0; k < 2; k++)
      if (name_flag(u, i, words[k], name))
        sqlite3_str_appendf(sql, ", \"%w\" = quhua_%s(\"%w\")", name, words[k], code_of(u, i));
}

static quhua_status update(run *u, quhua_error *err) {
  sqlite3_str *sql = sqlite3_str_new(u->guest.db);
  sqlite3_str_appendf(sql, "UPDATE main.\"%w\" SET ", u->table->table);
  add_changes(u, sql, ", ", "\"%w\" = %s");
  if (u->recoder->flags) {
    set_flags(u, sql);
  } else {
    sqlite3_str_appendall(sql, " WHERE ");
    add_changes(u, sql, " OR ", "\"%w\" IS NOT %s COLLATE BINARY");
  }
  return quhua__sqlite_guest_do(&u->guest, sql, err);
}

static quhua_status rewrite(run *u, quhua_error *err) {
  quhua_status status = u->table->undo ? keep(u, err) : QUHUA_OK;
  for (size_t i = 0; !status && u->recoder->flags && i < u->options->column_count; i++) {
    status = add_flag(u, i, "status", err);
    if (!status) status = add_flag(u, i, "candidates", err);
  }
  return status ? status : update(u, err);
}

/* --- a run -------------------------------------------------------------------------------------------------------- */

static bool discard(void *ctx, const char *data, size_t len) {
  (void)ctx, (void)data, (void)len;
  return true;
}

static quhua_status check_policy(const quhua_recode_options *o, quhua_error *err) {
  if (o->policy != QUHUA_RECODE_APPORTION) return QUHUA_OK;
  return quhua__fail(err, QUHUA_E_INVALID,
                     QUHUA__T("rows of a table in a database cannot be split", "数据库表中的行不能拆分"),
                     QUHUA__T("choose the policy error, flag or largest", "请用 error、flag 或 largest 策略"),
                     QUHUA__NO_ARGS);
}

static quhua_status check_columns(run *u, quhua_error *err) {
  quhua_status status = QUHUA_OK;
  for (size_t i = 0; !status && i < u->options->column_count; i++)
    status = quhua__sqlite_guest_column(&u->guest, code_of(u, i), u->table->undo != NULL, err);
  for (size_t i = 0; !status && i < u->options->name_count; i++)
    status = quhua__sqlite_guest_column(&u->guest, name_of(u, i), u->table->undo != NULL, err);
  return status;
}

static quhua_status work(run *u, quhua_error *err) {
  quhua_status status = quhua__sqlite_guest_table(&u->guest, u->table->table, u->table->undo != NULL, err);
  if (!status) status = check_columns(u, err);
  if (!status) status = teach(u, err);
  if (!status) status = look(u, err);
  return status || u->table->look_only ? status : rewrite(u, err);
}

quhua_status quhua_recode_sqlite(const quhua_recode_map *map, const quhua_recode_options *options,
                                 const quhua_recode_table *given, quhua_recode_counts *counts,
                                 quhua_error *err) {
  const quhua_writer nowhere = {NULL, discard};
  quhua_recode_counts own_counts, *sum = counts ? counts : &own_counts;
  quhua_recode_table table;
  quhua_recode_options own = *options;
  quhua_recode_table_init(&table);
  memcpy(&table, given, given->struct_size < sizeof table ? given->struct_size : sizeof table);
  memset(sum, 0, sizeof *sum);
  run u = {.table = &table, .options = &own, .counts = sum};
  own.undo = NULL;
  own.header = QUHUA_RECODE_HEADER_YES;
  quhua_status status = check_policy(&own, err);
  if (!status) status = quhua_recoder_new(map, &own, &nowhere, &u.recoder, err);
  if (!status) status = quhua__sqlite_guest_open(&u.guest, table.database, err);
  if (!status) {
    status = work(&u, err);
    status = quhua__sqlite_guest_end(&u.guest, status, err);
  }
  quhua__sqlite_guest_close(&u.guest);
  quhua_recoder_free(u.recoder);
  return status;
}
