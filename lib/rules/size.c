/* SPDX-License-Identifier: Apache-2.0 */
/* size.c: units that an act makes or changes have the size that the place asks for (规模标准).
 *
 * There is no number for the whole country: 行政区划管理条例 art. 11 leaves the standards to ordinances, and provinces, cities and
 * counties set their own by terrain and kind. So the numbers are a table of the user's. */
#include "base/number.h"
#include "rules/packs.h"
#include "rules/quantity.h"
#include "rules/size_table.h"
#include "rules/touched.h"

/* Units whose size is not known are told of together: an act may touch thousands. */
typedef struct unknown_sizes {
  size_t count;
  quhua_unit first;
  quhua_str series;
} unknown_sizes;

static bool is_judged(const quhua__touched *t) {
  return !t->before.id || t->before.kind != t->after.kind || t->takes || t->parts;
}

/* Its own terrain; for a new unit that says none, the one of all units that it was made from. */
static quhua_str terrain_of(const quhua__judge *j, const quhua__touched *t) {
  const quhua_str none = {"", 0};
  quhua_str terrain = quhua_unit_attribute(j->act->after, &t->after, "terrain");
  if (terrain.len || t->before.id) return terrain;
  for (const quhua__inflow *in = t->inflows; in; in = in->next) {
    quhua_str one = in->from.id ? quhua_unit_attribute(j->act->before, &in->from, "terrain") : none;
    if (in != t->inflows && !quhua_str_equal(one, terrain)) return none;
    terrain = one;
  }
  return terrain;
}

/* What the unit has after the act. Whole units add up exactly; how much a part brings along is not known. */
static bool size_after(quhua__judge *j, const quhua__touched *t, quhua_str series, quhua__quantity *out) {
  if (quhua__quantity_since(j, t->after.id, series, out)) return true;
  quhua__quantity sum = {0, 0}, more;
  if (t->parts || (!t->inflows && !t->before.id)) return false;
  bool goes_on = t->before.id && !t->gives; /* whole, without a row of its own */
  if (goes_on && !quhua__quantity_before(j, t->before.id, series, &sum)) return false;
  for (const quhua__inflow *in = t->inflows; in; in = in->next) {
    bool known = in->whole && in->from.id && quhua__quantity_before(j, in->from.id, series, &more);
    if (!known || !quhua__quantity_add(&sum, more)) return false;
  }
  *out = sum;
  return true;
}

static void report_small(quhua__judge *j, const quhua_unit *unit, quhua__quantity size,
                         const quhua__threshold *threshold) {
  char text[QUHUA__QUANTITY_TEXT_MAX];
  quhua_str source = threshold->source.len ? threshold->source : quhua_str_from(QUHUA__SIZE_TABLE);
  quhua_str args[] = {quhua__judge_title(j, unit), quhua__quantity_text(size, text), threshold->series,
                      threshold->minimum, source};
  quhua__judge_report(j, QUHUA__RULE_SIZE_TOO_SMALL, unit->id, args, 5);
}

static void judge_unit(quhua__judge *j, const quhua__size_table *table, const quhua__touched *t,
                       unknown_sizes *unknown) {
  quhua_str terrain = terrain_of(j, t);
  bool told = false;
  for (size_t i = 0; i < table->series_count && !j->failed; i++) {
    quhua__quantity size, minimum;
    const quhua__threshold *threshold =
        quhua__size_table_find(table, &t->after.code, terrain, t->after.kind, table->series[i]);
    if (!threshold || !quhua__quantity_read(threshold->minimum, &minimum)) continue;
    if (size_after(j, t, threshold->series, &size)) {
      if (quhua__quantity_compare(size, minimum) < 0) report_small(j, &t->after, size, threshold);
    } else if (!told) {
      if (unknown->count++ == 0) *unknown = (unknown_sizes){1, t->after, threshold->series};
      told = true;
    }
  }
}

static void report_unknown(quhua__judge *j, const unknown_sizes *unknown) {
  char number[QUHUA__NUMBER_TEXT_MAX];
  if (!unknown->count) return;
  quhua_str args[] = {quhua__number_text(unknown->count, number), quhua__judge_title(j, &unknown->first),
                      unknown->series};
  quhua__judge_report(j, QUHUA__RULE_SIZE_UNKNOWN, unknown->count == 1 ? unknown->first.id : 0, args, 3);
}

void quhua__judge_size(quhua__judge *j) {
  quhua_str text = quhua__setting_named(j->settings, QUHUA__SIZE_TABLE);
  quhua__size_table table;
  unknown_sizes unknown = {0};
  if (!text.len) return;
  if (!quhua__size_table_read(&table, j->arena, text)) j->failed = true;
  const quhua__touched *first = j->failed ? NULL : quhua__touched_units(j);
  for (const quhua__touched *t = first; t && !j->failed; t = t->next)
    if (is_judged(t)) judge_unit(j, &table, t, &unknown);
  if (!j->failed) report_unknown(j, &unknown);
  quhua__size_table_free(&table);
}
