/* SPDX-License-Identifier: Apache-2.0 */
/* commit.c: storing a plan, all of it or nothing. */
#include <string.h>

#include "base/clock.h"
#include "base/fail.h"
#include "base/options.h"
#include "journal/replay.h"
#include "plan/plan_internal.h"
#include "registry/delta.h"

void quhua_commit_options_init_sized(quhua_commit_options *options, size_t size) {
  quhua_commit_options defaults = {.struct_size = size, .actor = "", .now = INT64_MIN};
  quhua__options_fill(options, size, &defaults, sizeof defaults);
}

quhua_commit_options quhua__commit_options(const quhua_commit_options *given) {
  quhua_commit_options options;
  quhua_commit_options_init(&options);
  quhua__options_take(&options, sizeof options, given);
  if (!options.actor) options.actor = "";
  return options;
}

quhua_instant quhua__commit_instant(const quhua_registry *registry, const quhua_commit_options *options) {
  uint32_t newest = (uint32_t)quhua_registry_head(registry);
  quhua_instant now = options->now == INT64_MIN ? quhua__clock_now() : options->now;
  quhua_instant last = newest ? quhua__state_entry(&registry->state, newest)->recorded : 0;
  return now < last ? last : now;
}

quhua_status quhua__fail_read_only(quhua_error *err) {
  return quhua__fail(err, QUHUA_E_UNSUPPORTED,
                     QUHUA__T("the register was opened read-only", "登记册以只读方式打开"), QUHUA__NO_REMEDY,
                     QUHUA__NO_ARGS);
}

void quhua__receipt_fill(const quhua_registry *registry, quhua_receipt *receipt) {
  receipt->sequence = quhua_registry_head(registry);
  quhua_registry_head_digest(registry, &receipt->head);
}

/* The rule of a waiver: one of ours, or one of the host's that has a finding in the plan. */
static const quhua_rule *waived_rule(const quhua_plan *plan, quhua_str id) {
  const quhua_rule *rule = quhua_rule_find(id);
  for (size_t i = 0; !rule && i < plan->options.rule_count; i++)
    if (quhua_str_equal(quhua_str_from(plan->options.rules[i].rule->id), id))
      rule = plan->options.rules[i].rule;
  return rule;
}

static quhua_status check_waiver(const quhua_plan *plan, const quhua_waiver *waiver, quhua_error *err) {
  quhua_str id = quhua_str_from(waiver->rule);
  const quhua_rule *rule = waived_rule(plan, id);
  if (!rule)
    return quhua__fail(
        err, QUHUA_E_INVALID,
        QUHUA__T("a waiver names the rule «{1}», which does not exist", "豁免所列规则“{1}”不存在"),
        QUHUA__T("write the id of a rule as it stands in a finding", "请填写核查意见中的规则编号"),
        QUHUA__ARGS(id));
  if (!rule->waivable)
    return quhua__fail(err, QUHUA_E_INVALID,
                       QUHUA__T("findings of the rule {1} cannot be waived", "规则 {1} 不可豁免"),
                       QUHUA__T("correct the act", "请更正变更内容"), QUHUA__ARGS(id));
  if (!waiver->reason || !waiver->reason[0])
    return quhua__fail(err, QUHUA_E_INVALID,
                       QUHUA__T("the waiver of {1} gives no reason", "对 {1} 的豁免未说明理由"),
                       QUHUA__T("give the reason", "请说明理由"), QUHUA__ARGS(id));
  return QUHUA_OK;
}

static bool covers(const quhua_waiver *waiver, const quhua_finding *finding) {
  if (strcmp(waiver->rule, finding->rule->id) != 0) return false;
  return !waiver->code || !waiver->code[0] || strcmp(waiver->code, finding->code.text) == 0;
}

static bool is_waived(const quhua_commit_options *options, const quhua_finding *finding) {
  for (size_t i = 0; i < options->waiver_count && finding->rule->waivable; i++)
    if (covers(&options->waivers[i], finding)) return true;
  return false;
}

/* First blocking finding that no waiver covers, or NULL. */
static const quhua_finding *obstacle(const quhua_plan *plan, const quhua_commit_options *options) {
  for (size_t i = 0; i < plan->findings.count; i++) {
    const quhua_finding *finding = &plan->findings.list[i];
    if (finding->severity == QUHUA_SEVERITY_BLOCKING && !is_waived(options, finding)) return finding;
  }
  return NULL;
}

/* The entries of a commit and the memory that they need. */
typedef struct batch {
  quhua_plan const *plan;
  quhua_entry *entries;
  quhua__entry_head *heads;
  quhua__bytes *bytes;
  quhua__entry_waiver *waivers;  /* as the options list them */
  quhua__entry_waiver *selected; /* those of one act */
} batch;

static void free_batch(batch *b) {
  const quhua_allocator *a = b->plan->allocator;
  size_t count = b->plan->act_count;
  for (size_t i = 0; b->bytes && i < count; i++) quhua__bytes_free(&b->bytes[i]);
  if (b->entries) a->free(a->ctx, b->entries, count * sizeof *b->entries);
  if (b->heads) a->free(a->ctx, b->heads, count * sizeof *b->heads);
  if (b->bytes) a->free(a->ctx, b->bytes, count * sizeof *b->bytes);
}

/* Does a waiver cover a finding of the act, or one of the plan as a whole? */
static bool concerns(const quhua_waiver *waiver, const quhua_plan *plan, const quhua__planned_act *act) {
  size_t last_of_acts = plan->acts[plan->act_count - 1].findings_after;
  for (size_t i = act->findings_before; i < plan->findings.count; i++) {
    if (i == act->findings_after && i < last_of_acts) i = last_of_acts;
    if (i < plan->findings.count && covers(waiver, &plan->findings.list[i])) return true;
  }
  return false;
}

/* The waivers that concern one act, in b->selected; returns how many. */
static size_t select_waivers(const batch *b, const quhua__planned_act *act,
                             const quhua_commit_options *options) {
  size_t count = 0;
  for (size_t i = 0; i < options->waiver_count; i++)
    if (concerns(&options->waivers[i], b->plan, act)) b->selected[count++] = b->waivers[i];
  return count;
}

static quhua_status write_entry(batch *b, size_t index, const quhua_commit_options *options,
                                quhua_digest *link, quhua_error *err) {
  const quhua__planned_act *act = &b->plan->acts[index];
  quhua__entry_body body = {.rows = act->rows,
                            .row_count = act->row_count,
                            .waivers = b->selected,
                            .waiver_count = select_waivers(b, act, options),
                            .effects = {act->effects.data, act->effects.len}};
  quhua_status status =
      quhua__entry_make(&b->bytes[index], &b->heads[index], link, &body, &b->entries[index], err);
  *link = b->heads[index].digest;
  return status;
}

static quhua_status write_entries(batch *b, const quhua_registry *registry,
                                  const quhua_commit_options *options, quhua_error *err) {
  const quhua_allocator *a = b->plan->allocator;
  size_t count = b->plan->act_count;
  b->entries = a->alloc(a->ctx, count * sizeof *b->entries);
  b->heads = a->alloc(a->ctx, count * sizeof *b->heads);
  b->bytes = a->alloc(a->ctx, count * sizeof *b->bytes);
  for (size_t i = 0; b->bytes && i < count; i++) quhua__bytes_init(&b->bytes[i], a);
  if (!b->entries || !b->heads || !b->bytes) return quhua__fail_nomem(err);
  uint32_t sequence = (uint32_t)quhua_registry_head(registry), next = sequence;
  quhua_instant now = quhua__commit_instant(registry, options);
  quhua_digest link = quhua__state_head_digest(&registry->state);
  quhua_status status = QUHUA_OK;
  for (size_t i = 0; status == QUHUA_OK && i < count; i++) {
    const quhua__planned_act *act = &b->plan->acts[i];
    next++;
    b->heads[i] = (quhua__entry_head){.sequence = next,
                                      .recorded = now,
                                      .kind = QUHUA_ENTRY_ACT,
                                      .actor = quhua_str_from(options->actor),
                                      .document = act->document,
                                      .effective = act->effective,
                                      .decided = act->decided};
    status = write_entry(b, i, options, &link, err);
  }
  return status;
}

/* Make everything ready in memory, store, then let the register in memory follow: from the moment of the store's
 * commit nothing can fail any more. */
static quhua_status store(batch *b, quhua_registry *registry, quhua_error *err) {
  size_t count = b->plan->act_count;
  quhua_status status = QUHUA_OK;
  for (size_t i = 0; status == QUHUA_OK && i < count; i++) {
    quhua_str effects = {b->plan->acts[i].effects.data, b->plan->acts[i].effects.len};
    status = quhua__state_prepare(&registry->state, &b->heads[i], effects, err);
  }
  if (status == QUHUA_OK) status = quhua__state_reserve_overlay(&registry->state, &b->plan->overlay, err);
  quhua_store_delta delta;
  if (status == QUHUA_OK) status = quhua__delta_new(&delta, b->plan->allocator, &b->plan->overlay, err);
  if (status != QUHUA_OK) return status;
  status =
      registry->store->commit(registry->store, quhua_registry_head(registry), b->entries, count, &delta, err);
  quhua__delta_free(&delta);
  for (size_t i = 0; status == QUHUA_OK && i < count; i++) {
    quhua_str effects = {b->plan->acts[i].effects.data, b->plan->acts[i].effects.len};
    status = quhua__registry_follow(registry, &b->heads[i], effects, err);
  }
  return status;
}

/* Waivers as they are journaled: "RULE", or "RULE@CODE" for one finding. */
static bool name_waivers(batch *b, const quhua_commit_options *options, quhua__arena *arena) {
  b->waivers = quhua__arena_alloc(arena, (options->waiver_count + 1) * sizeof *b->waivers);
  b->selected = quhua__arena_alloc(arena, (options->waiver_count + 1) * sizeof *b->selected);
  for (size_t i = 0; b->waivers && b->selected && i < options->waiver_count; i++) {
    const quhua_waiver *waiver = &options->waivers[i];
    quhua_str args[] = {quhua_str_from(waiver->rule), quhua_str_from(waiver->code ? waiver->code : "")};
    size_t size = args[0].len + args[1].len + 2;
    char *text = quhua__arena_bytes(arena, size);
    if (!text) return false;
    size_t len = quhua__fill(args[1].len ? "{1}@{2}" : "{1}", args, 2, text, size);
    b->waivers[i] = (quhua__entry_waiver){{text, len}, quhua_str_from(waiver->reason)};
  }
  return b->waivers && b->selected;
}

static quhua_status commit(quhua_registry *registry, const quhua_plan *plan,
                           const quhua_commit_options *options, quhua_error *err) {
  if (registry->read_only) return quhua__fail_read_only(err);
  quhua_status status = QUHUA_OK;
  for (size_t i = 0; status == QUHUA_OK && i < options->waiver_count; i++)
    status = check_waiver(plan, &options->waivers[i], err);
  if (status != QUHUA_OK) return status;
  const quhua_finding *finding = obstacle(plan, options);
  if (finding) {
    quhua__text2 same = QUHUA__T("{1}: {2}", "{1}：{3}");
    return quhua__fail(err, QUHUA_E_BLOCKED, same, QUHUA__T("see the findings of the plan", "请见核查意见"),
                       QUHUA__ARGS(quhua_str_from(finding->rule->id), finding->message[QUHUA_LANG_EN],
                                   finding->message[QUHUA_LANG_ZH]));
  }
  if (plan->base->state != &registry->state || plan->base->known != quhua_registry_head(registry))
    return quhua__fail(err, QUHUA_E_CONFLICT,
                       QUHUA__T("the register has changed since the plan was made", "规划之后登记册已有变更"),
                       QUHUA__T("refresh, take a new snapshot and plan again", "请刷新并重新规划"),
                       QUHUA__NO_ARGS);
  batch b = {.plan = plan};
  quhua__arena arena;
  quhua__arena_init(&arena, plan->allocator);
  status =
      name_waivers(&b, options, &arena) ? write_entries(&b, registry, options, err) : quhua__fail_nomem(err);
  if (status == QUHUA_OK) status = store(&b, registry, err);
  free_batch(&b);
  quhua__arena_free(&arena);
  return status;
}

/* Refused and failed attempts are kept too (GB/T 22239: whether the event succeeded). Failing to keep one changes
 * nothing about the answer. */
static void keep_attempt(quhua_registry *registry, const quhua_plan *plan,
                         const quhua_commit_options *options, quhua_status status, const quhua_error *err) {
  if (!registry->store->attempt || registry->read_only) return;
  char subject[512];
  size_t len = 0;
  for (size_t i = 0; i < plan->act_count && len + 2 < sizeof subject; i++) {
    quhua_str args[] = {plan->acts[i].document};
    len += quhua__fill(i ? "; {1}" : "{1}", args, 1, subject + len, sizeof subject - len);
  }
  quhua_attempt attempt = {
      .when = options->now == INT64_MIN ? quhua__clock_now() : options->now,
      .actor = options->actor,
      .subject = plan->act_count ? subject : "",
      .outcome = quhua_status_name(status),
      .detail = err->message[QUHUA_LANG_EN],
  };
  registry->store->attempt(registry->store, &attempt, NULL);
}

quhua_status quhua_plan_commit(quhua_registry *registry, const quhua_plan *plan,
                               const quhua_commit_options *given, quhua_receipt *receipt, quhua_error *err) {
  quhua_commit_options options = quhua__commit_options(given);
  quhua_error own;
  if (!err) err = &own;
  quhua_status status = commit(registry, plan, &options, err);
  if (status != QUHUA_OK) {
    keep_attempt(registry, plan, &options, status, err);
    return status;
  }
  if (receipt) quhua__receipt_fill(registry, receipt);
  return QUHUA_OK;
}
