/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve.h"

#include <string.h>

#include "table.h"
#include "units.h"

#define STEM_MAX 1024
#define CANDIDATES_SHOWN 20u

/* ---- what is said when there is no one answer ---- */

static void print_candidates(const tool *t, const quhua_snapshot *snapshot, const unit_list *list,
                             quhua_date day) {
  table b;
  table_init(&b, (const char *const[]){"code", "name", "level", "kind", "path", "from", "to"}, 7);
  for (size_t i = 0; i < list->count && i < CANDIDATES_SHOWN; i++) {
    const quhua_unit *unit = &list->items[i];
    table_add_text(&b, unit->code.text);
    table_add(&b, unit->name);
    table_add_number(&b, (uint64_t)unit->level);
    table_add_kind(&b, t, unit->kind);
    table_add_path(&b, snapshot, unit, day_within(unit, day));
    table_add_date(&b, unit->valid.from);
    table_add_date(&b, unit->valid.to);
  }
  if (!b.failed && !b.text.failed) table_print_text(&b, t, stderr);
  if (list->count > CANDIDATES_SHOWN)
    say(t, "… and %zu more", "……另有 %zu 个", list->count - CANDIDATES_SHOWN);
  table_free(&b);
}

/* "from 2016-01-01 to 2019-12-31": the days of a version, the last one included. */
static void format_days(const tool *t, quhua_period days, char *out, size_t cap) {
  char from[QUHUA_DATE_TEXT_MAX];
  char to[QUHUA_DATE_TEXT_MAX] = "";
  quhua_date_format(days.from, from);
  if (days.to != QUHUA_DATE_OPEN) quhua_date_format(days.to > days.from ? days.to - 1 : days.from, to);
  snprintf(out, cap, in_language(t, "from %s%s%s", "自 %s%s%s"), from,
           to[0] ? in_language(t, " to ", " 至 ") : "", to);
}

/* Say when a version stood and what became of it by the day. */
static void say_what_became(const tool *t, const quhua_snapshot *snapshot, const quhua_unit *version,
                            quhua_date day) {
  char days[64];
  unit_list now = {0};
  format_days(t, version->valid, days, sizeof days);
  say(t, "  %s %.*s, %s", "  %s %.*s，%s", version->code.text, (int)version->name.len, version->name.ptr,
      days);
  if (version->valid.from > day) return;
  units_became(snapshot, version->id, day, &now);
  for (size_t i = 0; i < now.count; i++)
    say(t, "    became %s %.*s", "    现为 %s %.*s", now.items[i].code.text, (int)now.items[i].name.len,
        now.items[i].name.ptr);
  if (now.count == 0) say(t, "    ended without successor", "    已终止，无后继");
  unit_list_free(&now);
}

static int not_on_that_day(const tool *t, const quhua_snapshot *snapshot, const char *text,
                           const unit_list *other_days, quhua_date day) {
  char date[QUHUA_DATE_TEXT_MAX];
  quhua_date_format(day, date);
  if (other_days->count == 0)
    say(t, "“%s” is not in the register", "登记册中没有“%s”", text);
  else
    say(t, "“%s” means nothing on %s, but on other days it did:", "“%s”在 %s 不存在，但其他日期有：", text,
        date);
  for (size_t i = 0; i < other_days->count && i < CANDIDATES_SHOWN; i++)
    say_what_became(t, snapshot, &other_days->items[i], day);
  return other_days->failed ? no_memory(t) : ANSWER_IS_NO;
}

static int ambiguous(const tool *t, const quhua_snapshot *snapshot, const char *text, const unit_list *list,
                     quhua_date day) {
  say(t, "“%s” may be any of %zu units; give a code, LEVEL:CODE or a longer name:",
      "“%s”可指 %zu 个单位，请给出代码、“级别:代码”或更完整的名称：", text, list->count);
  print_candidates(t, snapshot, list, day);
  return ANSWER_IS_NO;
}

/* ---- by code ---- */

static int all_holders(const tool *t, const quhua_snapshot *snapshot, const quhua_code *code,
                       quhua_level level, unit_list *out) {
  quhua_error err = {0};
  quhua_cursor *cursor = NULL;
  quhua_unit unit;
  if (quhua_cursor_new_holders(snapshot, level, code, &cursor, &err) != QUHUA_OK)
    return library_fault(t, &err);
  while (quhua_cursor_next(cursor, &unit)) unit_list_add(out, &unit);
  quhua_cursor_free(cursor);
  return out->failed ? no_memory(t) : DONE;
}

static int levels_of_code(const tool *t, const quhua_snapshot *snapshot, const char *text,
                          const quhua_code *code, quhua_date day) {
  unit_list list = {0};
  quhua_unit unit;
  for (int level = 1; level <= QUHUA_LEVEL_MAX; level++)
    if (quhua_unit_find(snapshot, (quhua_level)level, code, day, &unit) == QUHUA_OK)
      unit_list_add(&list, &unit);
  int exit_status = ambiguous(t, snapshot, text, &list, day);
  unit_list_free(&list);
  return exit_status;
}

static int resolve_code(const tool *t, const quhua_snapshot *snapshot, const char *text,
                        const quhua_code *code, quhua_level level, quhua_date day, quhua_unit *out) {
  quhua_status status = quhua_unit_find(snapshot, level, code, day, out);
  if (status == QUHUA_OK) return DONE;
  if (status == QUHUA_E_AMBIGUOUS) return levels_of_code(t, snapshot, text, code, day);
  unit_list holders = {0};
  int exit_status = all_holders(t, snapshot, code, level, &holders);
  if (exit_status == DONE) exit_status = not_on_that_day(t, snapshot, text, &holders, day);
  unit_list_free(&holders);
  return exit_status;
}

/* ---- by name ---- */

/* Does the name as a person wrote it, or the end of a path, say this name in some spelling? */
static bool says_name(quhua_str written, quhua_str name) {
  char a[STEM_MAX];
  char b[STEM_MAX];
  size_t a_len = quhua_name_stem(written, a, sizeof a);
  size_t b_len = quhua_name_stem(name, b, sizeof b);
  if (a_len > sizeof a || b_len > sizeof b || b_len == 0 || b_len > a_len) return false;
  return memcmp(a + a_len - b_len, b, b_len) == 0;
}

#define FORMER "原"

/* The hits of a search in three heaps. */
typedef struct name_hits {
  unit_list current; /* bear the name on the day */
  unit_list former;  /* bore it on another day */
  unit_list nearly;  /* contain it in their name */
  bool asked_former; /* the text begins with 原 and that is no part of a name */
} name_hits;

static void sort_hit(name_hits *hits, quhua_str text, const quhua_unit *unit, quhua_date day) {
  bool prefixed = text.len > strlen(FORMER) && memcmp(text.ptr, FORMER, strlen(FORMER)) == 0;
  quhua_str rest = prefixed ? (quhua_str){text.ptr + strlen(FORMER), text.len - strlen(FORMER)} : text;
  bool lives = quhua_period_contains(unit->valid, day);
  if (!says_name(rest, unit->name))
    unit_list_add(&hits->nearly, unit);
  else if (lives && (!prefixed || memcmp(unit->name.ptr, FORMER, strlen(FORMER)) == 0))
    unit_list_add(&hits->current, unit); /* 原平市 is a name */
  else if (!lives)
    unit_list_add(&hits->former, unit);
  hits->asked_former = prefixed;
}

static int choose(const tool *t, const quhua_snapshot *snapshot, const char *text, quhua_date day,
                  const name_hits *hits, quhua_unit *out) {
  const unit_list *heap = hits->current.count == 0 && hits->asked_former ? &hits->former : &hits->current;
  if (hits->current.failed || hits->former.failed || hits->nearly.failed) return no_memory(t);
  if (heap->count == 1) {
    *out = heap->items[0];
    return DONE;
  }
  if (heap->count > 1) return ambiguous(t, snapshot, text, heap, day);
  if (hits->former.count || hits->nearly.count == 0)
    return not_on_that_day(t, snapshot, text, &hits->former, day);
  say(t, "no unit is called “%s”; names that come near:", "没有名为“%s”的单位，相近的有：", text);
  print_candidates(t, snapshot, &hits->nearly, day);
  return ANSWER_IS_NO;
}

static int resolve_name(const tool *t, const quhua_snapshot *snapshot, const char *text, quhua_date day,
                        quhua_unit *out) {
  quhua_error err = {0};
  quhua_cursor *cursor = NULL;
  quhua_unit unit;
  name_hits hits = {0};
  if (quhua_cursor_new_search(snapshot, quhua_str_from(text), day, &cursor, &err) != QUHUA_OK)
    return library_fault(t, &err);
  while (quhua_cursor_next(cursor, &unit)) sort_hit(&hits, quhua_str_from(text), &unit, day);
  quhua_cursor_free(cursor);
  int exit_status = choose(t, snapshot, text, day, &hits, out);
  unit_list_free(&hits.current);
  unit_list_free(&hits.former);
  unit_list_free(&hits.nearly);
  return exit_status;
}

/* ---- by an identifier of another office ---- */

static int resolve_identifier(const tool *t, const quhua_snapshot *snapshot, const char *text, quhua_str key,
                              quhua_str value, quhua_date day, quhua_unit *out) {
  quhua_error err = {0};
  quhua_cursor *cursor = NULL;
  quhua_unit unit;
  unit_list now = {0}, then = {0};
  if (quhua_cursor_new_identified(snapshot, key, value, &cursor, &err) != QUHUA_OK)
    return library_fault(t, &err);
  while (quhua_cursor_next(cursor, &unit))
    unit_list_add(quhua_period_contains(unit.valid, day) ? &now : &then, &unit);
  quhua_cursor_free(cursor);
  int exit_status = DONE;
  if (now.failed || then.failed)
    exit_status = no_memory(t);
  else if (now.count == 1)
    *out = now.items[0];
  else
    exit_status =
        now.count ? ambiguous(t, snapshot, text, &now, day) : not_on_that_day(t, snapshot, text, &then, day);
  unit_list_free(&now);
  unit_list_free(&then);
  return exit_status;
}

/* ---- which of the three ---- */

/* Nobody is named by digits alone, nor like a grid: 510722109204G01. */
static bool looks_like_code(const char *text) {
  if (text[0] >= '1' && text[0] <= '6' && text[1] == ':') text += 2;
  size_t digits = strspn(text, "0123456789");
  if (text[digits] == '\0') return digits > 0;
  return digits == 12 && (text[digits] == 'G' || text[digits] == 'g');
}

/* In a scheme without structure any short word may be a code: it is one when some unit ever held it. */
static bool ever_held(const quhua_snapshot *snapshot, const quhua_code *code, quhua_level level) {
  quhua_cursor *cursor = NULL;
  bool held = quhua_cursor_new_holders(snapshot, level, code, &cursor, NULL) == QUHUA_OK &&
              quhua_cursor_count(cursor);
  quhua_cursor_free(cursor);
  return held;
}

int resolve_unit(const tool *t, const quhua_snapshot *snapshot, const char *text, quhua_date day,
                 quhua_unit *out) {
  const quhua_scheme *scheme = quhua_snapshot_scheme(snapshot);
  quhua_code code;
  quhua_level level;
  quhua_str key, value;
  if (identifier_argument(text, &key, &value))
    return resolve_identifier(t, snapshot, text, key, value, day, out);
  if (quhua_scheme_is_structured(scheme)) {
    if (!looks_like_code(text)) return resolve_name(t, snapshot, text, day, out);
    int exit_status = code_argument(t, scheme, text, &code, &level);
    return exit_status == DONE ? resolve_code(t, snapshot, text, &code, level, day, out) : exit_status;
  }
  quhua_status status = quhua_code_parse(scheme, quhua_str_from(text), QUHUA_LEVEL_ANY, &code, &level, NULL);
  if (status == QUHUA_OK && ever_held(snapshot, &code, level))
    return resolve_code(t, snapshot, text, &code, level, day, out);
  return resolve_name(t, snapshot, text, day, out);
}
