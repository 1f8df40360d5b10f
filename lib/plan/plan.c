/* SPDX-License-Identifier: Apache-2.0 */
#include "plan/plan_internal.h"

#include <string.h>

#include "base/arena.h"
#include "base/fail.h"
#include "base/options.h"
#include "base/sort.h"
#include "plan/act.h"
#include "rules/packs.h"

void quhua_plan_options_init_sized(quhua_plan_options *options, size_t size) {
  memset(options, 0, size);
  options->struct_size = size;
}

/* Acts by effective day, then by first row. */
static int by_day(const void *ctx, uint32_t a, uint32_t b) {
  const quhua__planned_act *acts = ctx;
  if (acts[a].effective != acts[b].effective) return acts[a].effective < acts[b].effective ? -1 : 1;
  return (acts[a].numbers[0] > acts[b].numbers[0]) - (acts[a].numbers[0] < acts[b].numbers[0]);
}

/* The act of a row: that of its document; rows without one are together by day. */
static quhua__planned_act *act_of(quhua_plan *plan, quhua__table *table, const quhua_flow_row *row) {
  quhua_str key =
      row->document.len ? row->document : (quhua_str){(const char *)&row->effective, sizeof row->effective};
  quhua__planned_act *act = quhua__table_find(table, key.ptr, key.len);
  if (act) return act;
  act = &plan->acts[plan->act_count];
  if (!quhua__table_add(table, key.ptr, key.len, act)) return NULL;
  plan->act_count++;
  act->document = row->document;
  act->effective = row->effective;
  act->decided = row->decided;
  quhua__bytes_init(&act->effects, plan->allocator);
  return act;
}

static bool fill_acts(quhua_plan *plan, const quhua_changeset *changeset, quhua__table *table) {
  size_t count = quhua_changeset_count(changeset);
  quhua__planned_act **act_of_row = quhua__arena_alloc(&plan->arena, count * sizeof(quhua__planned_act *));
  plan->acts = quhua__arena_alloc(&plan->arena, count * sizeof *plan->acts);
  if (!act_of_row || !plan->acts) return false;
  for (size_t i = 0; i < count; i++) {
    const quhua_flow_row *row = quhua_changeset_row(changeset, i);
    quhua__planned_act *act = act_of(plan, table, row);
    if (!act) return false;
    if (act->decided == QUHUA_DATE_NONE) act->decided = row->decided;
    act->row_count++;
    act_of_row[i] = act;
  }
  for (size_t i = 0; i < plan->act_count; i++) {
    quhua__planned_act *act = &plan->acts[i];
    act->rows = quhua__arena_alloc(&plan->arena, act->row_count * sizeof(const quhua_flow_row *));
    act->numbers = quhua__arena_alloc(&plan->arena, act->row_count * sizeof *act->numbers);
    if (!act->rows || !act->numbers) return false;
    act->row_count = 0;
  }
  for (size_t i = 0; i < count; i++) {
    quhua__planned_act *act = act_of_row[i];
    act->rows[act->row_count] = quhua_changeset_row(changeset, i);
    act->numbers[act->row_count++] = (uint32_t)i;
  }
  return true;
}

static bool sort_acts(quhua_plan *plan) {
  size_t count = plan->act_count;
  uint32_t *order = quhua__arena_alloc(&plan->arena, 2 * count * sizeof *order);
  quhua__planned_act *sorted = quhua__arena_alloc(&plan->arena, count * sizeof *sorted);
  if (!order || !sorted) return false;
  for (uint32_t i = 0; i < count; i++) order[i] = i;
  quhua__sort(order, order + count, count, by_day, plan->acts);
  for (size_t i = 0; i < count; i++) sorted[i] = plan->acts[order[i]];
  plan->acts = sorted;
  plan->days = (quhua_period){sorted[0].effective, sorted[count - 1].effective};
  return true;
}

quhua_status quhua__plan_split(quhua_plan *plan, const quhua_changeset *changeset, quhua_error *err) {
  quhua__table table;
  quhua__table_init(&table, plan->allocator);
  bool ok = fill_acts(plan, changeset, &table) && sort_acts(plan);
  quhua__table_free(&table);
  return ok ? QUHUA_OK : quhua__fail_nomem(err);
}

/* The way an act is planned: that of its first row that is about another act or about the record. */
static quhua_relation way_of(const quhua__act *act) {
  for (size_t i = 0; i < act->row_count; i++)
    if (act->rows[i].row->relation >= QUHUA_RELATION_CORRECT) return act->rows[i].row->relation;
  return QUHUA_RELATION_NONE;
}

/* Such acts do one thing only. */
static void refuse_mixture(quhua__act *act, quhua_relation way) {
  for (size_t i = 0; way && i < act->row_count; i++) {
    if (act->rows[i].row->relation == way) continue;
    quhua_str args[] = {quhua_str_from(quhua_relation_word(way, QUHUA_LANG_EN)),
                        quhua_str_from(quhua_relation_word(way, QUHUA_LANG_ZH))};
    quhua__act_report_row(act, QUHUA__RULE_MIXED, &act->rows[i], args, 2);
  }
}

static void run_steps(quhua__act *act, quhua__bytes *out) {
  static void (*const steps[])(quhua__act *) = {quhua__act_resolve,   quhua__act_identify, quhua__act_outcome,
                                                quhua__act_recode,    quhua__act_carry,    quhua__act_check,
                                                quhua__act_territory, quhua__act_amounts};
  static void (*const repeal[])(quhua__act *) = {quhua__act_repeal, quhua__act_recode, quhua__act_check,
                                                 quhua__act_territory};
  quhua_relation way = way_of(act);
  refuse_mixture(act, way);
  if (act->hopeless) return;
  switch (way) {
  case QUHUA_RELATION_WITHDRAW:
  case QUHUA_RELATION_ANNUL:
  case QUHUA_RELATION_POSTPONE: quhua__act_withdraw(act, out); return;
  case QUHUA_RELATION_CORRECT: quhua__act_correct(act, out); return;
  default: break;
  }
  void (*const *todo)(quhua__act *) = way ? repeal : steps;
  size_t count = way ? sizeof repeal / sizeof repeal[0] : sizeof steps / sizeof steps[0];
  for (size_t i = 0; i < count; i++) {
    if (act->failed) return;
    /* findings of one step are all given; a step needs sound results of the steps before it */
    bool judges =
        todo[i] == quhua__act_carry || todo[i] == quhua__act_check || todo[i] == quhua__act_territory;
    if (act->hopeless && !judges) return;
    todo[i](act);
  }
  if (!act->failed && !act->hopeless) quhua__act_effects(act, out);
  if (!act->failed && !act->hopeless) quhua__act_put_ledgers(act, out);
}

/* Apply what the act does to the overlay, so that the next act sees it. */
static quhua_status fold_act(quhua_plan *plan, const quhua__planned_act *planned, quhua_error *err) {
  quhua__entry_head head = {.sequence = quhua__state_head(&plan->overlay) + 1,
                            .kind = QUHUA_ENTRY_ACT,
                            .actor = {"", 0},
                            .document = planned->document,
                            .effective = planned->effective,
                            .decided = planned->decided};
  return quhua__state_fold(&plan->overlay, &head, (quhua_str){planned->effects.data, planned->effects.len},
                           err);
}

static quhua__finding_place place_of_unit(const void *ctx, quhua_unit_id unit) {
  const quhua__act *act = ctx;
  const quhua__member *member = unit ? quhua__act_find_member(act, (uint32_t)unit) : NULL;
  quhua__finding_place place = quhua__act_place(act, member);
  place.unit = unit;
  return place;
}

/* What the rules say about the act now that its end is known. */
static quhua_status judge_act(quhua_plan *plan, const quhua__act *act, const quhua__planned_act *planned,
                              quhua_error *err) {
  quhua_snapshot before = {plan->allocator, &plan->overlay, act->known};
  quhua_snapshot after = {plan->allocator, &plan->overlay, act->known + 1};
  quhua_judged_act judged = {.before = &before,
                             .after = &after,
                             .document = planned->document,
                             .effective = planned->effective,
                             .decided = planned->decided,
                             .sequence = after.known};
  quhua__judge judge = {.act = &judged,
                        .settings = act->settings,
                        .findings = act->findings,
                        .arena = act->arena,
                        .milestones = act->milestones,
                        .milestone_count = act->milestone_count,
                        .place = place_of_unit,
                        .place_ctx = act};
  return quhua__judge_act(&judge, plan->options.rules, plan->options.rule_count, err);
}

static quhua_status run_act(quhua_plan *plan, quhua__planned_act *planned, quhua__act *act,
                            quhua_error *err) {
  act->rows = quhua__arena_alloc(act->arena, planned->row_count * sizeof *act->rows);
  if (!act->rows) return quhua__fail_nomem(err);
  for (size_t i = 0; i < planned->row_count; i++)
    act->rows[i] = (quhua__act_row){.row = planned->rows[i], .number = planned->numbers[i]};
  quhua__act_put_facts(act, planned->document, &planned->effects);
  if (!act->failed) run_steps(act, &planned->effects);
  planned->hopeless = act->hopeless;
  if (act->failed || plan->findings.failed || planned->effects.failed) return quhua__fail_nomem(err);
  if (planned->hopeless) return QUHUA_OK;
  quhua_status status = fold_act(plan, planned, err);
  return status == QUHUA_OK ? judge_act(plan, act, planned, err) : status;
}

static quhua_status plan_act(quhua_plan *plan, quhua__planned_act *planned, quhua_error *err) {
  quhua__arena arena;
  quhua__arena_init(&arena, plan->allocator);
  quhua__settings settings = {.own = plan->options.settings,
                              .own_count = plan->options.setting_count,
                              .state = &plan->overlay,
                              .known = quhua__state_head(&plan->overlay)};
  quhua__act act = {.allocator = plan->allocator,
                    .arena = &arena,
                    .state = &plan->overlay,
                    .known = settings.known,
                    .scheme = plan->overlay.scheme,
                    .settings = &settings,
                    .findings = &plan->findings,
                    .document = planned->document,
                    .date = planned->effective,
                    .row_count = planned->row_count,
                    .next_unit = quhua__state_now(&plan->overlay).units + 1};
  quhua__table_init(&act.by_unit, plan->allocator);
  quhua__table_init(&act.by_key, plan->allocator);
  planned->findings_before = plan->findings.count;
  quhua_status status = run_act(plan, planned, &act, err);
  planned->findings_after = plan->findings.count;
  if (status == QUHUA_OK && plan->findings.failed) status = quhua__fail_nomem(err);
  quhua__table_free(&act.by_unit);
  quhua__table_free(&act.by_key);
  quhua__arena_free(&arena);
  return status;
}

static quhua_status build(quhua_plan *plan, quhua_error *err) {
  quhua_status status = quhua__plan_split(plan, plan->changeset, err);
  for (size_t i = 0; status == QUHUA_OK && i < plan->act_count; i++)
    status = plan_act(plan, &plan->acts[i], err);
  plan->after = (quhua_snapshot){plan->allocator, &plan->overlay, quhua__state_head(&plan->overlay)};
  return status;
}

static quhua_status check_options(const quhua_snapshot *base, const quhua_plan_options *options,
                                  quhua_error *err) {
  quhua_status status = QUHUA_OK;
  quhua__settings recorded = {.state = base->state, .known = base->known};
  for (size_t i = 0; status == QUHUA_OK && i < options->setting_count; i++) {
    const quhua_attribute *own = &options->settings[i];
    status = quhua__setting_check(base->state->scheme, own->key, own->value, err);
    if (status == QUHUA_OK) status = quhua__setting_check_override(&recorded, own->key, own->value, err);
  }
  for (size_t i = 0; status == QUHUA_OK && i < options->rule_count; i++) {
    const quhua_rule *rule = options->rules[i].rule;
    bool sound = rule && rule->id && rule->id[0] && options->rules[i].judge;
    if (!sound || quhua_rule_find(quhua_str_from(rule->id)))
      status = quhua__fail(
          err, QUHUA_E_INVALID,
          QUHUA__T("a rule of the caller's has no id, no function, or the id of a built-in rule",
                   "调用方规则缺少编号或函数，或与内置规则同名"),
          QUHUA__T("give it an id “pack.name” of its own", "请给出独有的编号“规则包.名称”"), QUHUA__NO_ARGS);
  }
  return status;
}

/* The options for as long as the plan lives: it may be planned again. */
static bool keep_options(quhua_plan *plan, const quhua_plan_options *given) {
  quhua_plan_options *own = &plan->options;
  *own = *given;
  quhua_attribute *settings = quhua__arena_alloc(&plan->arena, (given->setting_count + 1) * sizeof *settings);
  quhua_host_rule *rules = quhua__arena_alloc(&plan->arena, (given->rule_count + 1) * sizeof *rules);
  if (!settings || !rules) return false;
  for (size_t i = 0; i < given->setting_count; i++)
    if (!quhua__arena_copy(&plan->arena, given->settings[i].key, &settings[i].key) ||
        !quhua__arena_copy(&plan->arena, given->settings[i].value, &settings[i].value))
      return false;
  if (given->rule_count) memcpy(rules, given->rules, given->rule_count * sizeof *rules);
  own->settings = settings;
  own->rules = rules;
  return true;
}

quhua_status quhua_plan_build(const quhua_snapshot *base, const quhua_changeset *changeset,
                              const quhua_plan_options *given, quhua_plan **out, quhua_error *err) {
  quhua_plan_options options;
  quhua_plan_options_init(&options);
  *out = NULL;
  quhua__options_take(&options, sizeof options, given);
  quhua_status status = check_options(base, &options, err);
  if (status != QUHUA_OK) return status;
  if (quhua_changeset_count(changeset) == 0)
    return quhua__fail(err, QUHUA_E_INVALID, QUHUA__T("there are no acts to plan", "没有需要规划的变更"),
                       QUHUA__T("add rows to the changeset", "请添加变更行"), QUHUA__NO_ARGS);
  quhua_plan *plan = base->allocator->alloc(base->allocator->ctx, sizeof *plan);
  if (!plan) return quhua__fail_nomem(err);
  memset(plan, 0, sizeof *plan);
  plan->allocator = base->allocator;
  plan->base = base;
  quhua__arena_init(&plan->arena, plan->allocator);
  quhua__findings_init(&plan->findings, plan->allocator);
  quhua__state_init_overlay(&plan->overlay, plan->allocator, base->state, base->known);
  plan->changeset = changeset;
  status = keep_options(plan, &options) ? build(plan, err) : quhua__fail_nomem(err);
  if (status == QUHUA_OK)
    *out = plan;
  else
    quhua_plan_free(plan);
  return status;
}

void quhua_plan_free(quhua_plan *plan) {
  if (!plan) return;
  const quhua_allocator *allocator = plan->allocator;
  for (size_t i = 0; i < plan->act_count; i++) quhua__bytes_free(&plan->acts[i].effects);
  quhua__findings_free(&plan->findings);
  quhua__state_free(&plan->overlay);
  quhua__arena_free(&plan->arena);
  allocator->free(allocator->ctx, plan, sizeof *plan);
}

const quhua_snapshot *quhua_plan_before(const quhua_plan *plan) { return plan->base; }
const quhua_snapshot *quhua_plan_after(const quhua_plan *plan) { return &plan->after; }
quhua_period quhua_plan_days(const quhua_plan *plan) { return plan->days; }

const quhua_finding *quhua_plan_finding(const quhua_plan *plan, size_t index) {
  return index < plan->findings.count ? &plan->findings.list[index] : NULL;
}

size_t quhua_plan_count_findings(const quhua_plan *plan, quhua_severity severity) {
  size_t count = 0;
  for (size_t i = 0; i < plan->findings.count; i++) count += plan->findings.list[i].severity == severity;
  return count;
}
