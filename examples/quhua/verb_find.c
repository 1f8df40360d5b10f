/* SPDX-License-Identifier: Apache-2.0 */
/* verb_find.c: every unit that a text may mean, best first. */
#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "resolve.h"
#include "session.h"
#include "table.h"
#include "units.h"
#include "verbs.h"

/* A run of the verb. */
typedef struct hunt {
  const tool *t;
  const quhua_snapshot *snapshot;
  quhua_date day;
  size_t limit;
  size_t hits; /* in all */
  table rows;  /* those within the limit */
} hunt;

static const char *const columns[] = {"code", "name",     "level",    "kind", "path", "from",
                                      "to",   "now_code", "now_name", "rank", "match"};

/* "stem;path;former" */
static void add_match(hunt *h, const char *how, bool path, bool former) {
  buffer *text = &h->rows.text;
  const tool *t = h->t;
  buffer_add(text, how, strlen(how));
  const char *const words[] = {path ? in_language(t, ";path", ";全称") : "",
                               former ? in_language(t, ";former", ";曾用") : ""};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) buffer_add(text, words[i], strlen(words[i]));
  table_end_cell(&h->rows);
}

static void add_hit(hunt *h, const quhua_unit *unit, const quhua_match *match, const char *how) {
  table *b = &h->rows;
  unit_list now = {0};
  if (h->hits++ >= h->limit) return;
  units_became(h->snapshot, unit->id, h->day, &now);
  table_add_text(b, unit->code.text);
  table_add(b, unit->name);
  table_add_number(b, (uint64_t)unit->level);
  table_add_kind(b, h->t, unit->kind);
  table_add_path(b, h->snapshot, unit, day_within(unit, h->day));
  table_add_date(b, unit->valid.from);
  table_add_date(b, unit->valid.to);
  table_add_codes(b, &now);
  table_add_names(b, &now);
  table_add_number(b, match->rank);
  add_match(h, how, match->path, match->former);
  unit_list_free(&now);
}

/* Versions that carry a code or an identifier: those of the day first. */
static int add_carriers(hunt *h, quhua_cursor *cursor, const char *how) {
  unit_list now = {0}, then = {0};
  quhua_unit unit;
  while (quhua_cursor_next(cursor, &unit))
    unit_list_add(quhua_period_contains(unit.valid, h->day) ? &now : &then, &unit);
  for (size_t i = 0; i < now.count; i++) add_hit(h, &now.items[i], &(quhua_match){.rank = 1}, how);
  quhua_match former = {.rank = (uint32_t)now.count + 1, .former = true};
  for (size_t i = 0; i < then.count; i++) add_hit(h, &then.items[i], &former, how);
  bool failed = now.failed || then.failed;
  unit_list_free(&now);
  unit_list_free(&then);
  return failed ? no_memory(h->t) : DONE;
}

static void add_named(hunt *h, quhua_cursor *cursor) {
  quhua_unit unit;
  quhua_match match;
  while (quhua_cursor_next(cursor, &unit))
    if (quhua_cursor_match(cursor, &match))
      add_hit(h, &unit, &match, quhua_match_word(match.kind, h->t->lang));
}

/* Everybody who ever held the text as a code; NULL when it is none, or nobody did: it may be a name then. */
static quhua_cursor *find_holders(const hunt *h, const char *text) {
  const quhua_scheme *scheme = quhua_snapshot_scheme(h->snapshot);
  quhua_code code;
  quhua_level level;
  quhua_cursor *cursor = NULL;
  if (quhua_scheme_is_structured(scheme) && !looks_like_code(text)) return NULL;
  if (quhua_code_parse(scheme, quhua_str_from(text), QUHUA_LEVEL_ANY, &code, &level, NULL) != QUHUA_OK)
    return NULL;
  if (!strchr(text, ':')) level = QUHUA_LEVEL_ANY;
  if (quhua_cursor_new_holders(h->snapshot, level, &code, &cursor, NULL) == QUHUA_OK &&
      quhua_cursor_count(cursor) > 0)
    return cursor;
  quhua_cursor_free(cursor);
  return NULL;
}

static int search(hunt *h) {
  const tool *t = h->t;
  const char *text = t->opt.args[1];
  quhua_error err = {0};
  quhua_str key, value;
  quhua_status status = QUHUA_OK;
  quhua_cursor *cursor = find_holders(h, text);
  const char *how = cursor ? in_language(t, "code", "代码") : NULL;
  if (!cursor && identifier_argument(text, &key, &value)) {
    how = in_language(t, "identifier", "外部编码");
    status = quhua_cursor_new_identified(h->snapshot, key, value, &cursor, &err);
  } else if (!cursor) {
    status = quhua_cursor_new_search(h->snapshot, quhua_str_from(text), h->day, &cursor, &err);
  }
  if (status != QUHUA_OK) return library_fault(t, &err);
  int exit_status = DONE;
  if (how)
    exit_status = add_carriers(h, cursor, how);
  else
    add_named(h, cursor);
  quhua_cursor_free(cursor);
  return exit_status;
}

/* ---- notes ---- */

/* The first character without a meaning of its own; 0 when there is none. */
static utf8proc_int32_t private_character(quhua_str text) {
  for (size_t at = 0; at < text.len;) {
    utf8proc_int32_t point;
    utf8proc_ssize_t used =
        utf8proc_iterate((const utf8proc_uint8_t *)text.ptr + at, (utf8proc_ssize_t)(text.len - at), &point);
    if (used > 0 && utf8proc_category(point) == UTF8PROC_CATEGORY_CO) return point;
    at += used > 0 ? (size_t)used : 1;
  }
  return 0;
}

static void note_private(const hunt *h, quhua_str name) {
  utf8proc_int32_t point = private_character(name);
  if (point)
    say(h->t, "note: “%.*s” has the private-use character U+%04X, which every font shows in its own way",
        "提示：“%.*s”含自造字 U+%04X，不同字库显示可能不同", (int)name.len, name.ptr, (unsigned)point);
}

/* The text itself, and the names of the best hits. */
static void print_notes(const hunt *h) {
  size_t rows = table_rows(&h->rows);
  note_private(h, quhua_str_from(h->t->opt.args[1]));
  for (size_t row = 1; row <= rows && row <= 20; row++) note_private(h, table_cell(&h->rows, row, 1));
  if (h->hits > rows)
    say(h->t, "%zu of %zu hits are shown (--limit)", "列出 %zu 个，共 %zu 个结果（--limit）", rows, h->hits);
}

/* ---- the verb ---- */

static bool read_limit(const tool *t, size_t *out) {
  const char *text = t->opt.value[OPT_LIMIT];
  *out = SIZE_MAX;
  if (!text) return true;
  bool number = strlen(text) > 0 && strlen(text) < 10 && text[strspn(text, "0123456789")] == '\0';
  *out = number ? (size_t)strtoul(text, NULL, 10) : 0;
  if (*out == 0) usage_fault(t, "--limit: “%s” is not a number from 1", "--limit：“%s”不是从 1 起的数", text);
  return *out > 0;
}

int verb_find(tool *t) {
  session s;
  hunt h = {.t = t};
  if (!date_option(t, OPT_AT, "at", today(), &h.day) || !read_limit(t, &h.limit)) return BAD_USAGE;
  int exit_status = session_open(t, SESSION_READ, &s);
  if (exit_status != DONE) return exit_status;
  h.snapshot = s.snapshot;
  note_uncertain(t, s.snapshot, h.day);
  table_init(&h.rows, columns, sizeof columns / sizeof *columns);
  exit_status = search(&h);
  bool nothing = exit_status == DONE && h.hits == 0;
  if (nothing) say(t, "nothing is called “%s”", "没有找到“%s”", t->opt.args[1]);
  if (exit_status == DONE && !(nothing && t->format == OUTPUT_TEXT))
    exit_status = table_print(&h.rows, t, stdout);
  if (exit_status == DONE) print_notes(&h);
  table_free(&h.rows);
  session_close(&s);
  return exit_status == DONE && nothing ? ANSWER_IS_NO : exit_status;
}
