/* SPDX-License-Identifier: Apache-2.0 */
/** @file due.h
 * Deadlines (办理期限): what the law and the register's settings ask to be done by a day, and whether it was.
 *
 * For each act in force: codes fixed and published (行政区划管理条例 art. 17), names announced (地名管理条例 art. 13), everything
 * completed (art. 15). For each provisional organ (临时党组织, 村临时工作委员会): the end of its term. For a transfer between
 * counties: the consent of both sides. */
#ifndef QUHUA_DUE_H
#define QUHUA_DUE_H

#include <stddef.h>

#include <quhua/date.h>
#include <quhua/error.h>
#include <quhua/export.h>
#include <quhua/registry.h>
#include <quhua/rules.h>

QUHUA_BEGIN_DECLS

/** How a deadline stands on the day that was asked about. Numbers are stable. */
typedef enum quhua_due_state {
  QUHUA_DUE_MET = 0,    /**< done in time (按期) */
  QUHUA_DUE_LATE = 1,   /**< done, but too late (逾期完成) */
  QUHUA_DUE_OPEN = 2,   /**< not done, and there is time left (未到期) */
  QUHUA_DUE_OVERDUE = 3 /**< not done, and the time is over (逾期) */
} quhua_due_state;

/** The word of a state.
 * @param state a state
 * @param lang language
 * @return static text; "" for a number that is no state
 * @threadsafe */
QUHUA_API const char *quhua_due_state_word(quhua_due_state state, quhua_lang lang);

/** One deadline. Texts are borrowed from the list that holds it. */
typedef struct quhua_due {
  const quhua_rule *rule;  /**< the rule that sets it */
  quhua_sequence sequence; /**< journal entry of the act; of an organ, the entry that recorded the version */
  quhua_str document;      /**< 文号; empty for an organ */
  quhua_unit_id unit;      /**< unit of an organ or transfer, else 0 */
  quhua_str subject;       /**< name of an organ; of a transfer the milestone that is asked for, "agreed-out" or
                                "agreed-in"; of a completion the last day if the time is extended; else empty */
  quhua_date due;          /**< last day */
  quhua_date done;         /**< day on which it was done, or QUHUA_DATE_NONE */
  quhua_due_state state;   /**< on the day that was asked about */
} quhua_due;

/** A list of deadlines. Opaque. */
typedef struct quhua_dues quhua_dues;

/** All deadlines of acts that are in force or decided by a day, and of organs that are on record for it, by deadline.
 *
 * Time counts from the day of the approval: the milestone `approved`, else the day of the decision, else the effective
 * day. Months are calendar months. An act that was taken back has no deadlines, and one that only takes back acts or
 * corrects the record gives none. Acts give none either while the setting `rules.cn-law` is `off`. An act without
 * document cannot have milestones: its deadlines are given all the same.
 * @param snapshot what to ask; must outlive the list
 * @param day the day on which they are judged
 * @param[out] out owned; free with quhua_dues_free()
 * @param err reason, may be NULL
 * @return QUHUA_OK or QUHUA_E_NOMEM
 * @threadsafe
 * @cost n log n in the acts and in the versions with attributes */
QUHUA_API quhua_status quhua_dues_new(const quhua_snapshot *snapshot, quhua_date day, quhua_dues **out,
                                      quhua_error *err);
/** How many deadlines a list holds.
 * @param dues the list
 * @return number of deadlines */
QUHUA_API size_t quhua_dues_count(const quhua_dues *dues);
/** A deadline by position.
 * @param dues the list
 * @param index from 0
 * @return borrowed from the list; NULL past the end */
QUHUA_API const quhua_due *quhua_dues_at(const quhua_dues *dues, size_t index);
/** Free a list of deadlines.
 * @param dues consumed; NULL is allowed */
QUHUA_API void quhua_dues_free(quhua_dues *dues);

/** How an act stands on a day (办理状态). Numbers are stable. */
typedef enum quhua_act_state {
  QUHUA_ACT_NONE = 0,      /**< the entry is no act */
  QUHUA_ACT_PLANNED = 1,   /**< its effective day is still to come (待实施) */
  QUHUA_ACT_PENDING = 2,   /**< a transfer between counties, and the consent of a side is missing (待定) */
  QUHUA_ACT_IN_FORCE = 3,  /**< in force (已生效) */
  QUHUA_ACT_COMPLETED = 4, /**< in force, and the milestone `completed` was reached (已完成) */
  QUHUA_ACT_WITHDRAWN = 5, /**< taken back before it took effect (已撤回) */
  QUHUA_ACT_ANNULLED = 6,  /**< taken back after it had taken effect (自始无效) */
  QUHUA_ACT_POSTPONED = 7  /**< taken back and given another day by a later act (已延期) */
} quhua_act_state;

/** How an act stands on a day. What a snapshot knows about taking acts back counts whatever the day is.
 * @param snapshot what to ask
 * @param sequence journal entry of the act
 * @param day the day
 * @return the state; QUHUA_ACT_NONE for entries that are no acts and for sequences that the snapshot does not know
 * @threadsafe
 * @cost linear in the units that the act changed and in the acts that were ever taken back */
QUHUA_API quhua_act_state quhua_act_state_on(const quhua_snapshot *snapshot, quhua_sequence sequence,
                                             quhua_date day);

/** The word of a state.
 * @param state a state
 * @param lang language; QUHUA_LANG_EN: a keyword such as "in-force"
 * @return static text; "" for QUHUA_ACT_NONE and for a number that is no state
 * @threadsafe */
QUHUA_API const char *quhua_act_state_word(quhua_act_state state, quhua_lang lang);

QUHUA_END_DECLS
#endif
