/* SPDX-License-Identifier: Apache-2.0 */
/** @file change.h
 * Acts (变更文件) as flow tables: what an approval document says, before anything is planned.
 *
 * A changeset is a list of rows, one for each pair of (old unit, new unit). Rows of one document are one act.
 * How rows are read is fixed by the ten rules in docs/formats/flow-table.md. */
#ifndef QUHUA_CHANGE_H
#define QUHUA_CHANGE_H

#include <stddef.h>
#include <stdint.h>

#include <quhua/code.h>
#include <quhua/date.h>
#include <quhua/error.h>
#include <quhua/export.h>
#include <quhua/fraction.h>
#include <quhua/memory.h>
#include <quhua/unit.h>

QUHUA_BEGIN_DECLS

/** Kind of a change. Declared by a row or derived from the flows. Numbers are stable. */
typedef enum quhua_relation {
  QUHUA_RELATION_NONE = 0,          /**< not declared */
  QUHUA_RELATION_MERGE = 1,         /**< 合并 into a new unit */
  QUHUA_RELATION_ABSORB = 2,        /**< 并入 a survivor */
  QUHUA_RELATION_SPLIT = 3,         /**< 分设: the old unit ends */
  QUHUA_RELATION_SPLIT_OFF = 4,     /**< 析出: the old unit goes on */
  QUHUA_RELATION_TRANSFER = 5,      /**< 划归 another superior */
  QUHUA_RELATION_RENAME = 6,        /**< 更名 */
  QUHUA_RELATION_RESPELL = 7,       /**< 规范: a new spelling, no change in the world */
  QUHUA_RELATION_RETYPE = 8,        /**< 改设: 撤乡设镇, 村改居 */
  QUHUA_RELATION_RECODE = 9,        /**< 换码 */
  QUHUA_RELATION_ABOLISH = 10,      /**< 撤销 */
  QUHUA_RELATION_ESTABLISH = 11,    /**< 设立 */
  QUHUA_RELATION_RESTORE = 12,      /**< 恢复 */
  QUHUA_RELATION_BOUNDARY = 13,     /**< 界线变更 */
  QUHUA_RELATION_REDISTRIBUTE = 14, /**< 重组 */
  QUHUA_RELATION_SEAT = 15,         /**< 驻地迁移 */
  QUHUA_RELATION_STATUS = 16,       /**< 状态 */
  QUHUA_RELATION_CORRECT = 17,      /**< 更正 of the record */
  QUHUA_RELATION_REPEAL = 18,       /**< 废止 */
  QUHUA_RELATION_ANNUL = 19,        /**< 自始无效 */
  QUHUA_RELATION_POSTPONE = 20,     /**< 延期 */
  QUHUA_RELATION_WITHDRAW = 21      /**< 撤回 */
} quhua_relation;

/** One more than the largest relation number. */
#define QUHUA_RELATION_LIMIT 22

/** How a share is known. Numbers are stable. */
typedef enum quhua_share_kind {
  QUHUA_SHARE_EMPTY = 0,    /**< not written: whole, or unknown where the old unit has several rows */
  QUHUA_SHARE_WHOLE = 1,    /**< all of the old unit */
  QUHUA_SHARE_EXACT = 2,    /**< a fraction; lo == hi */
  QUHUA_SHARE_INTERVAL = 3, /**< between lo and hi */
  QUHUA_SHARE_UNKNOWN = 4,  /**< anything from 0 to 1 */
  QUHUA_SHARE_CHILDREN = 5  /**< the listed children define it */
} quhua_share_kind;

/** The part of an *old* unit that flows into a new one. */
typedef struct quhua_share {
  quhua_fraction lo;     /**< at least */
  quhua_fraction hi;     /**< at most */
  quhua_share_kind kind; /**< how it is known */
} quhua_share;

/** Whether the new unit of a row is the old one; overrides the rule of identity. */
typedef enum quhua_identity {
  QUHUA_IDENTITY_RULE = 0, /**< by rule 4 */
  QUHUA_IDENTITY_SAME = 1, /**< the same unit goes on */
  QUHUA_IDENTITY_NEW = 2   /**< a new unit begins */
} quhua_identity;

/** What became of the books of a village's collective when its village was merged (账目融合方式): merging villages does not
 * merge collectives (农村集体经济组织法), so it is said for each of them, by its own decision. Numbers are stable. The words
 * are those of the reform in Zhejiang (临海 2018). */
typedef enum quhua_ledger_mode {
  QUHUA_LEDGER_NONE = 0,       /**< nothing is said */
  QUHUA_LEDGER_UNMERGED = 1,   /**< 未融合: the old books go on by themselves */
  QUHUA_LEDGER_DIRECT = 2,     /**< 直接并账: the old books were closed; new ones open with the sum */
  QUHUA_LEDGER_NEGOTIATED = 3, /**< 协商并账: likewise, on terms that the collectives agreed on */
  QUHUA_LEDGER_GRADUAL =
      4 /**< 逐步融合: an equal base is joined, the rest stays earmarked for the old village */
} quhua_ledger_mode;

/** One more than the largest number of a mode. */
#define QUHUA_LEDGER_LIMIT 5

/** The word of a mode.
 * @param mode a mode
 * @param lang QUHUA_LANG_ZH: 直接并账; QUHUA_LANG_EN: the keyword "direct"
 * @return static text; "" for QUHUA_LEDGER_NONE
 * @threadsafe */
QUHUA_API const char *quhua_ledger_mode_word(quhua_ledger_mode mode, quhua_lang lang);

/** Find a mode by its word, Chinese or English.
 * @param word the word
 * @return QUHUA_LEDGER_NONE when it is not known
 * @threadsafe */
QUHUA_API quhua_ledger_mode quhua_ledger_mode_find(quhua_str word);

/** One row of a flow table. All texts are copied when the row is added. Empty texts mean the empty cell. */
typedef struct quhua_flow_row {
  size_t struct_size;                /**< set by quhua_flow_row_init() */
  quhua_str document;                /**< 文号 of the approval */
  quhua_str event;                   /**< groups rows of one event inside the act */
  quhua_str old_code;                /**< the unit before, as written */
  quhua_str old_name;                /**< its name */
  quhua_str new_code;                /**< the unit after; "\@label" issues one code for that label */
  quhua_str new_name;                /**< its name */
  quhua_str new_parent;              /**< code, \@label or name of the unit above, after the act */
  quhua_str target;                  /**< document or journal sequence that 撤回 and its like are about */
  quhua_str reason;                  /**< journaled */
  quhua_str note;                    /**< journaled */
  const quhua_attribute *attributes; /**< `attr:` columns: key without the prefix */
  size_t attribute_count;            /**< how many */
  const quhua_attribute *amounts;    /**< `stat:` columns: series and exact decimal */
  size_t amount_count;               /**< how many */
  const quhua_attribute *notes;      /**< `x:` columns, kept as notes */
  size_t note_count;                 /**< how many */
  quhua_share share;                 /**< part of the old unit */
  quhua_date effective;              /**< day on which the change takes effect */
  quhua_date decided;                /**< day of the decision, or QUHUA_DATE_NONE */
  quhua_relation relation;           /**< declared kind */
  quhua_level old_level;             /**< where one code sits on several levels */
  quhua_level new_level;             /**< likewise */
  quhua_kind new_kind;               /**< where it changes or the unit is new */
  quhua_identity identity;           /**< override of rule 4 */
  uint32_t line;                     /**< line of the text input, 0 when there is none */
  int32_t confidence;                /**< ten-thousandths, 0 to 10000; -1 when not given */
  uint32_t reserved;                 /**< must be 0 */
  const quhua_attribute *milestones; /**< `milestone:` columns: word of a milestone, "DAY" or "DAY TEXT" */
  size_t milestone_count;            /**< how many */
  quhua_date earliest;      /**< first day on which it may have taken effect, where the day is not known;
                                          QUHUA_DATE_NONE when it is */
  quhua_ledger_mode ledger; /**< what became of the books of the old unit; the new unit keeps them */
} quhua_flow_row;

/** Empty a row and set its size.
 * @param row the row
 * @param size sizeof the row as the caller knows it
 * @threadsafe */
QUHUA_API void quhua_flow_row_init_sized(quhua_flow_row *row, size_t size);
/** Empty a row: no texts, no dates, share empty. */
#define quhua_flow_row_init(row) quhua_flow_row_init_sized((row), sizeof *(row))

/** A list of rows, in order. Opaque; one thread at a time. */
typedef struct quhua_changeset quhua_changeset;

/** Make an empty changeset.
 * @param allocator borrowed for the life of the changeset; NULL for the default
 * @param[out] out owned; free with quhua_changeset_free()
 * @param err reason, may be NULL
 * @return QUHUA_OK or QUHUA_E_NOMEM */
QUHUA_API quhua_status quhua_changeset_new(const quhua_allocator *allocator, quhua_changeset **out,
                                           quhua_error *err);

/** Free a changeset.
 * @param changeset consumed; NULL is allowed */
QUHUA_API void quhua_changeset_free(quhua_changeset *changeset);

/** Say in which scheme the codes of rows are written, so that a code which the scheme cannot read is refused when its row
 * is added, with its place in the text, as is a new_parent of digits alone; and one code written in two ways is one unit
 * where rows are compared. Say it before rows are added. Without this the plan reports such a code as a finding.
 * @param changeset the changeset
 * @param scheme scheme of the register for which the rows are meant; NULL to accept codes of any scheme */
QUHUA_API void quhua_changeset_expect(quhua_changeset *changeset, const quhua_scheme *scheme);

/** Add a row. What the rows alone show to be wrong is refused here: neither old nor new side, a share over
 * one, shares of one old unit that sum to more than one, the same pair twice, one document on two effective
 * days or with two days of decision, no effective day, a 撤回 (or 废止, 自始无效, 延期) without a target.
 * @param changeset the changeset
 * @param row the row; everything is copied
 * @param err reason with the row's line, may be NULL
 * @return QUHUA_OK, QUHUA_E_INVALID or QUHUA_E_NOMEM; the changeset is unchanged on failure */
QUHUA_API quhua_status quhua_changeset_add(quhua_changeset *changeset, const quhua_flow_row *row,
                                           quhua_error *err);

/** How many rows a changeset has.
 * @param changeset the changeset
 * @return number of rows */
QUHUA_API size_t quhua_changeset_count(const quhua_changeset *changeset);

/** A row by position.
 * @param changeset the changeset
 * @param index from 0, less than the count
 * @return borrowed from the changeset; NULL past the end */
QUHUA_API const quhua_flow_row *quhua_changeset_row(const quhua_changeset *changeset, size_t index);

/** The word of a relation.
 * @param relation a relation
 * @param lang QUHUA_LANG_ZH: 合并; QUHUA_LANG_EN: the keyword "merge"
 * @return static text; "" for QUHUA_RELATION_NONE
 * @threadsafe */
QUHUA_API const char *quhua_relation_word(quhua_relation relation, quhua_lang lang);

/** Find a relation by its word, Chinese or English.
 * @param word the word
 * @return QUHUA_RELATION_NONE when it is not known
 * @threadsafe */
QUHUA_API quhua_relation quhua_relation_find(quhua_str word);

/** Read a share: empty, a fraction 2/5, a decimal 0.4, `?`, an interval 1/4..0.5, or `children`.
 * @param text the cell
 * @param[out] out the share
 * @param[out] column character of @p text, from 1, where it goes wrong; may be NULL
 * @return false when the text is none of these, or a bound lies outside 0..1
 * @threadsafe */
QUHUA_API bool quhua_share_parse(quhua_str text, quhua_share *out, uint32_t *column);

/** Buffer size that fits any text made by quhua_share_format(). */
#define QUHUA_SHARE_TEXT_MAX 96

/** Write a share as quhua_share_parse() reads it; a whole share is "1", an empty one "".
 * @param share the share
 * @param out buffer of QUHUA_SHARE_TEXT_MAX bytes, terminated
 * @return bytes written without terminator
 * @threadsafe */
QUHUA_API size_t quhua_share_format(quhua_share share, char out[QUHUA_SHARE_TEXT_MAX]);

QUHUA_END_DECLS
#endif
