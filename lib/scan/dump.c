/* SPDX-License-Identifier: Apache-2.0 */
/* dump.c: the rows in SQL text: INSERT INTO t (columns) VALUES (…), (…); and COPY t (columns) FROM stdin. Everything
 * else is passed over. Where an INSERT names no columns, those of the last CREATE TABLE of that name are taken. */
#include <string.h>

#include "base/fail.h"
#include "scan/sql_text.h"

typedef struct dump {
  quhua__sql sql;
  quhua__bytes created; /* name of the table and of its columns, each with a NUL behind it */
} dump;

/* --- names of columns --------------------------------------------------------------------------------------------- */

static void note(dump *d) { quhua__bytes_add(&d->created, d->sql.word, d->sql.word_len + 1); }

/* Words that begin a part of a table that is no column. */
static bool begins_constraint(const quhua__sql *s) {
  static const char *const words[] = {"CONSTRAINT", "PRIMARY", "KEY",      "UNIQUE",  "INDEX", "FOREIGN",
                                      "CHECK",      "EXCLUDE", "FULLTEXT", "SPATIAL", "LIKE"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (quhua__sql_is(s, words[i])) return true;
  return false;
}

/* The parts of a table between its parentheses, the first of which is passed. */
static void read_parts(dump *d) {
  int depth = 1, sign = 0;
  for (bool begins = true; depth > 0;) {
    quhua__sql_kind kind = quhua__sql_next(&d->sql, &sign);
    if (kind == QUHUA__SQL_NOTHING) return;
    if (kind == QUHUA__SQL_STRING) quhua__sql_string(&d->sql, d->sql.backslash, false);
    bool column = kind == QUHUA__SQL_NAME || (kind == QUHUA__SQL_WORD && !begins_constraint(&d->sql));
    if (begins && column) note(d);
    depth += (sign == '(') - (sign == ')');
    begins = depth == 1 && sign == ',';
  }
}

/* A name and the names behind dots: the last one is the table's. The sign behind it, or 0, goes to *sign. */
static quhua__sql_kind read_qualified(dump *d, int *sign, char name[QUHUA__SQL_LONGEST_NAME + 1]) {
  quhua__sql_kind kind;
  do {
    memcpy(name, d->sql.word, d->sql.word_len + 1);
    kind = quhua__sql_next(&d->sql, sign);
    if (kind != QUHUA__SQL_SIGN || *sign != '.') break;
    kind = quhua__sql_next(&d->sql, sign);
  } while (kind == QUHUA__SQL_WORD || kind == QUHUA__SQL_NAME);
  return kind;
}

static void read_create(dump *d) {
  char name[QUHUA__SQL_LONGEST_NAME + 1];
  int sign;
  bool table = false;
  quhua__sql_kind kind = quhua__sql_next(&d->sql, &sign);
  for (; kind == QUHUA__SQL_WORD && !table; kind = quhua__sql_next(&d->sql, &sign))
    table = quhua__sql_is(&d->sql, "TABLE");
  while (table && kind == QUHUA__SQL_WORD &&
         (quhua__sql_is(&d->sql, "IF") || quhua__sql_is(&d->sql, "NOT") || quhua__sql_is(&d->sql, "EXISTS")))
    kind = quhua__sql_next(&d->sql, &sign);
  if (table && (kind == QUHUA__SQL_WORD || kind == QUHUA__SQL_NAME)) {
    kind = read_qualified(d, &sign, name);
    d->created.len = 0;
    quhua__bytes_add(&d->created, name, strlen(name) + 1);
    if (kind == QUHUA__SQL_SIGN && sign == '(') read_parts(d);
  }
  if (kind == QUHUA__SQL_STRING || sign != ';') quhua__sql_skip_statement(&d->sql);
}

/* Begin a table with the columns that were created for it. */
static quhua_status begin_created(dump *d, const char *name) {
  const char *at = d->created.data, *end = at ? at + d->created.len : at;
  quhua_status status = QUHUA_OK;
  quhua__scan_begin_table(d->sql.scan, quhua_str_from(name));
  if (d->created.failed) return quhua__fail_nomem(d->sql.err);
  if (!at || strcmp(at, name) != 0) return QUHUA_OK;
  at += strlen(at) + 1;
  for (size_t column = 0; at < end && !status; at += strlen(at) + 1)
    status = quhua__scan_name_column(d->sql.scan, column++, quhua_str_from(at), d->sql.err);
  return status;
}

/* The list of columns behind a table, whose parenthesis is passed. */
static void read_columns(dump *d) {
  int sign = 0;
  for (size_t column = 0; sign != ')' && !d->sql.status;) {
    quhua__sql_kind kind = quhua__sql_next(&d->sql, &sign);
    if (kind == QUHUA__SQL_NOTHING) return;
    if (kind == QUHUA__SQL_STRING) quhua__sql_string(&d->sql, d->sql.backslash, false);
    if (kind != QUHUA__SQL_WORD && kind != QUHUA__SQL_NAME) continue;
    quhua_str name = {d->sql.word, d->sql.word_len};
    d->sql.status = quhua__scan_name_column(d->sql.scan, column++, name, d->sql.err);
  }
}

/* --- INSERT ------------------------------------------------------------------------------------------------------- */

/* A word in a value: the prefix of a string (E'…', N'…', _utf8'…'), or the value itself; NULL is an empty one. */
static void read_value_word(dump *d, bool *done) {
  quhua__sql *s = &d->sql;
  if (quhua__sql_peek(s) == '\'') {
    quhua__sql_string(s, s->backslash || quhua__sql_is(s, "E"), !*done);
    *done = true;
  } else if (!*done && !quhua__sql_is(s, "NULL")) {
    quhua__scan_add(s->scan, s->word, s->word_len);
  }
}

/* What a sign inside a value is; false where the value ends. */
static bool read_value_sign(dump *d, int sign, int *depth, bool *done) {
  if (*depth == 0 && (sign == ',' || sign == ')')) return false;
  *depth += (sign == '(') - (sign == ')');
  if (sign == ':') *done = true; /* a cast: '510722109201'::text */
  char byte = (char)sign;
  if (!*done) quhua__scan_add(d->sql.scan, &byte, 1);
  return true;
}

/* One value; the sign behind it is passed. */
static int read_value(dump *d) {
  quhua__sql *s = &d->sql;
  int sign = 0, depth = 0;
  for (bool done = false, more = true; more;) {
    quhua__sql_skip_blanks(s);
    if (quhua__sql_peek(s) == '"') { /* a string of MySQL */
      quhua__sql_string(s, s->backslash, !done);
      done = true;
      continue;
    }
    switch (quhua__sql_next(s, &sign)) {
    case QUHUA__SQL_NOTHING: return QUHUA__SQL_END;
    case QUHUA__SQL_STRING:
      quhua__sql_string(s, s->backslash, !done);
      done = true;
      break;
    case QUHUA__SQL_SIGN: more = read_value_sign(d, sign, &depth, &done); break;
    case QUHUA__SQL_WORD: read_value_word(d, &done); break;
    case QUHUA__SQL_NAME: break;
    }
  }
  quhua__scan_end_value(s->scan);
  return sign;
}

/* Rows behind VALUES, to the end of the statement. */
static void read_rows(dump *d) {
  quhua__sql *s = &d->sql;
  int sign = ',';
  while (sign == ',' && quhua__sql_next(s, &sign) == QUHUA__SQL_SIGN && sign == '(') {
    uint64_t line = s->line;
    do sign = read_value(d);
    while (sign == ',');
    if (s->status || sign == QUHUA__SQL_END) return;
    s->status = quhua__scan_end_row(s->scan, line, s->err);
    if (quhua__sql_next(s, &sign) != QUHUA__SQL_SIGN) break;
  }
  if (sign != ';') quhua__sql_skip_statement(s);
}

static bool stands_before_table(const quhua__sql *s) {
  static const char *const words[] = {"INTO",         "OR",      "REPLACE",       "IGNORE",
                                      "LOW_PRIORITY", "DELAYED", "HIGH_PRIORITY", "ABORT",
                                      "ROLLBACK",     "FAIL"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (quhua__sql_is(s, words[i])) return true;
  return false;
}

static void read_insert(dump *d) {
  char name[QUHUA__SQL_LONGEST_NAME + 1];
  quhua__sql *s = &d->sql;
  int sign;
  quhua__sql_kind kind = quhua__sql_next(s, &sign);
  while (kind == QUHUA__SQL_WORD && stands_before_table(s)) kind = quhua__sql_next(s, &sign);
  if (kind == QUHUA__SQL_WORD || kind == QUHUA__SQL_NAME) {
    kind = read_qualified(d, &sign, name);
    s->status = s->status ? s->status : begin_created(d, name);
    if (kind == QUHUA__SQL_SIGN && sign == '(') {
      read_columns(d);
      kind = quhua__sql_next(s, &sign);
    }
  }
  while (kind == QUHUA__SQL_WORD && !quhua__sql_is(s, "VALUES") && !quhua__sql_is(s, "VALUE") &&
         !quhua__sql_is(s, "SELECT"))
    kind = quhua__sql_next(s, &sign); /* OVERRIDING SYSTEM VALUE is followed by VALUES */
  if (kind == QUHUA__SQL_WORD && quhua__sql_is(s, "VALUE") && quhua__sql_peek(s) == ' ') {
    quhua__sql_skip_blanks(s);
    if (quhua__sql_peek(s) != '(') kind = quhua__sql_next(s, &sign);
  }
  if (kind == QUHUA__SQL_WORD && !quhua__sql_is(s, "SELECT"))
    read_rows(d);
  else if (sign != ';')
    quhua__sql_skip_statement(s);
}

/* --- COPY --------------------------------------------------------------------------------------------------------- */

/* A field up to its TAB or line end, which is passed and returned. */
static int read_field(dump *d, bool *ends) {
  quhua__sql *s = &d->sql;
  for (bool first = true;; first = false) {
    int c = quhua__sql_take(s);
    if (c == QUHUA__SQL_END || c == '\t' || c == '\n') {
      quhua__scan_end_value(s->scan);
      return c;
    }
    char byte = (char)c;
    if (c == '\\') {
      int next = quhua__sql_take(s);
      *ends |= first && next == '.';
      if (next == QUHUA__SQL_END || next == 'N') continue;
      byte = next == 'n' ? '\n' : next == 't' ? '\t' : next == 'r' ? '\r' : (char)next;
    }
    quhua__scan_add(s->scan, &byte, 1);
  }
}

static void read_copied(dump *d) {
  quhua__sql *s = &d->sql;
  quhua__sql_skip_line(s);
  for (bool ends = false; !ends && !s->status && quhua__sql_peek(s) != QUHUA__SQL_END;) {
    uint64_t line = s->line;
    bool first = true, other = false;
    while (read_field(d, first ? &ends : &other) == '\t') first = false;
    if (ends)
      quhua__scan_forget_row(s->scan);
    else if (!s->status)
      s->status = quhua__scan_end_row(s->scan, line, s->err);
  }
}

static void read_copy(dump *d) {
  char name[QUHUA__SQL_LONGEST_NAME + 1];
  quhua__sql *s = &d->sql;
  int sign;
  bool from = false;
  quhua__sql_kind kind = quhua__sql_next(s, &sign);
  if (kind == QUHUA__SQL_WORD || kind == QUHUA__SQL_NAME) {
    kind = read_qualified(d, &sign, name);
    s->status = s->status ? s->status : begin_created(d, name);
    if (kind == QUHUA__SQL_SIGN && sign == '(') {
      read_columns(d);
      kind = quhua__sql_next(s, &sign);
    }
    from = kind == QUHUA__SQL_WORD && quhua__sql_is(s, "FROM");
    if (from) kind = quhua__sql_next(s, &sign);
  }
  if (from && kind == QUHUA__SQL_WORD && quhua__sql_is(s, "STDIN"))
    read_copied(d);
  else if (sign != ';')
    quhua__sql_skip_statement(s);
}

/* --- statements --------------------------------------------------------------------------------------------------- */

static void read_statement(dump *d) {
  quhua__sql *s = &d->sql;
  int sign;
  quhua__sql_skip_blanks(s);
  if (quhua__sql_peek(s) == '\\') { /* a command of psql */
    quhua__sql_skip_line(s);
    return;
  }
  quhua__sql_kind kind = quhua__sql_next(s, &sign);
  bool word = kind == QUHUA__SQL_WORD;
  if (word && (quhua__sql_is(s, "INSERT") || quhua__sql_is(s, "REPLACE")))
    read_insert(d);
  else if (word && quhua__sql_is(s, "COPY"))
    read_copy(d);
  else if (word && quhua__sql_is(s, "CREATE"))
    read_create(d);
  else if (sign != ';')
    quhua__sql_skip_statement(s);
}

quhua_status quhua__scan_dump(quhua_scan *scan, quhua__scan_input *in, quhua_error *err) {
  dump d = {.sql = {.scan = scan, .in = in, .err = err, .line = 1}};
  quhua__bytes_init(&d.created, scan->allocator);
  quhua__scan_tell_encoding(scan, in->data, in->len);
  if (in->len >= 3 && memcmp(in->data, "\xEF\xBB\xBF", 3) == 0) d.sql.at = 3;
  while (!d.sql.status && quhua__sql_peek(&d.sql) != QUHUA__SQL_END) read_statement(&d);
  quhua__bytes_free(&d.created);
  return d.sql.status;
}
