/* SPDX-License-Identifier: Apache-2.0 */
/** @file fact.h
 * Facts (登记事项): what is on record about the register itself or about a document, beside the units.
 *
 * A fact has a subject, a key, a day and a value. Facts are journaled like acts and are never changed: a later fact
 * with the same subject and key takes the place of the earlier one, and an empty value ends it (a milestone has no end: what
 * was reached was reached, and a wrong day is corrected by a later fact). Facts stay when their act is taken back. These sorts
 * are known:
 *
 * - **settings** (设置) of the register: the subject is empty. Which rule packs report or block, how codes are issued,
 *   what becomes of tags. See record.h.
 * - **milestones** (办理节点) of a document: proposed, consulted, approved … The value says who, or with what result.
 * - **reservations** (预留代码): the subject is empty, the key `reserve:LEVEL:CODE`, the value a document, a tab and the name
 *   of the unit that shall have the code. It is not given to another document, and that document gets it.
 * - **exports** (导出): the subject is empty, the key `export:ID`. See exports.h; they are recorded there only.
 * - **series** (指标): the subject is empty, the key `series:NAME`. See observe.h.
 * - **ledgers** (账目融合): the subject is empty, the key `ledger:ID` with the identity of a unit, the value the word of a mode
 *   (quhua_ledger_mode) and perhaps a blank and the identity of the unit that keeps the books. Facts of one key hold each
 *   from its own day on; one that an act made ends with the act. See ledger.h. */
#ifndef QUHUA_FACT_H
#define QUHUA_FACT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <quhua/date.h>
#include <quhua/error.h>
#include <quhua/export.h>
#include <quhua/registry.h>
#include <quhua/text.h>
#include <quhua/unit.h>

QUHUA_BEGIN_DECLS

/** Milestones of a document (办理节点). Numbers are stable. Sources: 行政区划管理条例 arts. 13-18, 村民委员会组织法 art. 3. */
typedef enum quhua_milestone {
  QUHUA_MILESTONE_NONE = 0,        /**< no milestone */
  QUHUA_MILESTONE_PROPOSED = 1,    /**< 提出: by the township government */
  QUHUA_MILESTONE_CONSULTED = 2,   /**< 村民会议: day and result of the villagers' meeting */
  QUHUA_MILESTONE_AGREED_OUT = 3,  /**< 划出方同意: the side that gives territory signed */
  QUHUA_MILESTONE_AGREED_IN = 4,   /**< 划入方同意: the side that takes it signed */
  QUHUA_MILESTONE_APPROVED = 5,    /**< 批准: the value is the authority */
  QUHUA_MILESTONE_ANNOUNCED = 6,   /**< 公告 */
  QUHUA_MILESTONE_CODE_ISSUED = 7, /**< 赋码: the codes were fixed and published */
  QUHUA_MILESTONE_IN_FORCE = 8,    /**< 实施: carried out on the ground */
  QUHUA_MILESTONE_SEALED = 9,      /**< 挂牌授印: new name board and seal */
  QUHUA_MILESTONE_COMPLETED = 10   /**< 完成: everything done and reported */
} quhua_milestone;

/** One more than the largest milestone number. */
#define QUHUA_MILESTONE_LIMIT 11

/** The word of a milestone, which is also the key of its fact.
 * @param milestone a milestone
 * @param lang QUHUA_LANG_ZH: 批准; QUHUA_LANG_EN: the keyword "approved", the key
 * @return static text; "" for a number that is no milestone
 * @threadsafe */
QUHUA_API const char *quhua_milestone_word(quhua_milestone milestone, quhua_lang lang);

/** Find a milestone by its word, Chinese or English.
 * @param word the word
 * @return QUHUA_MILESTONE_NONE when it is not known
 * @threadsafe */
QUHUA_API quhua_milestone quhua_milestone_find(quhua_str word);

/** One recorded fact. Texts are borrowed from the snapshot. */
typedef struct quhua_fact {
  quhua_sequence sequence; /**< journal entry that recorded it; ignored when facts are given */
  quhua_str subject;       /**< 文号 of a document; empty: the register */
  quhua_str key;           /**< what is said */
  quhua_str value;         /**< empty: it no longer holds */
  quhua_date date;         /**< day of which it is said */
  uint32_t reserved;       /**< 0 */
} quhua_fact;

/** The fact that holds for a subject and a key: the newest that was recorded.
 * @param snapshot what to ask
 * @param subject document, or empty for the register
 * @param key key
 * @param[out] out the fact
 * @return QUHUA_OK, or QUHUA_E_NOT_FOUND when there is none or the newest has an empty value
 * @threadsafe
 * @cost linear in the facts with that subject and key */
QUHUA_API quhua_status quhua_fact_find(const quhua_snapshot *snapshot, quhua_str subject, quhua_str key,
                                       quhua_fact *out);

/** A recorded fact by position, in the order of record; superseded ones included.
 * @param snapshot what to ask
 * @param index from 0
 * @param[out] out the fact
 * @return false past the last
 * @threadsafe
 * @cost constant */
QUHUA_API bool quhua_fact_at(const quhua_snapshot *snapshot, size_t index, quhua_fact *out);

QUHUA_END_DECLS
#endif
