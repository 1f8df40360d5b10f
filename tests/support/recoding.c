/* SPDX-License-Identifier: Apache-2.0 */
#include "support/recoding.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char opening[] = "code,name\n"
                              "510723,盐亭县\n"
                              "510723100,云溪镇\n"
                              "510723100201,青龙村\n"
                              "510723100202,白虎村\n"
                              "510723100203,甲村\n"
                              "510723100204,乙村\n"
                              "510723100205,独村\n"
                              "510723100206,尾村\n"
                              "510723104,两河镇\n"
                              "510723104201,和平村\n"
                              "510723104202,胜利村\n"
                              "510723208,毛公乡\n"
                              "510723208201,东永村\n";

static const char acts[] =
    "document,effective,event,relation,old_code,new_code,new_name,new_kind,share,reason\n"
    "一,2019-12-27,1,合并,510723104,510723114,高渠镇,镇,,\n"
    "一,2019-12-27,1,合并,510723208,510723114,高渠镇,镇,,\n"
    "二,2020-06-01,1,分设,510723114201,510723114211,和一村,,2/5,\n"
    "二,2020-06-01,1,分设,510723114201,510723114212,和二村,,3/5,\n"
    "二,2020-06-01,2,分设,510723100201,510723100211,上龙村,,?,\n"
    "二,2020-06-01,2,分设,510723100201,510723100212,下龙村,,?,\n"
    "二,2020-06-01,3,更名,510723100202,510723100202,朱雀村,,,\n"
    "二,2020-06-01,4,换码,510723100203,510723100204,,,,\n"
    "二,2020-06-01,5,换码,510723100204,510723100203,,,,\n"
    "二,2020-06-01,6,分设,510723100205,510723100213,左独村,,1/2,\n"
    "二,2020-06-01,6,分设,510723100205,510723100214,右独村,,1/2,\n"
    "二,2020-06-01,7,撤销,510723100206,,,,,整体搬迁\n";

bench *recoding_open(void) {
  bench *b = bench_open_as("", "cn-stat", "2019-01-01", opening);
  bench_apply(b, acts);
  return b;
}

quhua_recode_map *recoding_map(bench *b, const char *from, const char *to) {
  quhua_recode_map *map = NULL;
  assert_int_equal(quhua_recode_map_new(b->before, bench_day(from), bench_day(to), &map, &b->err), QUHUA_OK);
  return map;
}

static bool take(char **text, size_t *len, size_t *cap, const char *data, size_t more) {
  if (*len + more + 1 > *cap) {
    *cap = 2 * (*len + more + 1);
    *text = realloc(*text, *cap);
    assert_non_null(*text);
  }
  memcpy(*text + *len, data, more);
  *len += more;
  (*text)[*len] = '\0';
  return true;
}

static bool take_text(void *ctx, const char *data, size_t len) {
  recoded *r = ctx;
  if (len > r->room) return false;
  r->room -= len;
  return take(&r->text, &r->len, &r->cap, data, len);
}

static bool take_undo(void *ctx, const char *data, size_t len) {
  recoded *r = ctx;
  return take(&r->undo, &r->undo_len, &r->undo_cap, data, len);
}

/* Each piece lies in memory of its own size, so that a sanitizer sees reading beyond it. */
static quhua_status feed(quhua_recoder *recoder, const char *text, size_t len, size_t piece,
                         quhua_error *err) {
  quhua_status status = QUHUA_OK;
  if (piece == 0) piece = len;
  for (size_t at = 0; at < len && !status; at += piece) {
    size_t more = len - at < piece ? len - at : piece;
    char *copy = malloc(more);
    assert_non_null(copy);
    memcpy(copy, text + at, more);
    status = quhua_recoder_feed(recoder, copy, more, err);
    free(copy);
  }
  return status;
}

recoded recoding_run_into(const quhua_recode_map *map, const quhua_recode_options *options, const char *text,
                          size_t len, size_t piece, size_t room) {
  recoded result = {.text = calloc(1, 1), .cap = 1, .undo = calloc(1, 1), .undo_cap = 1, .room = room};
  quhua_writer writer = {&result, take_text}, undo = {&result, take_undo};
  quhua_recode_options own = *options;
  quhua_recoder *recoder = NULL;
  if (options->undo) own.undo = &undo;
  result.status = quhua_recoder_new(map, &own, &writer, &recoder, &result.err);
  if (result.status) return result;
  result.status = feed(recoder, text, len, piece, &result.err);
  if (!result.status) result.status = quhua_recoder_finish(recoder, &result.err);
  result.counts = *quhua_recoder_counts(recoder);
  quhua_recoder_free(recoder);
  return result;
}

recoded recoding_run(const quhua_recode_map *map, const quhua_recode_options *options, const char *text,
                     size_t len, size_t piece) {
  return recoding_run_into(map, options, text, len, piece, SIZE_MAX);
}

void recoding_free(recoded *r) {
  free(r->text);
  free(r->undo);
  r->text = r->undo = NULL;
}
