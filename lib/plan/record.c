/* SPDX-License-Identifier: Apache-2.0 */
/* record.c: facts as entries of their own: settings, milestones, reservations. */
#include <quhua/record.h>

#include <string.h>

#include "base/clock.h"
#include "base/fail.h"
#include "base/text_internal.h"
#include "base/utf8.h"
#include "journal/entry.h"
#include "journal/replay.h"
#include "plan/ledger.h"
#include "plan/plan_internal.h"
#include "plan/record_internal.h"
#include "plan/series.h"
#include "registry/delta.h"
#include "rules/settings.h"

/* Other processes may write at the same time; each loses against one of them once. */
#define MOST_ATTEMPTS 100

/* A limit against hostile callers, far above any table that a setting holds. */
#define LONGEST_TEXT ((size_t)16 * 1024 * 1024)

static quhua_status check_text(quhua_str text, quhua_error *err) {
  bool sound = text.len == 0 || (text.len <= LONGEST_TEXT && !memchr(text.ptr, '\0', text.len) &&
                                 quhua__utf8_span(text) == text.len);
  if (sound) return QUHUA_OK;
  return quhua__fail(err, QUHUA_E_INVALID,
                     QUHUA__T("a text is not valid UTF-8, holds a NUL character, or is longer than 16 MiB",
                              "文本不是有效的 UTF-8、含有空字符，或超过 16 MiB"),
                     QUHUA__T("write it as UTF-8", "请改为有效的 UTF-8 文本"), QUHUA__NO_ARGS);
}

static bool is_ledger(const quhua_fact *fact) {
  return !fact->subject.len && quhua__is_ledger_key(fact->key);
}

/* Years 1000 to 9999, as everywhere. */
static bool has_text_form(quhua_date date) {
  char text[QUHUA_DATE_TEXT_MAX];
  size_t len = quhua_date_format(date, text);
  quhua_date again;
  return quhua_date_parse((quhua_str){text, len}, &again);
}

static quhua_status check_day(const quhua_fact *fact, quhua_error *err) {
  if (has_text_form(fact->date)) return QUHUA_OK;
  return quhua__fail(err, QUHUA_E_INVALID, QUHUA__T("{1} has no day", "{1} 没有日期"),
                     QUHUA__T("give a day of the years 1000 to 9999", "请给出 1000 年至 9999 年之间的日期"),
                     QUHUA__ARGS(fact->key));
}

/* "reserve:LEVEL:CODE", the code in normal form, so that one code has one key. */
static quhua_status check_reservation(const quhua_scheme *scheme, const quhua_fact *fact, quhua_error *err) {
  quhua_str text = {fact->key.ptr + strlen(QUHUA__RESERVE), fact->key.len - strlen(QUHUA__RESERVE)};
  quhua_code code;
  quhua_level level = QUHUA_LEVEL_ANY;
  if (text.len > 2 && text.ptr[1] == ':' &&
      quhua_code_parse(scheme, text, QUHUA_LEVEL_ANY, &code, &level, err) == QUHUA_OK &&
      quhua_str_equal(quhua_str_from(code.text), (quhua_str){text.ptr + 2, text.len - 2}))
    return QUHUA_OK;
  return quhua__fail(
      err, QUHUA_E_INVALID, QUHUA__T("“{1}” is not a level and a code in full", "“{1}”不是级别加完整代码"),
      QUHUA__T("write reserve:4:510723114000", "例如 reserve:4:510723114000"), QUHUA__ARGS(text));
}

/* The one who is told that an export is on record was given an answer, which quhua_export_record() makes sure of. */
static quhua_status refuse_export(const quhua_fact *fact, quhua_error *err) {
  return quhua__fail(
      err, QUHUA_E_INVALID,
      QUHUA__T("“{1}” is an export, which is not recorded by hand", "“{1}”是导出记录，不能手工登记"),
      QUHUA__T("give the answer away with --export (quhua_export_record()), which records it",
               "请在提供答复时使用 --export（quhua_export_record()），由其登记"),
      QUHUA__ARGS(fact->key));
}

quhua_status quhua_fact_check(const quhua_scheme *scheme, const quhua_fact *fact, quhua_error *err) {
  const quhua_str texts[] = {fact->subject, fact->key, fact->value};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    quhua_status status = check_text(texts[i], err);
    if (status != QUHUA_OK) return status;
  }
  if (!fact->subject.len && quhua__begins_with(fact->key, QUHUA__RESERVE))
    return check_reservation(scheme, fact, err);
  if (!fact->subject.len && quhua__is_series_key(fact->key))
    return quhua__series_check(fact->key, fact->value, err);
  if (!fact->subject.len && quhua__begins_with(fact->key, QUHUA__EXPORT_KEY)) return refuse_export(fact, err);
  if (is_ledger(fact)) {
    quhua_status status = quhua__ledger_check(fact, err);
    return status ? status : check_day(fact, err);
  }
  if (!fact->subject.len) return quhua__setting_check(scheme, fact->key, fact->value, err);
  quhua_milestone milestone = quhua_milestone_find(fact->key);
  if (milestone == QUHUA_MILESTONE_NONE)
    return quhua__fail(
        err, QUHUA_E_INVALID, QUHUA__T("“{1}” is not a milestone", "“{1}”不是办理节点"),
        QUHUA__T("proposed, consulted, agreed-out, agreed-in, approved, announced, code-issued, "
                 "in-force, sealed and completed are",
                 "可用：提出 村民会议 划出方同意 划入方同意 批准 公告 赋码 实施 挂牌授印 完成"),
        QUHUA__ARGS(fact->key));
  return check_day(fact, err);
}

/* The effects, each milestone under its English word. A milestone without a text holds all the same. */
static quhua_status put_facts(const quhua_registry *registry, const quhua_fact *facts, size_t count,
                              quhua_date today, quhua__bytes *out, quhua_error *err) {
  for (size_t i = 0; i < count; i++) {
    const quhua_fact *fact = &facts[i];
    quhua_status status = quhua_fact_check(registry->state.scheme, fact, err);
    if (status != QUHUA_OK) return status;
    quhua_milestone milestone = fact->subject.len ? quhua_milestone_find(fact->key) : QUHUA_MILESTONE_NONE;
    quhua_str key = fact->key, value = fact->value;
    if (milestone) key = quhua_str_from(quhua_milestone_word(milestone, QUHUA_LANG_EN));
    if (milestone && !value.len) value = quhua_str_from("-");
    bool dated = milestone || is_ledger(fact);
    quhua__effect_put_fact(out, fact->subject, key, dated ? fact->date : today, value);
  }
  return out->failed ? quhua__fail_nomem(err) : QUHUA_OK;
}

#define MICROS_PER_DAY INT64_C(86400000000)

static quhua_status store(quhua_registry *registry, quhua__entry_head *head, const quhua_entry *entry,
                          quhua_str effects, quhua_error *err) {
  quhua__state overlay;
  quhua__state_init_overlay(&overlay, registry->allocator, &registry->state, head->sequence - 1);
  quhua_store_delta delta = {.allocator = registry->allocator};
  quhua_status status = quhua__state_fold(&overlay, head, effects, err);
  if (status == QUHUA_OK) status = quhua__state_prepare(&registry->state, head, effects, err);
  if (status == QUHUA_OK) status = quhua__delta_new(&delta, registry->allocator, &overlay, err);
  if (status == QUHUA_OK) {
    status = registry->store->commit(registry->store, head->sequence - 1, entry, 1, &delta, err);
    quhua__delta_free(&delta);
  }
  if (status == QUHUA_OK) status = quhua__registry_follow(registry, head, effects, err);
  quhua__state_free(&overlay);
  return status;
}

quhua_date quhua__record_begin(const quhua_registry *registry, quhua_commit_options *options) {
  options->now = quhua__commit_instant(registry, options);
  return (quhua_date)(options->now / MICROS_PER_DAY);
}

static quhua_status commit(quhua_registry *registry, const quhua_commit_options *options, quhua_str effects,
                           quhua__bytes *bytes, quhua_error *err) {
  uint32_t last = (uint32_t)quhua_registry_head(registry);
  quhua__entry_head head = {.sequence = last + 1,
                            .recorded = options->now,
                            .kind = QUHUA_ENTRY_RECORD,
                            .actor = quhua_str_from(options->actor),
                            .document = {"", 0},
                            .effective = (quhua_date)(options->now / MICROS_PER_DAY),
                            .decided = QUHUA_DATE_NONE};
  quhua_digest link = quhua__state_head_digest(&registry->state);
  quhua__entry_body body = {.effects = effects};
  quhua_entry entry;
  quhua_status status = quhua__entry_make(bytes, &head, &link, &body, &entry, err);
  return status == QUHUA_OK ? store(registry, &head, &entry, body.effects, err) : status;
}

quhua_status quhua__record_commit(quhua_registry *registry, const quhua_commit_options *options,
                                  const quhua__bytes *effects, quhua_receipt *receipt, quhua_error *err) {
  quhua__bytes bytes;
  if (effects->failed) return quhua__fail_nomem(err);
  quhua__bytes_init(&bytes, registry->allocator);
  quhua_status status = commit(registry, options, (quhua_str){effects->data, effects->len}, &bytes, err);
  quhua__bytes_free(&bytes);
  if (status == QUHUA_OK && receipt) quhua__receipt_fill(registry, receipt);
  return status;
}

quhua_status quhua_registry_record(quhua_registry *registry, const quhua_fact *facts, size_t count,
                                   const quhua_commit_options *given, quhua_receipt *receipt,
                                   quhua_error *err) {
  quhua_commit_options options = quhua__commit_options(given);
  if (registry->read_only) return quhua__fail_read_only(err);
  if (count == 0)
    return quhua__fail(err, QUHUA_E_INVALID, QUHUA__T("there are no facts to record", "没有需要登记的事项"),
                       QUHUA__T("give at least one", "请至少给出一项"), QUHUA__NO_ARGS);
  quhua__bytes effects;
  quhua__bytes_init(&effects, registry->allocator);
  quhua_status status = QUHUA_E_CONFLICT;
  for (int attempt = 0; status == QUHUA_E_CONFLICT && attempt < MOST_ATTEMPTS; attempt++) {
    status = attempt ? quhua_registry_refresh(registry, err)
                     : QUHUA_OK; /* facts stand on nothing: write them again */
    effects.len = 0;
    if (status == QUHUA_OK)
      status = put_facts(registry, facts, count, quhua__record_begin(registry, &options), &effects, err);
    if (status == QUHUA_OK) status = quhua__record_commit(registry, &options, &effects, receipt, err);
  }
  quhua__bytes_free(&effects);
  return status;
}
