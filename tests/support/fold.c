/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/fold.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

quhua_date fold_day(const char *text) {
  quhua_date date = 0;
  assert_true(quhua_date_parse(quhua_str_from(text), &date));
  return date;
}

void fold_root(quhua__state *state, const char *scheme) {
  quhua__state_init(state, quhua_allocator_default(), quhua_scheme_find(quhua_str_from(scheme)));
}

void fold_begin(fold *f, quhua__state *state) {
  f->state = state;
  quhua__bytes_init(&f->effects, quhua_allocator_default());
}

void fold_open_with(fold *f, uint32_t unit, uint32_t parent, const char *code, const char *name,
                    const char *from, const quhua_attribute *attributes, size_t count) {
  quhua__effect_open open = {
      .unit = unit, .parent = parent, .name = quhua_str_from(name), .from = fold_day(from)};
  bool structured = quhua_scheme_is_structured(f->state->scheme);
  quhua_level level = structured ? QUHUA_LEVEL_ANY : QUHUA_LEVEL_VILLAGE;
  assert_int_equal(
      quhua_code_parse(f->state->scheme, quhua_str_from(code), level, &open.code, &open.level, NULL),
      QUHUA_OK);
  open.kind = quhua_kind_of_code(f->state->scheme, &open.code, open.level, open.name);
  quhua__effect_put_open(&f->effects, &open, attributes, count);
}

void fold_open(fold *f, uint32_t unit, uint32_t parent, const char *code, const char *name,
               const char *from) {
  fold_open_with(f, unit, parent, code, name, from, NULL, 0);
}

void fold_close(fold *f, uint32_t unit, const char *date) {
  quhua__effect_put_close(&f->effects, unit, fold_day(date));
}

void fold_event(fold *f, quhua_relation relation) {
  quhua_str nothing = {"", 0};
  quhua__effect_put_event(&f->effects, relation, QUHUA_RELATION_NONE, nothing, nothing);
}

void fold_flow(fold *f, uint32_t old_unit, uint32_t new_unit, const char *text) {
  quhua_share share;
  assert_true(quhua_share_parse(quhua_str_from(text), &share, NULL));
  quhua__effect_put_flow(&f->effects, old_unit, new_unit, share);
}

void fold_observe(fold *f, uint32_t unit, const char *date, const char *series, const char *value) {
  quhua__effect_put_observe(&f->effects, unit, fold_day(date), quhua_str_from(series), quhua_str_from(value));
}

void fold_retract(fold *f, uint32_t sequence) { quhua__effect_put_retract(&f->effects, sequence); }

quhua_status fold_try(fold *f, const char *effective) {
  assert_false(f->effects.failed);
  quhua__entry_head head = {.sequence = quhua__state_head(f->state) + 1,
                            .recorded = 1000 * (quhua_instant)(quhua__state_head(f->state) + 1),
                            .kind = QUHUA_ENTRY_ACT,
                            .actor = quhua_str_from("民政局"),
                            .document = {"", 0},
                            .effective = fold_day(effective),
                            .decided = QUHUA_DATE_NONE};
  quhua_status status =
      quhua__state_fold(f->state, &head, (quhua_str){f->effects.data, f->effects.len}, NULL);
  quhua__bytes_free(&f->effects);
  return status;
}

void fold_end(fold *f, const char *effective) { assert_int_equal(fold_try(f, effective), QUHUA_OK); }

/* --- answers ------------------------------------------------------------------------------------------------ */

typedef struct page {
  quhua__bytes text;
  quhua_snapshot view;
} page;

static void say(page *p, const char *format, ...) {
  char line[512];
  va_list args;
  va_start(args, format);
  int len = vsnprintf(line, sizeof line, format, args);
  va_end(args);
  assert_true(len >= 0 && (size_t)len < sizeof line);
  quhua__bytes_add(&p->text, line, (size_t)len);
}

static void say_all(page *p, const char *title, quhua_cursor *cursor) {
  quhua_unit u;
  say(p, "%s:\n", title);
  while (quhua_cursor_next(cursor, &u)) {
    say(p, "  %u < %u %s %.*s [%d,%d) %d/%d", (unsigned)u.id, (unsigned)u.parent, u.code.text,
        (int)u.name.len, u.name.ptr, (int)u.valid.from, (int)u.valid.to, (int)u.level, (int)u.kind);
    quhua_attribute a;
    for (uint32_t i = 0; quhua_unit_attribute_at(&p->view, &u, i, &a); i++)
      say(p, " %.*s=%.*s", (int)a.key.len, a.key.ptr, (int)a.value.len, a.value.ptr);
    say(p, "\n");
  }
  quhua_cursor_free(cursor);
}

static void say_flows(page *p, quhua_unit_id unit) {
  quhua_flows *flows = NULL;
  assert_int_equal(quhua_flows_new(&p->view, unit, &flows, NULL), QUHUA_OK);
  for (size_t i = 0; i < quhua_flows_count(flows); i++) {
    const quhua_flow *f = quhua_flows_at(flows, i);
    char share[QUHUA_SHARE_TEXT_MAX];
    quhua_share_format(f->share, share);
    say(p, "  flow %u -> %u %s on %d by %u.%u %d\n", (unsigned)f->old_unit, (unsigned)f->new_unit, share,
        (int)f->date, (unsigned)f->sequence, (unsigned)f->event, (int)f->relation);
  }
  quhua_flows_free(flows);
}

static void say_observed(page *p, quhua_unit_id unit, quhua_date day) {
  quhua_str series, value;
  for (uint32_t i = 0; quhua_series_at(&p->view, i, &series); i++)
    if (quhua_unit_observed(&p->view, unit, series, day, &value) == QUHUA_OK)
      say(p, "  %.*s %.*s\n", (int)series.len, series.ptr, (int)value.len, value.ptr);
}

static void say_unit(page *p, uint32_t unit, const char *const *days, size_t count) {
  quhua_cursor *cursor = NULL;
  quhua_unit last;
  say(p, "unit %u\n", (unsigned)unit);
  assert_int_equal(quhua_cursor_new_versions(&p->view, unit, &cursor, NULL), QUHUA_OK);
  say_all(p, " versions", cursor);
  say_flows(p, unit);
  if (quhua_unit_find_last(&p->view, unit, &last) == QUHUA_OK) {
    assert_int_equal(quhua_cursor_new_holders(&p->view, last.level, &last.code, &cursor, NULL), QUHUA_OK);
    say_all(p, " holders of its last code", cursor);
    assert_int_equal(quhua_cursor_new_search(&p->view, last.name, fold_day(days[0]), &cursor, NULL),
                     QUHUA_OK);
    say_all(p, " found by its last name", cursor);
  }
  for (size_t i = 0; i < count; i++) {
    assert_int_equal(quhua_cursor_new_children(&p->view, unit, fold_day(days[i]), &cursor, NULL), QUHUA_OK);
    say_all(p, " children", cursor);
    say_observed(p, unit, fold_day(days[i]));
  }
}

char *fold_answers(const quhua__state *state, uint32_t known, const char *const *days, size_t count) {
  page p = {.view = {quhua_allocator_default(), state, known}};
  quhua_cursor *cursor = NULL;
  quhua__bytes_init(&p.text, quhua_allocator_default());
  for (size_t i = 0; i < count; i++) {
    assert_int_equal(quhua_cursor_new_all(&p.view, fold_day(days[i]), &cursor, NULL), QUHUA_OK);
    say_all(&p, days[i], cursor);
  }
  uint32_t units = quhua__state_totals(state, known).units;
  for (uint32_t unit = 0; unit <= units; unit++) say_unit(&p, unit, days, count);
  quhua__bytes_add(&p.text, "", 1);
  assert_false(p.text.failed);
  char *copy = malloc(p.text.len);
  assert_non_null(copy);
  memcpy(copy, p.text.data, p.text.len);
  quhua__bytes_free(&p.text);
  return copy;
}

/* --- the yard ----------------------------------------------------------------------------------------------- */

void fold_yard_opening(quhua__state *state) {
  fold f;
  fold_begin(&f, state);
  fold_open(&f, 1, 0, "510723", "盐亭县", "2019-01-01");
  fold_open(&f, 2, 1, "510723104", "两河镇", "2019-01-01");
  fold_open(&f, 3, 1, "510723208", "毛公乡", "2019-01-01");
  fold_open(&f, 4, 3, "510723208201", "东永村", "2019-01-01");
  fold_open(&f, 5, 3, "510723208202", "西山村", "2019-01-01");
  fold_open(&f, 6, 2, "510723104201", "金龙村", "2019-01-01");
  fold_end(&f, "2019-01-01");
}

void fold_yard_merger(quhua__state *state) {
  static const char *const day = "2020-01-01";
  fold f;
  fold_begin(&f, state);
  for (uint32_t unit = 2; unit <= 6; unit++) fold_close(&f, unit, day);
  fold_open(&f, 7, 1, "510723114", "高渠镇", day);
  fold_open(&f, 4, 7, "510723114201", "东永村", day);
  fold_open(&f, 5, 7, "510723114202", "西山村", day);
  fold_open(&f, 6, 7, "510723114203", "金龙村", day);
  fold_event(&f, QUHUA_RELATION_MERGE);
  fold_flow(&f, 2, 7, "1");
  fold_flow(&f, 3, 7, "1");
  fold_end(&f, day);
}
