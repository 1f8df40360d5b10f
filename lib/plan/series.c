/* SPDX-License-Identifier: Apache-2.0 */
#include "plan/series.h"

#include <string.h>

#include "base/fail.h"
#include "registry/registry_internal.h"

static const char *const kind_words[][QUHUA_LANG_COUNT] = {
    [QUHUA_SERIES_COUNT] = {"count", "计数"},
    [QUHUA_SERIES_DECIMAL] = {"decimal", "小数"},
    [QUHUA_SERIES_INTENSIVE] = {"intensive", "平均"},
    [QUHUA_SERIES_LEDGER] = {"ledger", "账目"},
};
#define KINDS (sizeof kind_words / sizeof *kind_words)

const char *quhua_series_kind_word(quhua_series_kind kind, quhua_lang lang) {
  bool known = (size_t)kind < KINDS && (size_t)lang < QUHUA_LANG_COUNT;
  return known ? kind_words[kind][lang] : "";
}

bool quhua_series_kind_find(quhua_str word, quhua_series_kind *out) {
  for (size_t i = 0; i < KINDS; i++)
    for (size_t lang = 0; lang < QUHUA_LANG_COUNT; lang++)
      if (quhua_str_equal(word, quhua_str_from(kind_words[i][lang]))) {
        *out = (quhua_series_kind)i;
        return true;
      }
  return false;
}

bool quhua__is_series_key(quhua_str key) {
  size_t len = strlen(QUHUA__SERIES_KEY);
  return key.len >= len && memcmp(key.ptr, QUHUA__SERIES_KEY, len) == 0;
}

/* Cut off the text in front of the next "|"; false when there is none. */
static bool cut(quhua_str *rest, quhua_str *part) {
  const char *bar = rest->len ? memchr(rest->ptr, '|', rest->len) : NULL;
  *part = *rest;
  if (!bar) {
    *rest = (quhua_str){"", 0};
    return false;
  }
  part->len = (size_t)(bar - rest->ptr);
  rest->ptr = bar + 1;
  rest->len -= part->len + 1;
  return true;
}

bool quhua__series_read(quhua_str value, quhua_series *out) {
  quhua_str kind;
  bool more = cut(&value, &kind);
  out->unit = out->weight = (quhua_str){"", 0};
  if (more) more = cut(&value, &out->unit);
  if (more) more = cut(&value, &out->weight);
  out->declared = true;
  bool weighted = out->weight.len > 0;
  return !more && quhua_series_kind_find(kind, &out->kind) &&
         weighted == (out->kind == QUHUA_SERIES_INTENSIVE);
}

quhua_status quhua__series_check(quhua_str key, quhua_str value, quhua_error *err) {
  quhua_series series;
  quhua_str name = {key.ptr + strlen(QUHUA__SERIES_KEY), key.len - strlen(QUHUA__SERIES_KEY)};
  if (name.len == 0)
    return quhua__fail(err, QUHUA_E_INVALID, QUHUA__T("the series has no name", "指标没有名称"),
                       QUHUA__T("write for example series:户数", "例如 series:户数"), QUHUA__NO_ARGS);
  if (value.len == 0 || quhua__series_read(value, &series)) return QUHUA_OK;
  return quhua__fail(
      err, QUHUA_E_INVALID, QUHUA__T("“{1}” does not declare the series {2}", "“{1}”不能定义指标 {2}"),
      QUHUA__T("write kind|unit|weight, kind being count, decimal, intensive or ledger; an intensive series "
               "has a weight, the others have none",
               "写作 类别|单位|权重，类别为 计数、小数、平均、账目；平均类须有权重，其余不得有"),
      QUHUA__ARGS(value, name));
}

static void put(quhua__bytes *out, quhua_str text) { quhua__bytes_add(out, text.ptr, text.len); }

void quhua__series_write(const quhua_series *series, quhua__bytes *key, quhua__bytes *value) {
  put(key, quhua_str_from(QUHUA__SERIES_KEY));
  put(key, series->name);
  put(value, quhua_str_from(quhua_series_kind_word(series->kind, QUHUA_LANG_EN)));
  if (!series->unit.len && !series->weight.len) return;
  put(value, quhua_str_from("|"));
  put(value, series->unit);
  if (!series->weight.len) return;
  put(value, quhua_str_from("|"));
  put(value, series->weight);
}

/* --- what the register knows ---------------------------------------------------------------------------------------- */

/* The declaration that holds, as text; empty when there is none. */
static quhua_str declaration(const quhua_snapshot *snapshot, quhua_str name, bool *complete) {
  const quhua__state *s = snapshot->state;
  quhua__bytes key;
  quhua_str value = {"", 0};
  quhua__bytes_init(&key, snapshot->allocator);
  put(&key, quhua_str_from(QUHUA__SERIES_KEY));
  put(&key, name);
  *complete = !key.failed;
  uint32_t number = key.failed ? 0
                               : quhua__state_find_fact(s, snapshot->known, (quhua_str){"", 0},
                                                        (quhua_str){key.data, key.len});
  if (number && quhua__state_fact(s, number)->value)
    value = quhua__texts_at(&s->texts, quhua__state_fact(s, number)->value);
  quhua__bytes_free(&key);
  return value;
}

static quhua_series_kind observed_kind(const quhua_snapshot *snapshot, uint32_t text, bool *met) {
  const quhua__state *s = snapshot->state;
  uint32_t last = quhua__state_totals(s, snapshot->known).observed;
  *met = false;
  for (uint32_t number = 1; number <= last; number++) {
    const quhua__observed *o = quhua__state_observed(s, number);
    if (o->series != text) continue;
    *met = true;
    quhua_str value = quhua__texts_at(&s->texts, o->value);
    if (value.len && memchr(value.ptr, '.', value.len)) return QUHUA_SERIES_DECIMAL;
  }
  return QUHUA_SERIES_COUNT;
}

quhua_status quhua_series_find(const quhua_snapshot *snapshot, quhua_str name, quhua_series *out) {
  bool complete, met = false;
  quhua_series series = {.name = name};
  quhua_str value = declaration(snapshot, name, &complete);
  if (!complete) return QUHUA_E_NOMEM;
  if (value.len && quhua__series_read(value, &series)) {
    *out = series;
    return QUHUA_OK;
  }
  uint32_t text = quhua__texts_find(&snapshot->state->texts, name);
  quhua_series_kind kind = text ? observed_kind(snapshot, text, &met) : QUHUA_SERIES_COUNT;
  if (!met) return QUHUA_E_NOT_FOUND;
  *out = (quhua_series){.name = quhua__texts_at(&snapshot->state->texts, text),
                        .unit = {"", 0},
                        .weight = {"", 0},
                        .kind = kind,
                        .declared = false};
  return QUHUA_OK;
}
