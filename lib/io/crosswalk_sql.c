/* SPDX-License-Identifier: Apache-2.0 */
/* crosswalk_sql.c: a crosswalk as SQL that any database reads. */
#include <quhua/io.h>

#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "crosswalk/crosswalk.h"
#include "io/parent_code.h"

#define LONGEST_TABLE_NAME 30
#define SHORTEST_NAME_COLUMN 200

/* Where the text goes; a failure is remembered. */
typedef struct script {
  const quhua_writer *writer;
  const quhua_snapshot *snapshot;
  quhua_date to;
  const char *table;
  quhua_lang lang;
  bool failed;
} script;

static void put(script *s, const char *data, size_t len) {
  if (len && !s->failed && !s->writer->write(s->writer->ctx, data, len)) s->failed = true;
}

static void put_text(script *s, const char *text) { put(s, text, strlen(text)); }

static void put_number(script *s, unsigned long number) {
  char text[24];
  int len = snprintf(text, sizeof text, "%lu", number);
  put(s, text, (size_t)len);
}

/* A text between quotes, NULL when it is empty. Only the quote means anything inside. */
static void put_value(script *s, quhua_str value) {
  if (value.len == 0) {
    put_text(s, "NULL");
    return;
  }
  put_text(s, "'");
  for (size_t from = 0; from < value.len;) {
    const char *quote = memchr(value.ptr + from, '\'', value.len - from);
    size_t end = quote ? (size_t)(quote - value.ptr) + 1 : value.len;
    put(s, value.ptr + from, end - from);
    if (quote) put_text(s, "'");
    from = end;
  }
  put_text(s, "'");
}

static size_t longest_name(const quhua_crosswalk *crosswalk) {
  size_t longest = SHORTEST_NAME_COLUMN;
  for (size_t i = 0; i < quhua_crosswalk_count(crosswalk); i++) {
    const quhua_crosswalk_row *row = quhua_crosswalk_at(crosswalk, i);
    if (row->before.id && row->before.name.len > longest) longest = row->before.name.len;
    if (row->after.id && row->after.name.len > longest) longest = row->after.name.len;
  }
  return longest;
}

/* Codes are texts: those of streets begin with 0. */
static void put_table(script *s, const quhua_crosswalk *crosswalk) {
  unsigned long name = (unsigned long)longest_name(crosswalk);
  put_text(s, "CREATE TABLE ");
  put_text(s, s->table);
  put_text(s, " (\n  effective CHAR(10) NOT NULL,\n  relation VARCHAR(40) NOT NULL,\n"
              "  old_level INTEGER,\n  old_code VARCHAR(15),\n  old_name VARCHAR(");
  put_number(s, name);
  put_text(s, "),\n  new_level INTEGER,\n  new_code VARCHAR(15),\n  new_name VARCHAR(");
  put_number(s, name);
  put_text(s, "),\n  new_kind VARCHAR(40),\n  new_parent VARCHAR(18),\n  share VARCHAR(96)\n);\n");
}

static void put_side(script *s, const quhua_unit *unit) {
  if (!unit->id) {
    put_text(s, "NULL, NULL, NULL");
    return;
  }
  put_number(s, (unsigned long)unit->level);
  put_text(s, ", ");
  put_value(s, quhua_str_from(unit->code.text));
  put_text(s, ", ");
  put_value(s, unit->name);
}

static void put_row(script *s, const quhua_crosswalk_row *row) {
  char day[QUHUA_DATE_TEXT_MAX], share[QUHUA_SHARE_TEXT_MAX], parent[QUHUA__PARENT_TEXT_MAX] = "";
  quhua_kind kind = row->after.id ? row->after.kind : QUHUA_KIND_NONE;
  if (row->after.id) quhua__parent_code(s->snapshot, &row->after, s->to, parent);
  put_text(s, "INSERT INTO ");
  put_text(s, s->table);
  put_text(s, " VALUES (");
  put_value(s, (quhua_str){day, quhua_date_format(row->effective, day)});
  put_text(s, ", ");
  put_value(s, quhua_str_from(quhua_relation_word(row->relation, s->lang)));
  put_text(s, ", ");
  put_side(s, &row->before);
  put_text(s, ", ");
  put_side(s, &row->after);
  put_text(s, ", ");
  put_value(s, quhua_str_from(quhua_kind_word(kind, s->lang)));
  put_text(s, ", ");
  put_value(s, quhua_str_from(parent));
  put_text(s, ", ");
  put_value(s, (quhua_str){share, row->before.id ? quhua_share_format(row->share, share) : 0});
  put_text(s, ");\n");
}

static bool is_table_name(const char *name) {
  size_t len = strlen(name);
  if (len == 0 || len > LONGEST_TABLE_NAME || name[0] < 'a' || name[0] > 'z') return false;
  return strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == len;
}

quhua_status quhua_crosswalk_write_sql(const quhua_crosswalk *crosswalk, const quhua_snapshot *snapshot,
                                       const char *table, quhua_lang lang, const quhua_writer *writer,
                                       quhua_error *err) {
  script s = {.writer = writer,
              .snapshot = snapshot,
              .to = quhua__crosswalk_between(crosswalk).to,
              .table = table,
              .lang = lang};
  if (!is_table_name(table))
    return quhua__fail(err, QUHUA_E_INVALID, QUHUA__T("“{1}” is no name for a table", "“{1}”不能作为表名"),
                       QUHUA__T("take a to z, 0 to 9 and _, beginning with a letter, at most 30",
                                "以字母开头，只用小写字母、数字和下划线，最多 30 位"),
                       QUHUA__ARGS(quhua_str_from(table)));
  put_table(&s, crosswalk);
  for (size_t i = 0; !s.failed && i < quhua_crosswalk_count(crosswalk); i++)
    put_row(&s, quhua_crosswalk_at(crosswalk, i));
  if (!s.failed) return QUHUA_OK;
  return quhua__fail(err, QUHUA_E_IO, QUHUA__T("the output cannot be written", "无法写入输出"),
                     QUHUA__NO_REMEDY, QUHUA__NO_ARGS);
}
