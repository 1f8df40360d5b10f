/* SPDX-License-Identifier: Apache-2.0 */
/** @file infer.h
 * Acts from lists (由两期名录推断变更): what may have happened between two lists of units.
 *
 * Where only yearly lists were published, the acts between them are lost. Inference compares two lists and writes a
 * flow table that turns the first into the second exactly: codes, names, kinds, levels and parents. It is honest about
 * what a list cannot show: every row carries a confidence and a reason, and where several answers fit the others stand
 * beside it. A list cannot tell a renamed unit from one whose code was given to another, nor see that a village was
 * split by groups: known acts are given as hints and override what would be guessed.
 *
 * Units are paired from the top level down by evidence, the strongest first (docs/guide/infer.md names the steps
 * and their confidence). What is left of the first list ended: its successor is sought in where its children went, in
 * names that are put together of two (龙吟 + 龙居) and among its neighbours in the order of codes. */
#ifndef QUHUA_INFER_H
#define QUHUA_INFER_H

#include <stddef.h>
#include <stdint.h>

#include <quhua/change.h>
#include <quhua/error.h>
#include <quhua/export.h>
#include <quhua/opening.h>
#include <quhua/registry.h>

QUHUA_BEGIN_DECLS

/** What became of a unit, as far as lists show it. Numbers are stable. */
typedef enum quhua_inferred {
  QUHUA_INFERRED_SAME = 0,        /**< nothing changed; no row */
  QUHUA_INFERRED_FOLLOWED = 1,    /**< its code follows that of the unit above; no row */
  QUHUA_INFERRED_RESPELT = 2,     /**< 规范: another spelling, no change in the world */
  QUHUA_INFERRED_RENAMED = 3,     /**< 更名 */
  QUHUA_INFERRED_RECODED = 4,     /**< 换码 below the same parent */
  QUHUA_INFERRED_PERMUTED = 5,    /**< 换码 in which codes go round, or go to units that had others */
  QUHUA_INFERRED_RETYPED = 6,     /**< 改设: 撤乡设镇, 村改居 */
  QUHUA_INFERRED_TRANSFERRED = 7, /**< 划归 another unit above */
  QUHUA_INFERRED_MERGED = 8,      /**< ended; a successor is plausible */
  QUHUA_INFERRED_VANISHED = 9,    /**< ended; no successor is plausible */
  QUHUA_INFERRED_APPEARED = 10,   /**< new; no predecessor is plausible */
  QUHUA_INFERRED_REUSED = 11      /**< new, with a code that another unit had */
} quhua_inferred;

/** One more than the largest number of quhua_inferred. */
#define QUHUA_INFERRED_LIMIT 12

/** The word of a class.
 * @param inferred the class
 * @param lang QUHUA_LANG_ZH: 更名; QUHUA_LANG_EN: "renamed"
 * @return static text; "" for a number that is no class
 * @threadsafe */
QUHUA_API const char *quhua_inferred_word(quhua_inferred inferred, quhua_lang lang);

/** Options of an inference. */
typedef struct quhua_infer_options {
  size_t struct_size;           /**< set by quhua_infer_options_init() */
  const char *document;         /**< document of the rows; NULL: "推断" or "inferred" and the day */
  const quhua_changeset *hints; /**< acts known for the interval; they override. May be NULL */
  quhua_date effective;         /**< day on which the second list is true; must be given */
  quhua_date earliest; /**< first day on which the changes may have taken effect, or QUHUA_DATE_NONE */
  int32_t least;       /**< confidence, in ten-thousandths, below which a successor is an alternative only */
  quhua_lang lang;     /**< language of reasons and classes */
} quhua_infer_options;

/** Fill options with their defaults: no hints, least 5000, Chinese.
 * @param options the options
 * @param size sizeof the options as the caller knows them
 * @threadsafe */
QUHUA_API void quhua_infer_options_init_sized(quhua_infer_options *options, size_t size);
/** Fill inference options with their defaults. */
#define quhua_infer_options_init(options) quhua_infer_options_init_sized((options), sizeof *(options))

/** How many units of each class there are on each level. Units of the first list, and those that appeared. */
typedef struct quhua_infer_counts {
  uint64_t of[QUHUA_LEVEL_MAX + 1][QUHUA_INFERRED_LIMIT]; /**< by level and class */
  uint64_t hints_unplaced; /**< rows of hints that name a unit which is not in its list: they say nothing */
} quhua_infer_counts;

/** Infer the acts between two lists.
 *
 * Applied to a register that opened with the first list, the rows give the second. The rows are one act: codes may go
 * round between any two units, and inside an act everything is one simultaneous assignment. They carry the notes
 * `class` (a word of quhua_inferred_word()) and, where others fit too, `alternatives`: "CODE NAME CONFIDENCE; …".
 * @param before the first list; its scheme is that of both
 * @param after the second list
 * @param options the effective day must be set
 * @param[out] out owned; a changeset with the allocator of @p before; no rows when nothing differs
 * @param[out] counts may be NULL
 * @param err reason, may be NULL
 * @return QUHUA_OK; QUHUA_E_INVALID for lists of two schemes, a list that contradicts itself, an effective day that
 *   is missing, or a unit of the second list that is there only because a child needs it and that the first list does
 *   not have; QUHUA_E_NOMEM
 * @cost n log n in the units of both lists */
QUHUA_API quhua_status quhua_infer_lists(const quhua_opening *before, const quhua_opening *after,
                                         const quhua_infer_options *options, quhua_changeset **out,
                                         quhua_infer_counts *counts, quhua_error *err);

/** Infer the acts between what a register says on a day and a newer list. Applied to the register the rows give the
 * list, whatever the register remembers of older codes.
 * @param snapshot the register
 * @param day the day of the first list; the acts take effect after it
 * @param after the second list, of the register's scheme
 * @param options as for quhua_infer_lists()
 * @param[out] out owned
 * @param[out] counts may be NULL
 * @param err reason, may be NULL
 * @return as quhua_infer_lists()
 * @threadsafe
 * @cost n log n in the units of both lists */
QUHUA_API quhua_status quhua_infer_update(const quhua_snapshot *snapshot, quhua_date day,
                                          const quhua_opening *after, const quhua_infer_options *options,
                                          quhua_changeset **out, quhua_infer_counts *counts,
                                          quhua_error *err);

QUHUA_END_DECLS
#endif
