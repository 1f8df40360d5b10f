/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve.h"

#include <string.h>

#include "table.h"
#include "units.h"

#define CANDIDATES_SHOWN 20u

/* ---- what is said when there is no one answer ---- */

/* "standard input:5: " for a text of which people cannot see where it stands. */
static const char *place(const lookup *q, char *out, size_t cap) {
  if (q->line)
    snprintf(out, cap, in_language(q->t, "standard input:%zu: ", "标准输入:%zu: "), q->line);
  else
    out[0] = '\0';
  return out;
}

static void print_candidates(const lookup *q, const unit_list *list) {
  table b;
  table_init(&b, (const char *const[]){"code", "name", "level", "kind", "path", "from", "to"}, 7);
  for (size_t i = 0; i < list->count && i < CANDIDATES_SHOWN; i++) {
    const quhua_unit *unit = &list->items[i];
    table_add_text(&b, unit->code.text);
    table_add(&b, unit->name);
    table_add_number(&b, (uint64_t)unit->level);
    table_add_kind(&b, q->t, unit->kind);
    table_add_path(&b, q->snapshot, unit, day_within(unit, q->day));
    table_add_date(&b, unit->valid.from);
    table_add_date(&b, unit->valid.to);
  }
  if (!b.failed && !b.text.failed) table_print_text(&b, q->t, stderr);
  if (list->count > CANDIDATES_SHOWN)
    say(q->t, "… and %zu more", "……另有 %zu 个", list->count - CANDIDATES_SHOWN);
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
static void say_what_became(const lookup *q, const quhua_unit *version) {
  char days[64];
  unit_list now = {0};
  format_days(q->t, version->valid, days, sizeof days);
  say(q->t, "  %s %.*s, %s", "  %s %.*s，%s", version->code.text, (int)version->name.len, version->name.ptr,
      days);
  if (version->valid.from > q->day) return;
  units_became(q->snapshot, version->id, q->day, &now);
  for (size_t i = 0; i < now.count; i++)
    say(q->t, "    became %s %.*s", "    现为 %s %.*s", now.items[i].code.text, (int)now.items[i].name.len,
        now.items[i].name.ptr);
  if (now.count == 0) say(q->t, "    ended without successor", "    已终止，无后继");
  unit_list_free(&now);
}

static int not_on_that_day(const lookup *q, const unit_list *other_days) {
  char date[QUHUA_DATE_TEXT_MAX], where[64];
  if (q->quiet) return ANSWER_IS_NO;
  quhua_date_format(q->day, date);
  if (other_days->count == 0)
    say(q->t, "%s“%s” is not in the register", "%s登记册中没有“%s”", place(q, where, sizeof where), q->text);
  else
    say(q->t, "%s“%s” means nothing on %s, but on other days it did:", "%s“%s”在 %s 不存在，但其他日期有：",
        place(q, where, sizeof where), q->text, date);
  for (size_t i = 0; i < other_days->count && i < CANDIDATES_SHOWN; i++)
    say_what_became(q, &other_days->items[i]);
  return other_days->failed ? no_memory(q->t) : ANSWER_IS_NO;
}

static int ambiguous(lookup *q, const unit_list *list) {
  char where[64];
  q->ambiguous = true;
  if (q->quiet) return ANSWER_IS_NO;
  say(q->t, "%s“%s” may be any of %zu units; give a code, LEVEL:CODE or a longer name:",
      "%s“%s”可指 %zu 个单位，请给出代码、“级别:代码”或更完整的名称：", place(q, where, sizeof where),
      q->text, list->count);
  print_candidates(q, list);
  return ANSWER_IS_NO;
}

/* ---- by code ---- */

static int bad_code(const lookup *q, const quhua_error *err) {
  char text[sizeof *err], where[64];
  if (q->quiet) return exit_of(err->status);
  quhua_error_format(err, q->t->lang, text, sizeof text);
  say(q->t, "%s%s", "%s%s", place(q, where, sizeof where), text);
  return exit_of(err->status);
}

static int all_holders(const lookup *q, const quhua_code *code, quhua_level level, unit_list *out) {
  quhua_error err = {0};
  quhua_cursor *cursor = NULL;
  quhua_unit unit;
  if (quhua_cursor_new_holders(q->snapshot, level, code, &cursor, &err) != QUHUA_OK)
    return library_fault(q->t, &err);
  while (quhua_cursor_next(cursor, &unit)) unit_list_add(out, &unit);
  quhua_cursor_free(cursor);
  return out->failed ? no_memory(q->t) : DONE;
}

static int levels_of_code(lookup *q, const quhua_code *code) {
  unit_list list = {0};
  quhua_unit unit;
  for (int level = 1; level <= QUHUA_LEVEL_MAX; level++)
    if (quhua_unit_find(q->snapshot, (quhua_level)level, code, q->day, &unit) == QUHUA_OK)
      unit_list_add(&list, &unit);
  int exit_status = ambiguous(q, &list);
  unit_list_free(&list);
  return exit_status;
}

/* The only unit that ever held a code, in its last version; id 0 when there were several. */
static quhua_unit only_holder(const unit_list *holders) {
  quhua_unit last = {0};
  for (size_t i = 0; i < holders->count; i++) {
    if (last.id && last.id != holders->items[i].id) return (quhua_unit){0};
    last = holders->items[i];
  }
  return last;
}

static int resolve_code(lookup *q, const quhua_code *code, quhua_level level, quhua_unit *out) {
  /* Six digits say county by their length, but people write 510700 for a prefecture, too. */
  bool may_mean_any = level != QUHUA_LEVEL_ANY && !strchr(q->text, ':');
  quhua_status status = quhua_unit_find(q->snapshot, level, code, q->day, out);
  if (status == QUHUA_E_NOT_FOUND && may_mean_any)
    status = quhua_unit_find(q->snapshot, QUHUA_LEVEL_ANY, code, q->day, out);
  if (status == QUHUA_OK) return DONE;
  if (status == QUHUA_E_AMBIGUOUS) return levels_of_code(q, code);
  unit_list holders = {0};
  int exit_status = all_holders(q, code, may_mean_any ? QUHUA_LEVEL_ANY : level, &holders);
  if (exit_status == DONE && q->any_day) *out = only_holder(&holders);
  if (exit_status == DONE && !(q->any_day && out->id)) exit_status = not_on_that_day(q, &holders);
  unit_list_free(&holders);
  return exit_status;
}

/* ---- by name ---- */

/* The hits of a search in heaps. Only those of the best sort count: where somebody bears the name, nobody is meant
 * whose name merely begins so. */
typedef struct name_hits {
  unit_list meant;  /* of the day, or former where the text says 原 */
  unit_list living; /* live on the day, but the text says 原, or names the path of another day */
  unit_list former; /* of another day */
  unit_list nearly; /* contain it in their name */
  quhua_match best; /* of the first hit */
} name_hits;

enum { SORT_NAME, SORT_PROPER, SORT_NEARLY };

static int sort_of(const quhua_match *match) {
  if (match->kind <= QUHUA_MATCH_ALIAS) return SORT_NAME;
  return match->kind == QUHUA_MATCH_PROPER ? SORT_PROPER : SORT_NEARLY;
}

static void take_hit(name_hits *hits, bool first, const quhua_match *match, const quhua_unit *unit,
                     quhua_date day) {
  if (first) hits->best = *match;
  if (sort_of(match) != sort_of(&hits->best)) return;
  if (sort_of(match) == SORT_NEARLY)
    unit_list_add(&hits->nearly, unit);
  else if (match->fits)
    unit_list_add(&hits->meant, unit);
  else
    unit_list_add(quhua_period_contains(unit->valid, day) ? &hits->living : &hits->former, unit);
}

static int choose(lookup *q, const name_hits *hits, quhua_unit *out) {
  const unit_list *heap = hits->meant.count ? &hits->meant : &hits->living;
  char where[64];
  if (hits->meant.failed || hits->living.failed || hits->former.failed || hits->nearly.failed)
    return no_memory(q->t);
  if (heap->count == 0 && q->any_day) heap = &hits->former;
  if (heap->count > 1) return ambiguous(q, heap);
  if (heap->count == 1) {
    *out = heap->items[0];
    if (heap == &hits->living && !hits->best.former && !q->quiet)
      say(q->t, "%snote: %.*s still stands on that day", "%s提示：%.*s 当日仍然存在",
          place(q, where, sizeof where), (int)out->name.len, out->name.ptr);
    return DONE;
  }
  if (hits->former.count || hits->nearly.count == 0) return not_on_that_day(q, &hits->former);
  if (q->quiet) return ANSWER_IS_NO;
  say(q->t, "%sno unit is called “%s”; names that come near:", "%s没有名为“%s”的单位，相近的有：",
      place(q, where, sizeof where), q->text);
  print_candidates(q, &hits->nearly);
  return ANSWER_IS_NO;
}

static int resolve_name(lookup *q, quhua_unit *out) {
  quhua_error err = {0};
  quhua_cursor *cursor = NULL;
  quhua_unit unit;
  quhua_match match;
  name_hits hits = {0};
  if (quhua_cursor_new_search(q->snapshot, quhua_str_from(q->text), q->day, &cursor, &err) != QUHUA_OK)
    return library_fault(q->t, &err);
  for (bool first = true; quhua_cursor_next(cursor, &unit) && quhua_cursor_match(cursor, &match);
       first = false)
    take_hit(&hits, first, &match, &unit, q->day);
  quhua_cursor_free(cursor);
  int exit_status = choose(q, &hits, out);
  unit_list_free(&hits.meant);
  unit_list_free(&hits.living);
  unit_list_free(&hits.former);
  unit_list_free(&hits.nearly);
  return exit_status;
}

/* ---- by an identifier of another office ---- */

static int resolve_identifier(lookup *q, quhua_str key, quhua_str value, quhua_unit *out) {
  quhua_error err = {0};
  quhua_cursor *cursor = NULL;
  quhua_unit unit;
  unit_list now = {0}, then = {0};
  if (quhua_cursor_new_identified(q->snapshot, key, value, &cursor, &err) != QUHUA_OK)
    return library_fault(q->t, &err);
  while (quhua_cursor_next(cursor, &unit))
    unit_list_add(quhua_period_contains(unit.valid, q->day) ? &now : &then, &unit);
  quhua_cursor_free(cursor);
  int exit_status = DONE;
  if (now.failed || then.failed)
    exit_status = no_memory(q->t);
  else if (now.count == 1)
    *out = now.items[0];
  else
    exit_status = now.count ? ambiguous(q, &now) : not_on_that_day(q, &then);
  unit_list_free(&now);
  unit_list_free(&then);
  return exit_status;
}

/* ---- which of the three ---- */

/* A grid: 510722109204G01. */
bool looks_like_code(const char *text) {
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

int resolve(lookup *q, quhua_unit *out) {
  const quhua_scheme *scheme = quhua_snapshot_scheme(q->snapshot);
  quhua_code code;
  quhua_level level;
  quhua_str key, value;
  *out = (quhua_unit){0};
  q->ambiguous = false;
  if (identifier_argument(q->text, &key, &value)) return resolve_identifier(q, key, value, out);
  if (quhua_scheme_is_structured(scheme)) {
    if (!looks_like_code(q->text)) return resolve_name(q, out);
    quhua_error err = {0};
    bool read = read_code(scheme, q->text, &code, &level, &err) == QUHUA_OK;
    return read ? resolve_code(q, &code, level, out) : bad_code(q, &err);
  }
  quhua_status status =
      quhua_code_parse(scheme, quhua_str_from(q->text), QUHUA_LEVEL_ANY, &code, &level, NULL);
  if (status == QUHUA_OK && ever_held(q->snapshot, &code, level)) return resolve_code(q, &code, level, out);
  return resolve_name(q, out);
}

int resolve_unit(const tool *t, const quhua_snapshot *snapshot, const char *text, quhua_date day,
                 quhua_unit *out) {
  lookup q = {.t = t, .snapshot = snapshot, .text = text, .day = day};
  return resolve(&q, out);
}
