/* SPDX-License-Identifier: Apache-2.0 */
/** @file rules.h
 * Findings (核查意见): what the rules say about a plan. All of them are reported, not only the first. */
#ifndef QUHUA_RULES_H
#define QUHUA_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <quhua/code.h>
#include <quhua/export.h>
#include <quhua/text.h>
#include <quhua/unit.h>

QUHUA_BEGIN_DECLS

/** How grave a finding is. Numbers are stable. */
typedef enum quhua_severity {
  QUHUA_SEVERITY_NOTE = 0,    /**< worth knowing (提示) */
  QUHUA_SEVERITY_WARNING = 1, /**< probably wrong; does not stop a commit (警告) */
  QUHUA_SEVERITY_BLOCKING = 2 /**< stops a commit (阻断) */
} quhua_severity;

/** A rule of the catalogue. All texts are static. */
typedef struct quhua_rule {
  const char *id;                      /**< "pack.name", for example "code.held" */
  const char *source;                  /**< law, standard or contract that it comes from */
  const char *title[QUHUA_LANG_COUNT]; /**< one line that says what the rule demands */
  quhua_severity severity;             /**< of its findings, unless a finding says otherwise */
  bool waivable;                       /**< whether a person may override a blocking finding with a reason */
} quhua_rule;

/** A rule by position in the catalogue.
 * @param index from 0
 * @return static; NULL past the last
 * @threadsafe */
QUHUA_API const quhua_rule *quhua_rule_at(size_t index);

/** A rule by id.
 * @param id "pack.name"
 * @return static; NULL when there is none
 * @threadsafe */
QUHUA_API const quhua_rule *quhua_rule_find(quhua_str id);

/** One finding. Texts are borrowed from the plan that holds it. */
typedef struct quhua_finding {
  const quhua_rule *rule;              /**< the rule */
  quhua_str message[QUHUA_LANG_COUNT]; /**< what was found, with the units named */
  quhua_unit_id unit;                  /**< unit it is about, 0 when it is about a row */
  quhua_code code;                     /**< code it is about; may be empty */
  quhua_severity severity;             /**< of this finding */
  uint32_t row;                        /**< row of the changeset, from 0; UINT32_MAX for none */
  uint32_t line;                       /**< line of the text input, 0 for none */
  bool waived;                         /**< a waiver covers it */
} quhua_finding;

QUHUA_END_DECLS
#endif
