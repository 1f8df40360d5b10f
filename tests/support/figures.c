/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/figures.h"

#include <stdio.h>
#include <string.h>

#define MOST_VALUES 512

static void look(bench *b) {
  quhua_snapshot_free(b->before);
  b->before = NULL;
  assert_int_equal(quhua_snapshot_new(b->registry, QUHUA_SEQUENCE_OPEN, &b->before, NULL), QUHUA_OK);
}

quhua_status figures_try(bench *b, const char *series, const char *day, const char *values,
                         const quhua_observe_options *given) {
  quhua_observed_value list[MOST_VALUES];
  quhua_commit_options commit;
  quhua_observe_options options;
  size_t count = 0;
  for (const char *at = values; *at; count++) {
    size_t code = strcspn(at, " "), line = strcspn(at, "\n");
    assert_true(count < MOST_VALUES && code < line);
    list[count] = (quhua_observed_value){
        .code = {at, code}, .series = quhua_str_from(series), .value = {at + code + 1, line - code - 1}};
    at += line + (at[line] == '\n');
  }
  quhua_commit_options_init(&commit);
  commit.now = INT64_C(1546329600000000);
  quhua_observe_options_init(&options);
  if (given) options = *given;
  options.commit = &commit;
  quhua_error_clear(&b->err);
  quhua_status status =
      quhua_registry_observe(b->registry, list, count, bench_day(day), &options, &b->receipt, &b->err);
  if (status == QUHUA_OK) look(b);
  return status;
}

void figures_observe(bench *b, const char *series, const char *day, const char *values) {
  quhua_status status = figures_try(b, series, day, values, NULL);
  if (status != QUHUA_OK) fail_msg("%s: %s", quhua_status_name(status), b->err.message[QUHUA_LANG_EN]);
}

static size_t put_amounts(const quhua_stat *row, char *out, size_t cap) {
  char lo[QUHUA_AMOUNT_TEXT_MAX], hi[QUHUA_AMOUNT_TEXT_MAX], residue[QUHUA_AMOUNT_TEXT_MAX];
  quhua_amount_format(row->lo, row->scale, lo);
  quhua_amount_format(row->hi, row->scale, hi);
  quhua_amount_format(row->residue, row->scale, residue);
  bool known = row->lo == row->hi;
  return (size_t)snprintf(out, cap, " %s%s%s%s%s%s\n", lo, known ? "" : "..", known ? "" : hi,
                          row->residue ? " residue " : "", row->residue ? residue : "",
                          row->complete ? "" : " partial");
}

const char *figures_text(bench *b, const char *series, quhua_level level, const char *day) {
  quhua_stats *stats = NULL;
  size_t len = 0;
  const quhua_stat *row;
  quhua_error_clear(&b->err);
  quhua_status status =
      quhua_stats_new(b->before, quhua_str_from(series), level, bench_day(day), &stats, &b->err);
  if (status != QUHUA_OK) fail_msg("%s: %s", quhua_status_name(status), b->err.message[QUHUA_LANG_EN]);
  b->text[0] = '\0';
  for (size_t i = 0; (row = quhua_stats_at(stats, i)); i++) {
    if (row->unit.standing == QUHUA_STANDING_IMPLIED) continue;
    len += (size_t)snprintf(b->text + len, BENCH_TEXT_MAX - len, "%s",
                            row->unit.id ? row->unit.code.text : "total");
    len += put_amounts(row, b->text + len, BENCH_TEXT_MAX - len);
    assert_true(len < BENCH_TEXT_MAX);
  }
  quhua_stats_free(stats);
  return b->text;
}

void figures_expect(bench *b, const char *series, quhua_level level, const char *day, const char *expected) {
  assert_string_equal(figures_text(b, series, level, day), expected);
}
