/* SPDX-License-Identifier: Apache-2.0 */
/** @file record.h
 * Recording facts: settings of a register (设置), milestones of documents (办理节点), reserved codes (预留代码), what became
 * of the books of villages (账目融合). */
#ifndef QUHUA_RECORD_H
#define QUHUA_RECORD_H

#include <quhua/change.h>
#include <quhua/fact.h>
#include <quhua/plan.h>

QUHUA_BEGIN_DECLS

/** A setting that registers know. All texts are static. */
typedef struct quhua_setting {
  const char *key;                     /**< key of the fact; one that ends in ".*" stands for a family */
  const char *values;                  /**< allowed values parted by "|"; "number", "text" or "table" */
  const char *initial;                 /**< what holds while nothing is recorded */
  const char *title[QUHUA_LANG_COUNT]; /**< one line that says what it decides */
} quhua_setting;

/** A setting by position.
 * @param index from 0
 * @return static; NULL past the last
 * @threadsafe */
QUHUA_API const quhua_setting *quhua_setting_at(size_t index);

/** The value of a setting: the recorded one, else its initial one.
 * @param snapshot what to ask
 * @param key key of a setting
 * @return borrowed from the snapshot or static; empty for an unknown key
 * @threadsafe */
QUHUA_API quhua_str quhua_setting_value(const quhua_snapshot *snapshot, quhua_str key);

/** Is this a fact that can be recorded? Settings must have a known key and an allowed value, milestones a known
 * word, reservations a level and a code of the scheme.
 * @param scheme scheme of the register
 * @param fact the fact
 * @param err what is wrong and what would be right, may be NULL
 * @return QUHUA_OK or QUHUA_E_INVALID
 * @threadsafe */
QUHUA_API quhua_status quhua_fact_check(const quhua_scheme *scheme, const quhua_fact *fact, quhua_error *err);

/** Record facts as one journal entry. All of them or none.
 * @param registry the register
 * @param facts what to record; copied
 * @param count how many, at least 1
 * @param options actor and time; waivers are ignored. NULL for the defaults
 * @param[out] receipt may be NULL
 * @param err reason, may be NULL
 * @return QUHUA_OK; QUHUA_E_INVALID as quhua_fact_check(); QUHUA_E_CONFLICT when other processes keep
 *   writing; QUHUA_E_BUSY, QUHUA_E_NOMEM or QUHUA_E_IO
 * @cost linear in the facts; one durable write */
QUHUA_API quhua_status quhua_registry_record(quhua_registry *registry, const quhua_fact *facts, size_t count,
                                             const quhua_commit_options *options, quhua_receipt *receipt,
                                             quhua_error *err);

/** What became of the books of one unit, from a day on (ledger.h). */
typedef struct quhua_ledger_note {
  quhua_unit_id original; /**< unit whose books they are: the one that the lines were recorded for */
  quhua_unit_id keeper;   /**< unit that keeps them from the day on; 0: whichever its territory lies in */
  quhua_date date;        /**< day from which it holds */
  quhua_ledger_mode mode; /**< how they were merged; QUHUA_LEDGER_UNMERGED takes an earlier word back */
} quhua_ledger_note;

/** Record what became of the books of units, as one journal entry. All of them or none. Of several notes on one unit and
 * one day the newest holds; notes on other days stay.
 * @param registry the register
 * @param notes what to record; copied
 * @param count how many, at least 1
 * @param options actor and time; waivers are ignored. NULL for the defaults
 * @param[out] receipt may be NULL
 * @param err reason, may be NULL
 * @return QUHUA_OK; QUHUA_E_NOT_FOUND for a unit that never was, or a keeper that does not live on the day;
 *   QUHUA_E_INVALID for a mode that is none, a day before the unit began or outside the years 1000 to 9999; and as
 *   quhua_registry_record()
 * @cost linear in the notes and the versions of their units; one durable write */
QUHUA_API quhua_status quhua_registry_record_ledger(quhua_registry *registry, const quhua_ledger_note *notes,
                                                    size_t count, const quhua_commit_options *options,
                                                    quhua_receipt *receipt, quhua_error *err);

QUHUA_END_DECLS
#endif
