/* SPDX-License-Identifier: Apache-2.0 */
#include "report/going_on.h"

#include "plan/act.h"

void quhua__say_now(quhua__prose *p, const quhua__arrival *a) {
  quhua__say_unit(p, &a->now, a->view.day, false);
}

static void say_was(quhua__prose *p, const quhua__arrival *a) {
  quhua__say_unit(p, &a->was, quhua__day_before(&a->view, &a->was), false);
}

/* --- seats ------------------------------------------------------------------------------------------------------------ */

static void say_office(quhua__prose *p, const quhua__arrival *a) {
  quhua__say_name(p, &a->now);
  if (quhua__arrival_is_small(a))
    quhua__say(p, QUHUA__T("", "办公地点"));
  else
    quhua__say(p, a->now.kind == QUHUA_KIND_SUBDISTRICT ? QUHUA__T("", "办事处") : QUHUA__T("", "人民政府"));
}

static quhua_str seat_of(const quhua__arrival *a, const quhua_unit *unit) {
  return unit->id ? quhua_unit_attribute(a->view.snapshot, unit, "seat") : (quhua_str){"", 0};
}

void quhua__say_seat(quhua__prose *p, const quhua__arrival *a, bool named) {
  quhua_str seat = seat_of(a, &a->now);
  if (!seat.len) return;
  if (p->lang == QUHUA_LANG_ZH) {
    quhua__say(p, QUHUA__T("", "，"));
    say_office(p, a);
    quhua__say(p, quhua__arrival_is_small(a) ? QUHUA__T("", "为") : QUHUA__T("", "驻"));
  } else if (named) {
    quhua__say(p, QUHUA__T("; the seat of ", ""));
    quhua__say_name(p, &a->now);
    quhua__say(p, QUHUA__T(" is ", ""));
  } else {
    quhua__say(p, QUHUA__T("; its seat is ", ""));
  }
  quhua__say_text(p, seat);
}

static bool seat_moved(const quhua__arrival *a) {
  return !quhua_str_equal(seat_of(a, &a->was), seat_of(a, &a->now));
}

/* 驻地迁移 */
static void tell_seat(quhua__prose *p, const quhua__arrival *a) {
  quhua_str from = seat_of(a, &a->was), to = seat_of(a, &a->now);
  quhua__say(p, QUHUA__T("The seat of ", ""));
  if (p->lang == QUHUA_LANG_ZH)
    say_office(p, a);
  else
    quhua__say_now(p, a);
  quhua__say(p, quhua__arrival_is_small(a) ? QUHUA__T(" moves", "") : QUHUA__T(" moves", "驻地"));
  if (from.len) quhua__say(p, QUHUA__T(" from ", "由"));
  quhua__say_text(p, from);
  quhua__say(p, QUHUA__T(" to ", "迁至"));
  quhua__say_text(p, to.len ? to : quhua_str_from("–"));
}

/* --- what it goes on as ------------------------------------------------------------------------------------------------ */

static void tell_retyped(quhua__prose *p, const quhua__arrival *a) {
  quhua__say(p, QUHUA__T("", "撤销"));
  say_was(p, a);
  quhua__say(p, QUHUA__T(" is abolished; ", "，设立"));
  quhua__say_name(p, &a->now);
  quhua__say(p, QUHUA__T(" is established with its territory", "，以原"));
  if (p->lang == QUHUA_LANG_ZH) {
    bool small = quhua__arrival_is_small(a);
    quhua__say_name(p, &a->was);
    quhua__say(p, small ? QUHUA__T("", "所属区域为") : QUHUA__T("", "所属行政区域为"));
    quhua__say_name(p, &a->now);
    quhua__say(p, small ? QUHUA__T("", "的区域") : QUHUA__T("", "的行政区域"));
  }
  quhua__say_seat(p, a, false);
}

static void say_new_name(quhua__prose *p, const quhua__arrival *a) {
  bool spelling = quhua__same_stem(a->was.name, a->now.name);
  quhua__say(p, spelling ? QUHUA__T(" is now spelt ", "的名称规范为") : QUHUA__T(" is renamed ", "更名为"));
  quhua__say_text(p, a->now.name);
}

static void tell_moved(quhua__prose *p, const quhua__arrival *a) {
  quhua_unit above = quhua__unit_after(&a->view, (uint32_t)a->now.parent);
  quhua__say(p, QUHUA__T("", "将"));
  say_was(p, a);
  quhua__say(p, QUHUA__T(" goes to ", "划归"));
  quhua__say_name(p, &above);
  quhua__say(p, QUHUA__T("", "管辖"));
  if (quhua__same_stem(a->was.name, a->now.name)) return;
  quhua__say(p, QUHUA__T(" and", "，"));
  say_new_name(p, a);
}

static void tell_recoded(quhua__prose *p, const quhua__arrival *a) {
  say_was(p, a);
  quhua__say(p, QUHUA__T(": its code ", "的区划代码由"));
  quhua__say_text(p, quhua_str_from(a->was.code.text));
  quhua__say(p, QUHUA__T(" becomes ", "变更为"));
  quhua__say_text(p, quhua_str_from(a->now.code.text));
}

/* Other attributes: what the act itself calls it. */
static void tell_other(quhua__prose *p, const quhua__arrival *a) {
  const quhua__event *event = quhua__state_event(a->view.snapshot->state, a->event);
  say_was(p, a);
  quhua__say(p, QUHUA__T(": ", "："));
  quhua__say_text(p, quhua_str_from(quhua_relation_word((quhua_relation)event->relation, p->lang)));
}

void quhua__tell_going_on(quhua__prose *p, const quhua__arrival *a) {
  if (a->was.kind != a->now.kind)
    tell_retyped(p, a);
  else if (a->was.parent != a->now.parent)
    tell_moved(p, a);
  else if (!quhua_str_equal(a->was.name, a->now.name)) {
    say_was(p, a);
    say_new_name(p, a);
  } else if (quhua_code_compare(&a->was.code, &a->now.code))
    tell_recoded(p, a);
  else if (seat_moved(a))
    tell_seat(p, a);
  else
    tell_other(p, a);
}
