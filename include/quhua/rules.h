/* SPDX-License-Identifier: Apache-2.0 */
/** @file rules.h
 * Rules (规则) and findings (核查意见): what the rules say about a plan. All of them are reported, not only the first.
 *
 * Rules come in packs, the part of the id before the point. `structure`, `code`, `time` and `lineage` always judge.
 * `cn-law` (法规), `cn-size` (规模) and `shunxiang` (顺向) judge as the setting `rules.PACK` of the register says: `off`,
 * `report` (their findings warn at most), or `block`. A program adds rules of its own with quhua_host_rule. */
#ifndef QUHUA_RULES_H
#define QUHUA_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <quhua/code.h>
#include <quhua/error.h>
#include <quhua/export.h>
#include <quhua/lineage.h>
#include <quhua/registry.h>
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
  const char *parameters;              /**< keys of the settings that it reads, parted by spaces; may be "" */
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
} quhua_finding;

/** One act of a plan at its end, as a rule sees it. Borrowed for the time of a call. */
typedef struct quhua_judged_act {
  const quhua_snapshot *before; /**< the register just before the act; ask it about the effective day */
  const quhua_snapshot *after;  /**< the register just after the act */
  quhua_str document;           /**< 文号 */
  quhua_date effective;         /**< effective day */
  quhua_date decided;           /**< day of the decision, or QUHUA_DATE_NONE */
  quhua_sequence sequence;      /**< number that its entry has in @ref after */
} quhua_judged_act;

/** A flow of the act, by position in the order of the journal.
 * @param act the act
 * @param index from 0
 * @param[out] out the flow; texts are borrowed from act->after
 * @return false past the last
 * @threadsafe */
QUHUA_API bool quhua_judged_act_flow(const quhua_judged_act *act, size_t index, quhua_flow *out);

/** The next unit that the act begins, ends or changes.
 * @param act the act
 * @param[in,out] position 0 at first; the call moves it on
 * @param[out] before its version just before the act; its id is 0 when it did not live
 * @param[out] after its version just after the act; its id is 0 when it does not live
 * @return false past the last; the same unit may come again in acts about acts
 * @threadsafe
 * @cost of a whole walk: linear in the versions of the units */
QUHUA_API bool quhua_judged_act_unit(const quhua_judged_act *act, size_t *position, quhua_unit *before,
                                     quhua_unit *after);

/** Where a rule puts its findings. Opaque. */
typedef struct quhua_verdict quhua_verdict;

/** Add a finding of the host's rule that is judging.
 * @param verdict as given to the rule
 * @param unit the unit it is about; 0 for the act as a whole
 * @param severity how grave
 * @param message in both languages; copied
 * @threadsafe */
QUHUA_API void quhua_verdict_add(quhua_verdict *verdict, quhua_unit_id unit, quhua_severity severity,
                                 const quhua_str message[QUHUA_LANG_COUNT]);

/** A rule of the program that uses the library. */
typedef struct quhua_host_rule {
  const quhua_rule
      *rule; /**< its description; must outlive the plans. The id is "pack.name", not one of ours */
  /** Judge one act. Called once for each act, in their order, after all its effects.
   * @param ctx as below @param act the act @param verdict takes the findings @param err reason of a failure
   * @return QUHUA_OK; anything else fails the plan with that status */
  quhua_status (*judge)(void *ctx, const quhua_judged_act *act, quhua_verdict *verdict, quhua_error *err);
  void *ctx; /**< the caller's */
} quhua_host_rule;

QUHUA_END_DECLS
#endif
