/* SPDX-License-Identifier: Apache-2.0 */
/** @file plan.h
 * Plans: what acts would do. Simulating is planning and looking; committing is planning, checking that
 * nothing has changed meanwhile, and storing.
 *
 * A plan is a pure function of (snapshot, changeset, options). Its cost follows the size of the change. */
#ifndef QUHUA_PLAN_H
#define QUHUA_PLAN_H

#include <stddef.h>
#include <stdint.h>

#include <quhua/change.h>
#include <quhua/error.h>
#include <quhua/export.h>
#include <quhua/registry.h>
#include <quhua/rules.h>

QUHUA_BEGIN_DECLS

/** Options of a plan. */
typedef struct quhua_plan_options {
  size_t struct_size; /**< set by quhua_plan_options_init() */
  const quhua_attribute
      *settings;        /**< settings (record.h) that for this plan take the place of the register's */
  size_t setting_count; /**< how many */
  const quhua_host_rule *rules; /**< rules of the caller's */
  size_t rule_count;            /**< how many */
} quhua_plan_options;

/** Fill options with their defaults.
 * @param options the options
 * @param size sizeof the options as the caller knows them
 * @threadsafe */
QUHUA_API void quhua_plan_options_init_sized(quhua_plan_options *options, size_t size);
/** Fill plan options with their defaults. */
#define quhua_plan_options_init(options) quhua_plan_options_init_sized((options), sizeof *(options))

/** What acts would do. Opaque, immutable, thread-shareable. */
typedef struct quhua_plan quhua_plan;

/** Plan the acts of a changeset on a snapshot. Findings do not make this fail: they are in the plan.
 * @param base the state to start from; must outlive the plan
 * @param changeset the acts; must outlive the plan
 * @param options NULL for the defaults
 * @param[out] out owned; free with quhua_plan_free()
 * @param err reason, may be NULL
 * @return QUHUA_OK, QUHUA_E_INVALID for an empty changeset, a setting that does not exist or has no such value,
 *   or a rule of the caller's without id; QUHUA_E_NOMEM; what a rule of the caller's returned
 * @threadsafe
 * @cost n log n in the units that change, whatever the size of the register */
QUHUA_API quhua_status quhua_plan_build(const quhua_snapshot *base, const quhua_changeset *changeset,
                                        const quhua_plan_options *options, quhua_plan **out,
                                        quhua_error *err);

/** Free a plan.
 * @param plan consumed; NULL is allowed */
QUHUA_API void quhua_plan_free(quhua_plan *plan);

/** The state before the acts: the snapshot that the plan was built on.
 * @param plan the plan
 * @return borrowed
 * @threadsafe */
QUHUA_API const quhua_snapshot *quhua_plan_before(const quhua_plan *plan);

/** The state as it would be after the acts. Every question of registry.h, lineage.h and crosswalk.h may be
 * asked of it. Acts with findings that block and cannot be waived have no effects in it.
 * @param plan the plan
 * @return borrowed from the plan
 * @threadsafe */
QUHUA_API const quhua_snapshot *quhua_plan_after(const quhua_plan *plan);

/** A finding by position, in the order of acts and rows.
 * @param plan the plan
 * @param index from 0
 * @return borrowed; NULL past the last
 * @threadsafe */
QUHUA_API const quhua_finding *quhua_plan_finding(const quhua_plan *plan, size_t index);

/** How many findings of a severity there are.
 * @param plan the plan
 * @param severity the severity
 * @return number of findings
 * @threadsafe */
QUHUA_API size_t quhua_plan_count_findings(const quhua_plan *plan, quhua_severity severity);

/** First and last effective day of the planned acts.
 * @param plan the plan
 * @return the closed pair of days as from and to
 * @threadsafe */
QUHUA_API quhua_period quhua_plan_days(const quhua_plan *plan);

/** The smallest unit whose territory holds everything that the acts touch.
 * @param plan the plan
 * @return identity; 0 when only the whole register does
 * @threadsafe */
QUHUA_API quhua_unit_id quhua_plan_scope(const quhua_plan *plan);

/** Count units by kind inside quhua_plan_scope(), before and after.
 * @param plan the plan
 * @param[out] before units by kind just before the first act
 * @param[out] after units by kind just after the last act
 * @threadsafe
 * @cost linear in the units of the scope */
QUHUA_API void quhua_plan_count_units(const quhua_plan *plan, uint64_t before[QUHUA_KIND_LIMIT],
                                      uint64_t after[QUHUA_KIND_LIMIT]);

/** A decision to go on in spite of a finding. Who decides is the actor of the commit. */
typedef struct quhua_waiver {
  const char *rule;   /**< id of the rule whose findings are waived */
  const char *reason; /**< why; must not be empty */
  const char *code;   /**< only its finding about this code; NULL or "": all its findings */
} quhua_waiver;

/** Plan the same acts on a newer snapshot, when others have committed meanwhile.
 *
 * The new plan is given in every case, so that it can be looked at. It does the same as the old one when no finding
 * is new and every unit ends up the same: code, name, kind, parent. Otherwise each difference is a finding of the rule
 * `time.changed-meanwhile`, which blocks until it is waived.
 * @param plan a plan; its changeset must still live
 * @param newer a later snapshot of the same register; must outlive the new plan
 * @param[out] out owned
 * @param err reason, may be NULL
 * @return as quhua_plan_build(); QUHUA_E_INVALID for a snapshot of another register or an older one
 * @threadsafe
 * @cost as quhua_plan_build() */
QUHUA_API quhua_status quhua_plan_rebase(const quhua_plan *plan, const quhua_snapshot *newer,
                                         quhua_plan **out, quhua_error *err);

/** Options of a commit. */
typedef struct quhua_commit_options {
  size_t struct_size;          /**< set by quhua_commit_options_init() */
  const char *actor;           /**< who commits; NULL for "" */
  const quhua_waiver *waivers; /**< decisions about findings */
  size_t waiver_count;         /**< how many */
  quhua_instant now;           /**< recorded time; INT64_MIN takes the clock */
} quhua_commit_options;

/** Fill commit options with their defaults.
 * @param options the options
 * @param size sizeof the options as the caller knows them
 * @threadsafe */
QUHUA_API void quhua_commit_options_init_sized(quhua_commit_options *options, size_t size);
/** Fill commit options with their defaults. */
#define quhua_commit_options_init(options) quhua_commit_options_init_sized((options), sizeof *(options))

/** Proof of a commit. */
typedef struct quhua_receipt {
  quhua_sequence sequence; /**< journal sequence of the last act */
  quhua_digest head;       /**< digest of that entry; it covers all entries before */
} quhua_receipt;

/** Store a plan: one journal entry for each act, all in one transaction. All of it happens or nothing.
 * A refusal is kept in the store's record of attempts.
 * @param registry the register on which the plan's snapshot was taken
 * @param plan the plan; may be freed afterwards
 * @param options NULL for the defaults
 * @param[out] receipt may be NULL
 * @param err reason, may be NULL
 * @return QUHUA_OK; QUHUA_E_BLOCKED when blocking findings are not waived; QUHUA_E_CONFLICT when the
 *   register has changed since the snapshot; QUHUA_E_BUSY, QUHUA_E_NOMEM, QUHUA_E_IO; QUHUA_E_INVALID when
 *   a waiver names no rule, a rule that cannot be waived, or gives no reason
 * @cost linear in the change; one durable write */
QUHUA_API quhua_status quhua_plan_commit(quhua_registry *registry, const quhua_plan *plan,
                                         const quhua_commit_options *options, quhua_receipt *receipt,
                                         quhua_error *err);

QUHUA_END_DECLS
#endif
