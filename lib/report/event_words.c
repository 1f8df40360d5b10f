/* SPDX-License-Identifier: Apache-2.0 */
/* event_words.c: the wording of announcements, from the flows of an event.
 *
 * 撤销A镇和B乡，设立C镇，以原A镇所属行政区域和原B乡部分行政区域为C镇的行政区域，C镇人民政府驻…。将原B乡部分行政区域划归D镇管辖。
 * Villages and groups have no administrative territory of their own in the sense of the law; for them it is
 * 将A村、B村合并为C村, 将B村并入A村. */
#include "report/event_words.h"

#include "base/sort.h"
#include "plan/act.h"

/* The flows into one unit. */
typedef struct arrival {
  const uint32_t *flows;
  size_t count;   /* of them */
  uint32_t unit;  /* 0: nowhere */
  quhua_unit now; /* as it stands on the day */
  quhua_unit was; /* the day before; id 0 when it had not begun */
  quhua_date day;
  uint32_t event;
  bool goes_on; /* one of the flows comes from the unit itself */
} arrival;

bool quhua__event_words_init(quhua__event_words *words, const quhua_figures *figures, quhua__prose *prose,
                             quhua__arena *arena) {
  *words = (quhua__event_words){.f = figures, .prose = prose, .arena = arena};
  words->told = quhua__arena_alloc(arena, ((size_t)figures->units + 1) * sizeof *words->told);
  return words->told != NULL;
}

/* --- units and flows ------------------------------------------------------------------------------------------------- */

static const quhua__flow_row *flow_at(const quhua__event_words *w, const arrival *a, size_t i) {
  return quhua__state_flow(w->f->snapshot->state, a->flows[i]);
}

/* The version on a day; of a unit that lived and ended inside one day the last one. */
static quhua_unit version(const quhua__event_words *w, uint32_t unit, quhua_date day) {
  quhua_unit found = quhua__unit_on(w->f->snapshot, unit, day);
  if (!found.id && unit) quhua_unit_find_last(w->f->snapshot, unit, &found);
  return found;
}

static bool lives(const quhua__event_words *w, uint32_t unit, quhua_date day) {
  return quhua__row_on(w->f->snapshot->state, w->f->snapshot->known, unit, day) != 0;
}

static bool is_whole(const quhua__flow_row *flow) { return flow->share.kind == QUHUA_SHARE_WHOLE; }

/* A flow into the unit from another one. Where that goes on and its children define the flow, the sentences about these
 * say everything. */
static bool comes_from_another(const quhua__event_words *w, const quhua__flow_row *flow) {
  bool told_below = flow->share.kind == QUHUA_SHARE_CHILDREN && lives(w, flow->old_unit, flow->date);
  return flow->old_unit && flow->old_unit != flow->new_unit && !told_below;
}

static size_t count_others(const quhua__event_words *w, const arrival *a) {
  size_t count = 0;
  for (size_t i = 0; i < a->count; i++) count += comes_from_another(w, flow_at(w, a, i));
  return count;
}

static bool all_whole(const quhua__event_words *w, const arrival *a) {
  for (size_t i = 0; i < a->count; i++)
    if (comes_from_another(w, flow_at(w, a, i)) && !is_whole(flow_at(w, a, i))) return false;
  return true;
}

static bool is_small(const arrival *a) { return a->now.level >= QUHUA_LEVEL_VILLAGE; }

/* Names inside one sentence. */
static void say_old(quhua__event_words *w, uint32_t unit, quhua_date day) {
  quhua_unit old = version(w, unit, day - 1);
  quhua__say_unit(w->prose, &old, day - 1, !lives(w, unit, day) && w->told[unit] != 0);
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

/* --- parts of sentences ---------------------------------------------------------------------------------------------- */

static bool is_news(const quhua__event_words *w, const arrival *a, uint32_t old) {
  return old && !lives(w, old, a->day) && w->told[old] != a->event;
}

/* Units that end and of which this was not said in the event. */
static size_t count_abolished(const quhua__event_words *w, const arrival *a) {
  size_t count = 0;
  for (size_t i = 0; i < a->count; i++) count += is_news(w, a, flow_at(w, a, i)->old_unit);
  return count;
}

/* 撤销A镇和B乡. false when there is none. */
static bool say_abolished(quhua__event_words *w, const arrival *a) {
  size_t count = count_abolished(w, a), said = 0;
  if (count == 0) return false;
  quhua__say(w->prose, QUHUA__T("", "撤销"));
  for (size_t i = 0; i < a->count; i++) {
    uint32_t old = flow_at(w, a, i)->old_unit;
    if (!is_news(w, a, old)) continue;
    quhua__say_joint(w->prose, said++, count);
    quhua_unit unit = version(w, old, a->day - 1);
    quhua__say_unit(w->prose, &unit, a->day - 1, false);
    w->told[old] = a->event;
  }
  quhua__say(w->prose, count > 1 ? QUHUA__T(" are abolished", "") : QUHUA__T(" is abolished", ""));
  return true;
}

/* 原A镇所属行政区域和原B乡部分行政区域; 原A镇和原B乡所属行政区域 when all are whole. */
static void say_territories(quhua__event_words *w, const arrival *a) {
  bool whole = all_whole(w, a);
  size_t count = count_others(w, a), said = 0;
  quhua__say(w->prose, whole ? QUHUA__T("the territory of ", "") : QUHUA__T("", ""));
  for (size_t i = 0; i < a->count; i++) {
    const quhua__flow_row *flow = flow_at(w, a, i);
    if (!comes_from_another(w, flow)) continue;
    quhua__say_joint(w->prose, said++, count);
    if (!whole)
      quhua__say(w->prose, is_whole(flow) ? QUHUA__T("the territory of ", "")
                                          : QUHUA__T("part of the territory of ", ""));
    say_old(w, flow->old_unit, a->day);
    if (!whole)
      quhua__say(w->prose, is_whole(flow) ? QUHUA__T("", "所属行政区域") : QUHUA__T("", "部分行政区域"));
  }
  if (whole) quhua__say(w->prose, QUHUA__T("", "所属行政区域"));
}

/* Who sits there. */
static void say_office(quhua__event_words *w, const arrival *a) {
  quhua__say_name(w->prose, &a->now);
  if (is_small(a))
    quhua__say(w->prose, QUHUA__T("", "办公地点"));
  else
    quhua__say(w->prose,
               a->now.kind == QUHUA_KIND_SUBDISTRICT ? QUHUA__T("", "办事处") : QUHUA__T("", "人民政府"));
}

static quhua_str seat_of(const quhua__event_words *w, const quhua_unit *unit) {
  return unit->id ? quhua_unit_attribute(w->f->snapshot, unit, "seat") : (quhua_str){"", 0};
}

/* Where its government sits: only what is on record. */
static void say_seat(quhua__event_words *w, const arrival *a) {
  quhua_str seat = seat_of(w, &a->now);
  if (!seat.len) return;
  quhua__say(w->prose, QUHUA__T("; its seat is ", "，"));
  if (w->prose->lang == QUHUA_LANG_ZH) say_office(w, a);
  quhua__say(w->prose, is_small(a) ? QUHUA__T("", "为") : QUHUA__T("", "驻"));
  quhua__say_text(w->prose, seat);
}

static void say_now(quhua__event_words *w, const arrival *a) {
  quhua__say_unit(w->prose, &a->now, a->day, false);
}

/* 将A村、B村 */
static void say_sources(quhua__event_words *w, const arrival *a) {
  size_t count = count_others(w, a), said = 0;
  quhua__say(w->prose, QUHUA__T("", "将"));
  for (size_t i = 0; i < a->count; i++) {
    const quhua__flow_row *flow = flow_at(w, a, i);
    if (!comes_from_another(w, flow)) continue;
    if (said) quhua__say(w->prose, said + 1 == count ? QUHUA__T(" and ", "、") : QUHUA__T(", ", "、"));
    said++;
    bool part = !is_whole(flow);
    if (part) quhua__say(w->prose, said > 1 ? QUHUA__T("part of ", "") : QUHUA__T("Part of ", ""));
    say_old(w, flow->old_unit, a->day);
    if (part) quhua__say(w->prose, QUHUA__T("", "部分区域"));
  }
}

/* --- sentences ------------------------------------------------------------------------------------------------------- */

static void tell_established(quhua__event_words *w, const arrival *a) {
  quhua_relation relation =
      (quhua_relation)quhua__state_event(w->f->snapshot->state, flow_at(w, a, 0)->event)->relation;
  bool again = relation == QUHUA_RELATION_RESTORE;
  quhua__say(w->prose, again ? QUHUA__T("", "恢复") : QUHUA__T("", "设立"));
  say_now(w, a);
  quhua__say(w->prose, again ? QUHUA__T(" is restored", "") : QUHUA__T(" is established", ""));
  say_seat(w, a);
}

/* A new village or group. */
static void tell_small_beginning(quhua__event_words *w, const arrival *a) {
  bool merger = count_others(w, a) > 1 && all_whole(w, a);
  say_sources(w, a);
  quhua__say(w->prose, merger ? QUHUA__T(" are merged to form ", "合并为") : QUHUA__T(" form ", "设立为"));
  say_now(w, a);
  say_seat(w, a);
}

/* A new town, county … */
static void tell_beginning(quhua__event_words *w, const arrival *a) {
  if (say_abolished(w, a)) quhua__say(w->prose, QUHUA__T("; ", "，"));
  quhua__say(w->prose, QUHUA__T("", "设立"));
  say_now(w, a);
  quhua__say(w->prose, QUHUA__T(" is established with ", "，以"));
  say_territories(w, a);
  if (w->prose->lang == QUHUA_LANG_ZH) {
    quhua__say(w->prose, QUHUA__T("", "为"));
    quhua__say_name(w->prose, &a->now);
    quhua__say(w->prose, QUHUA__T("", "的行政区域"));
  }
  say_seat(w, a);
}

/* A unit that was there takes others in. */
static void tell_taking_in(quhua__event_words *w, const arrival *a) {
  if (is_small(a)) {
    bool whole = all_whole(w, a), one = count_others(w, a) == 1;
    say_sources(w, a);
    if (whole)
      quhua__say(w->prose,
                 one ? QUHUA__T(" is merged into ", "并入") : QUHUA__T(" are merged into ", "并入"));
    else
      quhua__say(w->prose, one ? QUHUA__T(" goes to ", "划归") : QUHUA__T(" go to ", "划归"));
    say_now(w, a);
    if (!whole) quhua__say(w->prose, QUHUA__T("", "管辖"));
    return;
  }
  bool after_end = say_abolished(w, a);
  if (after_end) quhua__say(w->prose, QUHUA__T("; ", "，"));
  if (w->prose->lang ==
      QUHUA_LANG_EN) { /* the other way round, so that no sentence begins with a small letter */
    quhua__say(w->prose, after_end ? QUHUA__T("to ", "") : QUHUA__T("To ", ""));
    say_now(w, a);
    quhua__say(w->prose, QUHUA__T(" goes ", ""));
    say_territories(w, a);
    return;
  }
  quhua__say(w->prose, QUHUA__T("", "将"));
  say_territories(w, a);
  quhua__say(w->prose, QUHUA__T("", "划归"));
  say_now(w, a);
  quhua__say(w->prose, QUHUA__T("", "管辖"));
}

/* --- a unit alone ---------------------------------------------------------------------------------------------------- */

static void say_was(quhua__event_words *w, const arrival *a) {
  quhua__say_unit(w->prose, &a->was, a->day - 1, false);
}

static void tell_retyped(quhua__event_words *w, const arrival *a) {
  quhua__say(w->prose, QUHUA__T("", "撤销"));
  say_was(w, a);
  quhua__say(w->prose, QUHUA__T(" is abolished; ", "，设立"));
  quhua__say_name(w->prose, &a->now);
  quhua__say(w->prose, QUHUA__T(" is established with its territory", "，以原"));
  if (w->prose->lang == QUHUA_LANG_ZH) {
    quhua__say_name(w->prose, &a->was);
    quhua__say(w->prose, is_small(a) ? QUHUA__T("", "所属区域为") : QUHUA__T("", "所属行政区域为"));
    quhua__say_name(w->prose, &a->now);
    quhua__say(w->prose, is_small(a) ? QUHUA__T("", "的区域") : QUHUA__T("", "的行政区域"));
  }
  say_seat(w, a);
}

static void say_new_name(quhua__event_words *w, const arrival *a) {
  bool spelling = quhua__same_stem(a->was.name, a->now.name);
  quhua__say(w->prose,
             spelling ? QUHUA__T(" is now spelt ", "的名称规范为") : QUHUA__T(" is renamed ", "更名为"));
  quhua__say_text(w->prose, a->now.name);
}

static void tell_moved(quhua__event_words *w, const arrival *a) {
  quhua_unit above = version(w, (uint32_t)a->now.parent, a->day);
  quhua__say(w->prose, QUHUA__T("", "将"));
  say_was(w, a);
  quhua__say(w->prose, QUHUA__T(" goes to ", "划归"));
  quhua__say_name(w->prose, &above);
  quhua__say(w->prose, QUHUA__T("", "管辖"));
  if (quhua__same_stem(a->was.name, a->now.name)) return;
  quhua__say(w->prose, QUHUA__T(" and", "，"));
  say_new_name(w, a);
}

static void tell_recoded(quhua__event_words *w, const arrival *a) {
  say_was(w, a);
  quhua__say(w->prose, QUHUA__T(": its code ", "的区划代码由"));
  quhua__say_text(w->prose, quhua_str_from(a->was.code.text));
  quhua__say(w->prose, QUHUA__T(" becomes ", "变更为"));
  quhua__say_text(w->prose, quhua_str_from(a->now.code.text));
}

static bool seat_moved(const quhua__event_words *w, const arrival *a) {
  return !quhua_str_equal(seat_of(w, &a->was), seat_of(w, &a->now));
}

/* 驻地迁移 */
static void tell_seat(quhua__event_words *w, const arrival *a) {
  quhua_str from = seat_of(w, &a->was), to = seat_of(w, &a->now);
  quhua__say(w->prose, QUHUA__T("The seat of ", ""));
  if (w->prose->lang == QUHUA_LANG_ZH)
    say_office(w, a);
  else
    say_now(w, a);
  quhua__say(w->prose, is_small(a) ? QUHUA__T(" moves", "") : QUHUA__T(" moves", "驻地"));
  if (from.len) quhua__say(w->prose, QUHUA__T(" from ", "由"));
  quhua__say_text(w->prose, from);
  quhua__say(w->prose, QUHUA__T(" to ", "迁至"));
  quhua__say_text(w->prose, to.len ? to : quhua_str_from("–"));
}

/* Other attributes: what the act itself calls it. */
static void tell_other(quhua__event_words *w, const arrival *a) {
  const quhua__event *event = quhua__state_event(w->f->snapshot->state, flow_at(w, a, 0)->event);
  say_was(w, a);
  quhua__say(w->prose, QUHUA__T(": ", "："));
  quhua__say_text(w->prose,
                  quhua_str_from(quhua_relation_word((quhua_relation)event->relation, w->prose->lang)));
}

/* A whole unit goes on as something else. */
static void tell_going_on(quhua__event_words *w, const arrival *a) {
  if (a->was.kind != a->now.kind)
    tell_retyped(w, a);
  else if (a->was.parent != a->now.parent)
    tell_moved(w, a);
  else if (!quhua_str_equal(a->was.name, a->now.name)) {
    say_was(w, a);
    say_new_name(w, a);
  } else if (quhua_code_compare(&a->was.code, &a->now.code))
    tell_recoded(w, a);
  else if (seat_moved(w, a))
    tell_seat(w, a);
  else
    tell_other(w, a);
}

/* --- an event -------------------------------------------------------------------------------------------------------- */

/* What stays behind when a part leaves needs no words, and an end is told once. */
static bool needs_words(const quhua__event_words *w, const arrival *a) {
  if (!a->unit) return count_abolished(w, a) > 0;
  if (count_others(w, a) > 0) return true;
  const quhua__flow_row *only = flow_at(w, a, 0);
  return !only->old_unit || (a->goes_on && is_whole(only) && a->was.id);
}

static void tell_arrival(quhua__event_words *w, const arrival *a) {
  bool others = count_others(w, a) > 0;
  if (!needs_words(w, a)) return;
  begin_sentence(w);
  if (!a->unit) {
    say_abolished(w, a);
    quhua__say(w->prose, QUHUA__T(" without successor", "，无承接单位"));
  } else if (!others && a->goes_on)
    tell_going_on(w, a);
  else if (!others)
    tell_established(w, a);
  else if (a->was.id || a->goes_on)
    tell_taking_in(w, a);
  else if (is_small(a))
    tell_small_beginning(w, a);
  else
    tell_beginning(w, a);
  end_sentence(w);
}

static arrival arrival_of(const quhua__event_words *w, const uint32_t *flows, size_t count) {
  const quhua__flow_row *first = quhua__state_flow(w->f->snapshot->state, flows[0]);
  arrival a = {.flows = flows, .count = count, .unit = first->new_unit, .day = first->date};
  a.event = first->event;
  a.now = version(w, a.unit, a.day);
  a.was = quhua__unit_on(w->f->snapshot, a.unit, a.day - 1);
  for (size_t i = 0; i < count; i++) a.goes_on |= flow_at(w, &a, i)->old_unit == a.unit && a.unit;
  return a;
}

/* New units before those that were there, what went nowhere last; flows into one unit together. */
static int by_arrival(const void *ctx, uint32_t a, uint32_t b) {
  const quhua__event_words *w = ctx;
  const quhua__flow_row *x = quhua__state_flow(w->f->snapshot->state, a);
  const quhua__flow_row *y = quhua__state_flow(w->f->snapshot->state, b);
  if (x->new_unit == y->new_unit) return 0;
  if (!x->new_unit || !y->new_unit) return x->new_unit ? -1 : 1;
  bool old_x = lives(w, x->new_unit, x->date - 1), old_y = lives(w, y->new_unit, y->date - 1);
  if (old_x != old_y) return old_x ? 1 : -1;
  return x->new_unit < y->new_unit ? -1 : 1;
}

bool quhua__tell_event(quhua__event_words *words, const uint32_t *flows, size_t count) {
  const quhua__state *s = words->f->snapshot->state;
  uint32_t *order = quhua__arena_alloc(words->arena, 2 * count * sizeof *order);
  if (!order) return false;
  for (size_t i = 0; i < count; i++) order[i] = flows[i];
  quhua__sort(order, order + count, count, by_arrival, words);
  words->begun = false;
  for (size_t i = 0, same; i < count; i += same) {
    uint32_t unit = quhua__state_flow(s, order[i])->new_unit;
    for (same = 1; i + same < count && quhua__state_flow(s, order[i + same])->new_unit == unit; same++)
      continue;
    arrival a = arrival_of(words, order + i, same);
    tell_arrival(words, &a);
  }
  if (words->begun) quhua__prose_end(words->prose, "p");
  return true;
}
