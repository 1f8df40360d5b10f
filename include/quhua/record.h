/* SPDX-License-Identifier: Apache-2.0 */
/** @file record.h
 * Recording facts: settings of a register (设置), milestones of documents (办理节点), reserved codes (预留代码). */
#ifndef QUHUA_RECORD_H
#define QUHUA_RECORD_H

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

QUHUA_END_DECLS
#endif
