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

/** One deadline. Texts are borrowed from the snapshot. */
typedef struct quhua_due {
  const quhua_rule *rule;  /**< the rule that sets it */
  quhua_sequence sequence; /**< journal entry of the act; of an organ, the entry that recorded the version */
  quhua_str document;      /**< 文号; empty for an organ */
  quhua_unit_id unit;      /**< unit of an organ or transfer, else 0 */
  quhua_str subject;       /**< name of an organ, or what is missing; may be empty */
  quhua_date due;          /**< last day */
  quhua_date done;         /**< day on which it was done, or QUHUA_DATE_NONE */
  quhua_due_state state;   /**< on the day that was asked about */
} quhua_due;

/** A list of deadlines. Opaque. */
typedef struct quhua_dues quhua_dues;

/** All deadlines of acts that are in force by a day, and of organs that work on it, by deadline.
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

QUHUA_END_DECLS
#endif
