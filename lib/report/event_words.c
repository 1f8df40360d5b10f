/* SPDX-License-Identifier: Apache-2.0 */
/* event_words.c: the wording of announcements, from the flows of an event.
 *
 * 撤销A镇和B乡，设立C镇，以原A镇所属行政区域和原B乡部分行政区域为C镇的行政区域，C镇人民政府驻…。将原B乡部分行政区域划归D镇管辖。
 * Villages and groups have no administrative territory of their own in the sense of the law; for them it is
 * 将A村、B村合并为C村, 将B村并入A村, and where one ends in parts 撤销A村，将原A村分设为B村、C村. */
#include "report/event_words.h"

#include "base/sort.h"
#include "report/going_on.h"

bool quhua__event_words_init(quhua__event_words *words, const quhua_snapshot *snapshot, quhua__prose *prose,
                             quhua__arena *arena) {
  size_t units = quhua__state_totals(snapshot->state, snapshot->known).units;
  *words = (quhua__event_words){.prose = prose, .arena = arena, .view = {.snapshot = snapshot}};
  words->told = quhua__arena_alloc(arena, (units + 1) * sizeof *words->told);
  return words->told != NULL;
}

/* Events of which nothing is said have no paragraph. */
static void begin_sentence(quhua__event_words *w) {
  if (w->begun)
    quhua__say(w->prose, QUHUA__T(" ", ""));
  else
    quhua__prose_begin(w->prose, "p");
  w->begun = true;
  w->prose->place = 0;
}

static void end_sentence(quhua__event_words *w) { quhua__say(w->prose, QUHUA__T(".", "。")); }

/* --- units that end --------------------------------------------------------------------------------------------------- */

static bool is_news(const quhua__event_words *w, const quhua__arrival *a, uint32_t old) {
  return quhua__unit_ends(&w->view, old) && w->told[old] != a->event;
}

/* Units that end and of which this was not said in the event. */
static size_t count_abolished(const quhua__event_words *w, const quhua__arrival *a) {
  size_t count = 0;
  for (size_t i = 0; i < a->count; i++) count += is_news(w, a, quhua__arrival_flow(a, i)->old_unit);
  return count;
}

static void say_before(quhua__event_words *w, uint32_t unit, bool former) {
  quhua_unit old = quhua__unit_before(&w->view, unit);
  quhua__say_unit(w->prose, &old, quhua__day_before(&w->view, &old), former);
}

/* The unit before the act; 原 once it was said that it ends. */
static void say_old(quhua__event_words *w, uint32_t unit) {
  say_before(w, unit, w->told[unit] != 0 && quhua__unit_ends(&w->view, unit));
}

/* 撤销A镇和B乡. false when there is none. */
static bool say_abolished(quhua__event_words *w, const quhua__arrival *a) {
  size_t count = count_abolished(w, a), said = 0;
  if (count == 0) return false;
  quhua__say(w->prose, QUHUA__T("", "撤销"));
  for (size_t i = 0; i < a->count; i++) {
    uint32_t old = quhua__arrival_flow(a, i)->old_unit;
    if (!is_news(w, a, old)) continue;
    quhua__say_joint(w->prose, said++, count);
    say_before(w, old, false);
    w->told[old] = a->event;
  }
  quhua__say(w->prose, count > 1 ? QUHUA__T(" are abolished", "") : QUHUA__T(" is abolished", ""));
  return true;
}

/* The same as the beginning of a sentence about what became of them. */
static bool begin_with_abolished(quhua__event_words *w, const quhua__arrival *a) {
  if (!say_abolished(w, a)) return false;
  quhua__say(w->prose, QUHUA__T("; ", "，"));
  return true;
}

/* --- towns and what is above them --------------------------------------------------------------------------------------- */

/* 原A镇所属行政区域和原B乡部分行政区域; 原A镇和原B乡所属行政区域 when all are whole. */
static void say_territories(quhua__event_words *w, const quhua__arrival *a) {
  bool whole = quhua__arrival_is_whole(a);
  size_t count = quhua__arrival_others(a), said = 0;
  quhua__say(w->prose, whole ? QUHUA__T("the territory of ", "") : QUHUA__T("", ""));
  for (size_t i = 0; i < a->count; i++) {
    const quhua__flow_row *flow = quhua__arrival_flow(a, i);
    if (!quhua__comes_from_another(&w->view, flow)) continue;
    quhua__say_joint(w->prose, said++, count);
    if (!whole)
      quhua__say(w->prose, quhua__flow_is_whole(flow) ? QUHUA__T("the territory of ", "")
                                                      : QUHUA__T("part of the territory of ", ""));
    say_old(w, flow->old_unit);
    if (!whole)
      quhua__say(w->prose,
                 quhua__flow_is_whole(flow) ? QUHUA__T("", "所属行政区域") : QUHUA__T("", "部分行政区域"));
  }
  if (whole) quhua__say(w->prose, QUHUA__T("", "所属行政区域"));
}

/* A new town, county … */
static void tell_beginning(quhua__event_words *w, const quhua__arrival *a) {
  begin_with_abolished(w, a);
  quhua__say(w->prose, QUHUA__T("", "设立"));
  quhua__say_now(w->prose, a);
  quhua__say(w->prose, QUHUA__T(" is established with ", "，以"));
  say_territories(w, a);
  if (w->prose->lang == QUHUA_LANG_ZH) {
    quhua__say(w->prose, QUHUA__T("", "为"));
    quhua__say_name(w->prose, &a->now);
    quhua__say(w->prose, QUHUA__T("", "的行政区域"));
  }
  quhua__say_seat(w->prose, a, false);
}

/* One that was there takes others in. English goes the other way round, so that no sentence begins with a small
 * letter. */
static void tell_taking_in(quhua__event_words *w, const quhua__arrival *a) {
  bool after_end = begin_with_abolished(w, a);
  if (w->prose->lang == QUHUA_LANG_EN) {
    quhua__say(w->prose, after_end ? QUHUA__T("to ", "") : QUHUA__T("To ", ""));
    quhua__say_now(w->prose, a);
    quhua__say(w->prose, QUHUA__T(" goes ", ""));
    say_territories(w, a);
    return;
  }
  quhua__say(w->prose, QUHUA__T("", "将"));
  say_territories(w, a);
  quhua__say(w->prose, QUHUA__T("", "划归"));
  quhua__say_now(w->prose, a);
  quhua__say(w->prose, QUHUA__T("", "管辖"));
}

/* --- villages and groups ------------------------------------------------------------------------------------------------ */

/* 将A村、B村部分区域 */
static void say_sources(quhua__event_words *w, const quhua__arrival *a, bool begins_sentence) {
  size_t count = quhua__arrival_others(a), said = 0;
  quhua__say(w->prose, QUHUA__T("", "将"));
  for (size_t i = 0; i < a->count; i++) {
    const quhua__flow_row *flow = quhua__arrival_flow(a, i);
    if (!quhua__comes_from_another(&w->view, flow)) continue;
    if (said) quhua__say(w->prose, said + 1 == count ? QUHUA__T(" and ", "、") : QUHUA__T(", ", "、"));
    bool part = !quhua__flow_is_whole(flow), first = said++ == 0 && begins_sentence;
    if (part) quhua__say(w->prose, first ? QUHUA__T("Part of ", "") : QUHUA__T("part of ", ""));
    say_old(w, flow->old_unit);
    if (part) quhua__say(w->prose, QUHUA__T("", "部分区域"));
  }
}

/* Whole units that are merged end by that; of one that ends in parts it must be said. */
static bool begin_with_divided(quhua__event_words *w, const quhua__arrival *a) {
  return !quhua__arrival_is_whole(a) && begin_with_abolished(w, a);
}

/* A new village or group. */
static void tell_small_beginning(quhua__event_words *w, const quhua__arrival *a) {
  bool several = quhua__arrival_others(a) > 1;
  say_sources(w, a, !begin_with_divided(w, a));
  if (several && quhua__arrival_is_whole(a))
    quhua__say(w->prose, QUHUA__T(" are merged to form ", "合并为"));
  else
    quhua__say(w->prose, several ? QUHUA__T(" form ", "设立为") : QUHUA__T(" forms ", "设立为"));
  quhua__say_now(w->prose, a);
  quhua__say_seat(w->prose, a, false);
}

static void tell_small_taking_in(quhua__event_words *w, const quhua__arrival *a) {
  bool whole = quhua__arrival_is_whole(a), one = quhua__arrival_others(a) == 1;
  say_sources(w, a, !begin_with_divided(w, a));
  if (whole)
    quhua__say(w->prose, one ? QUHUA__T(" is merged into ", "并入") : QUHUA__T(" are merged into ", "并入"));
  else
    quhua__say(w->prose, one ? QUHUA__T(" goes to ", "划归") : QUHUA__T(" go to ", "划归"));
  quhua__say_now(w->prose, a);
  if (!whole) quhua__say(w->prose, QUHUA__T("", "管辖"));
}

/* --- a division ------------------------------------------------------------------------------------------------------- */

/* The only other unit that territory comes from; 0 when there are several, or none. */
static uint32_t only_source(const quhua__arrival *a) {
  uint32_t source = 0;
  if (quhua__arrival_others(a) != 1) return 0;
  for (size_t i = 0; i < a->count; i++) {
    const quhua__flow_row *flow = quhua__arrival_flow(a, i);
    if (quhua__comes_from_another(&a->view, flow)) source = flow->old_unit;
  }
  return source;
}

static bool was_there(const quhua__arrival *a) { return a->was.id || a->goes_on; }

/* Does one village or group end, and all of it go to several that are new, or to several that were there? Then one
 * sentence says it all. */
static bool is_division(const quhua__arrival *arrivals, size_t count) {
  uint32_t old = only_source(&arrivals[0]);
  if (count < 2 || !old || !quhua__unit_ends(&arrivals[0].view, old)) return false;
  for (size_t i = 0; i < count; i++) {
    const quhua__arrival *a = &arrivals[i];
    if (!a->unit || !quhua__arrival_is_small(a) || only_source(a) != old) return false;
    if (was_there(a) != was_there(&arrivals[0])) return false;
  }
  return true;
}

/* 撤销A村，将原A村分设为B村、C村; 撤销A村，将原A村区域划归B村、C村管辖 */
static void tell_division(quhua__event_words *w, const quhua__arrival *arrivals, size_t count) {
  bool fresh = !was_there(&arrivals[0]);
  begin_sentence(w);
  begin_with_abolished(w, &arrivals[0]);
  quhua__say(w->prose, fresh ? QUHUA__T("", "将") : QUHUA__T("the area of ", "将"));
  say_old(w, only_source(&arrivals[0]));
  quhua__say(w->prose, fresh ? QUHUA__T(" is divided into ", "分设为") : QUHUA__T(" goes to ", "区域划归"));
  for (size_t i = 0; i < count; i++) {
    if (i) quhua__say(w->prose, i + 1 == count ? QUHUA__T(" and ", "、") : QUHUA__T(", ", "、"));
    quhua__say_now(w->prose, &arrivals[i]);
  }
  if (!fresh) quhua__say(w->prose, QUHUA__T("", "管辖"));
  for (size_t i = 0; fresh && i < count; i++) quhua__say_seat(w->prose, &arrivals[i], true);
  end_sentence(w);
}

/* --- an event --------------------------------------------------------------------------------------------------------- */

static void tell_established(quhua__event_words *w, const quhua__arrival *a) {
  quhua_relation relation = (quhua_relation)quhua__state_event(w->view.snapshot->state, a->event)->relation;
  bool again = relation == QUHUA_RELATION_RESTORE;
  quhua__say(w->prose, again ? QUHUA__T("", "恢复") : QUHUA__T("", "设立"));
  quhua__say_now(w->prose, a);
  quhua__say(w->prose, again ? QUHUA__T(" is restored", "") : QUHUA__T(" is established", ""));
  quhua__say_seat(w->prose, a, false);
}

/* What stays behind when a part leaves needs no words, and an end is told once. */
static bool needs_words(const quhua__event_words *w, const quhua__arrival *a) {
  if (!a->unit) return count_abolished(w, a) > 0;
  if (quhua__arrival_others(a) > 0) return true;
  const quhua__flow_row *only = quhua__arrival_flow(a, 0);
  return !only->old_unit || (a->goes_on && quhua__flow_is_whole(only) && a->was.id);
}

static void tell_arrival(quhua__event_words *w, const quhua__arrival *a) {
  bool others = quhua__arrival_others(a) > 0, small = quhua__arrival_is_small(a);
  if (!needs_words(w, a)) return;
  begin_sentence(w);
  if (!a->unit) {
    say_abolished(w, a);
    quhua__say(w->prose, QUHUA__T(" without successor", "，无承接单位"));
  } else if (!others && a->goes_on)
    quhua__tell_going_on(w->prose, a);
  else if (!others)
    tell_established(w, a);
  else if (was_there(a))
    (small ? tell_small_taking_in : tell_taking_in)(w, a);
  else
    (small ? tell_small_beginning : tell_beginning)(w, a);
  end_sentence(w);
}

/* New units before those that were there, what went nowhere last; flows into one unit together. */
static int by_arrival(const void *ctx, uint32_t a, uint32_t b) {
  const quhua__act_view *view = ctx;
  uint32_t x = quhua__state_flow(view->snapshot->state, a)->new_unit;
  uint32_t y = quhua__state_flow(view->snapshot->state, b)->new_unit;
  if (x == y) return 0;
  if (!x || !y) return x ? -1 : 1;
  bool old_x = quhua__unit_before(view, x).id != 0, old_y = quhua__unit_before(view, y).id != 0;
  if (old_x != old_y) return old_x ? 1 : -1;
  return x < y ? -1 : 1;
}

/* The arrivals of the flows in this order. false when out of memory. */
static bool list_arrivals(quhua__event_words *w, const uint32_t *flows, size_t count,
                          quhua__arrival **arrivals, size_t *arrival_count) {
  const quhua__state *s = w->view.snapshot->state;
  uint32_t *order = quhua__arena_alloc(w->arena, 2 * count * sizeof *order);
  *arrivals = quhua__arena_alloc(w->arena, count * sizeof **arrivals);
  *arrival_count = 0;
  if (!order || !*arrivals) return false;
  for (size_t i = 0; i < count; i++) order[i] = flows[i];
  quhua__sort(order, order + count, count, by_arrival, &w->view);
  for (size_t i = 0, same; i < count; i += same) {
    uint32_t unit = quhua__state_flow(s, order[i])->new_unit;
    for (same = 1; i + same < count && quhua__state_flow(s, order[i + same])->new_unit == unit; same++)
      continue;
    (*arrivals)[(*arrival_count)++] = quhua__arrival_of(&w->view, order + i, same);
  }
  return true;
}

bool quhua__tell_event(quhua__event_words *words, const uint32_t *flows, size_t count) {
  const quhua__state *s = words->view.snapshot->state;
  const quhua__flow_row *first = quhua__state_flow(s, flows[0]);
  quhua__arrival *arrivals;
  size_t arrival_count;
  words->view.sequence = quhua__state_event(s, first->event)->entry;
  words->view.day = first->date;
  words->begun = false;
  if (!list_arrivals(words, flows, count, &arrivals, &arrival_count)) return false;
  if (is_division(arrivals, arrival_count))
    tell_division(words, arrivals, arrival_count);
  else
    for (size_t i = 0; i < arrival_count; i++) tell_arrival(words, &arrivals[i]);
  if (words->begun) quhua__prose_end(words->prose, "p");
  return true;
}
