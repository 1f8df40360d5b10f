/* SPDX-License-Identifier: Apache-2.0 */
/* recoding.h: a small register with every fate that a code can have, and tables that go through a recoder.
 *
 *   on 2019-06-01                      on 2021-01-01
 *   510723        盐亭县               the same
 *   510723100     云溪镇               the same
 *   510723100201  青龙村               510723100211 上龙村 ?, 510723100212 下龙村 ?
 *   510723100202  白虎村               the same code, 朱雀村
 *   510723100203  甲村                 510723100204
 *   510723100204  乙村                 510723100203
 *   510723100205  独村                 510723100213 左独村 1/2, 510723100214 右独村 1/2
 *   510723100206  尾村                 ended
 *   510723104     两河镇               510723114 高渠镇
 *   510723104201  和平村               510723114211 和一村 2/5, 510723114212 和二村 3/5
 *   510723104202  胜利村               510723114202
 *   510723208     毛公乡               510723114 高渠镇
 *   510723208201  东永村               510723114203 */
#ifndef QUHUA_TESTS_RECODING_H
#define QUHUA_TESTS_RECODING_H

#include <quhua/recode.h>

#include "support/bench.h"

#define RECODING_FROM "2019-06-01"
#define RECODING_TO "2021-01-01"

bench *recoding_open(void);
/* The map between two days; must succeed. */
quhua_recode_map *recoding_map(bench *b, const char *from, const char *to);

/* What a run gave. */
typedef struct recoded {
  char *text; /* to be freed */
  size_t len, cap;
  char *undo; /* the patch; to be freed */
  size_t undo_len, undo_cap;
  size_t room; /* bytes that the output still takes; SIZE_MAX: any number */
  quhua_status status;
  quhua_error err;
  quhua_recode_counts counts;
} recoded;

/* Feed a text in pieces of so many bytes (0: all at once). */
recoded recoding_run(const quhua_recode_map *map, const quhua_recode_options *options, const char *text,
                     size_t len, size_t piece);
/* The same with an output that takes no more than so many bytes. */
recoded recoding_run_into(const quhua_recode_map *map, const quhua_recode_options *options, const char *text,
                          size_t len, size_t piece, size_t room);
void recoding_free(recoded *r);

#endif
