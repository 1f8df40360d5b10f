/* SPDX-License-Identifier: Apache-2.0 */
/* law.c: what the law asks of the procedure by which units change: a document, an authority, the villagers' meeting.
 *
 * Sources: 行政区划管理条例 (国务院令第704号) arts. 9-13, 行政区划管理条例实施办法 (民政部令第65号) art. 2, 村民委员会组织法 art. 3,
 * 居委会组织法 art. 6, 行政区划代码管理办法 (民政部令第79号) art. 6.
 *
 * What is judged:
 * - An act alters a unit when the unit begins, ends, or gets another proper name, kind or superior, and an act moves the
 *   seat of a township. A new spelling, attributes, statistics and codes that follow are altered by nobody's decision.
 * - A unit that comes under another superior alters the territory of both superiors, not itself: a village that moves to
 *   another town is a 界线变更 of the towns. Only a township that moves is itself what is decided about (隶属关系变更).
 * - One act has one approval. It must come from the level that the most demanding of the altered units asks for: the
 *   setting of 乡级, 村级 or 组级. A 街道 asks for a prefecture at most, because art. 10 leaves it to the government that
 *   approved its setting up, the one above the county level. The law knows no 类似乡级单位, 虚拟社区 or 网格; and what it asks
 *   for counties and above (条例 arts. 6-8) is not judged.
 * - Which authority a text means is told by rules/authority.h; whatever may mean a high enough one is let pass, and so is
 *   every text when the setting is none of province, prefecture, county and township.
 * - An act that takes back or postpones another one changes nothing in the world: only its document is judged. A
 *   correction of the record needs not even that. */
#include <string.h>

#include "base/table.h"
#include "rules/authority.h"
#include "rules/packs.h"
#include "rules/tally.h"
#include "rules/term.h"
#include "rules/transfers.h"

typedef struct approver_level {
  quhua_level level;
  const char *word[QUHUA_LANG_COUNT];
} approver_level;

static const approver_level approver_levels[] = {
    {QUHUA_LEVEL_PROVINCE, {"province", "省级"}},
    {QUHUA_LEVEL_PREFECTURE, {"prefecture", "地级"}},
    {QUHUA_LEVEL_COUNTY, {"county", "县级"}},
    {QUHUA_LEVEL_TOWNSHIP, {"township", "乡级"}},
};

#define APPROVER_LEVELS (sizeof approver_levels / sizeof *approver_levels)

typedef struct law {
  quhua__judge *judge;
  quhua_level asked[QUHUA_LEVEL_MAX + 1]; /* by level of the unit: level that approves; ANY: not judged */
  bool changes;                           /* anything but attributes and spellings */
  bool alters;                            /* anything that somebody has to approve */
  quhua_level approver;                   /* the highest level that is asked for; ANY for none */
  quhua_unit subject;                     /* the first unit that asks for it */
  quhua__tally villages;                  /* 村委会 whose villagers' meeting has to agree */
  quhua__tally founded;       /* 村委会 that begin: those who are to live in them have to agree */
  quhua__tally without_organ; /* merged villages without a provisional organ */
} law;

/* --- what the act does ------------------------------------------------------------------------------------------- */

static quhua_level asked_of(const law *l, quhua_kind kind) {
  switch (kind) {
  case QUHUA_KIND_SUBDISTRICT:
    return l->asked[QUHUA_LEVEL_TOWNSHIP] == QUHUA_LEVEL_PROVINCE ? QUHUA_LEVEL_PREFECTURE
                                                                  : l->asked[QUHUA_LEVEL_TOWNSHIP];
  case QUHUA_KIND_TOWN:
  case QUHUA_KIND_TOWNSHIP:
  case QUHUA_KIND_ETHNIC_TOWNSHIP:
  case QUHUA_KIND_SUMU:
  case QUHUA_KIND_ETHNIC_SUMU:
  case QUHUA_KIND_COMMUNITY:
  case QUHUA_KIND_VILLAGE:
  case QUHUA_KIND_VILLAGER_GROUP:
  case QUHUA_KIND_RESIDENT_GROUP: return l->asked[quhua_kind_level(kind)];
  default: return QUHUA_LEVEL_ANY;
  }
}

static void alter(law *l, const quhua_unit *unit) {
  if (!unit->id) return;
  l->alters = l->changes = true;
  quhua_level level = asked_of(l, unit->kind);
  if (!level || (l->approver && l->approver <= level)) return;
  l->approver = level;
  l->subject = *unit;
}

static quhua_unit version_of(const quhua_snapshot *snapshot, quhua_unit_id id, quhua_date date) {
  quhua_unit unit;
  return quhua_unit_find_id(snapshot, id, date, &unit) == QUHUA_OK ? unit : (quhua_unit){0};
}

/* The villagers' meeting of a 村委会 has to agree. 居委会 have none, and a village that begins has none yet. */
static void consult(law *l, const quhua_unit *unit) {
  const quhua_judged_act *act = l->judge->act;
  if (unit->kind != QUHUA_KIND_VILLAGE) return;
  bool begins = version_of(act->before, unit->id, act->effective).kind != QUHUA_KIND_VILLAGE;
  if (!quhua__tally_add(begins ? &l->founded : &l->villages, unit)) l->judge->failed = true;
}

/* Below the townships a move concerns the units above. */
static void look_at_move(law *l, const quhua_unit *before, const quhua_unit *after) {
  const quhua_judged_act *act = l->judge->act;
  quhua_unit sides[] = {version_of(act->before, before->parent, act->effective),
                        version_of(act->after, after->parent, act->effective)};
  for (size_t i = 0; i < sizeof sides / sizeof *sides; i++) {
    alter(l, &sides[i]);
    consult(l, &sides[i]);
  }
}

static bool same_proper_name(quhua_str a, quhua_str b) {
  char x[512], y[512];
  if (quhua_str_equal(a, b)) return true;
  size_t m = quhua_name_stem(a, x, sizeof x), n = quhua_name_stem(b, y, sizeof y);
  return m == n && m <= sizeof x && memcmp(x, y, m) == 0;
}

static bool seat_moves(const law *l, const quhua_unit *before, const quhua_unit *after) {
  const quhua_judged_act *act = l->judge->act;
  return before->level == QUHUA_LEVEL_TOWNSHIP &&
         !quhua_str_equal(quhua_unit_attribute(act->before, before, "seat"),
                          quhua_unit_attribute(act->after, after, "seat"));
}

/* 代管 is a 隶属关系, and with it the code changes: Order 79 art. 6, which speaks of townships and above. */
static void check_managed_code(const law *l, const quhua_unit *before, const quhua_unit *after) {
  const quhua_judged_act *act = l->judge->act;
  if (after->level > QUHUA_LEVEL_TOWNSHIP || quhua_code_compare(&before->code, &after->code) != 0) return;
  if (quhua_str_equal(quhua_unit_attribute(act->before, before, "managing_parent"),
                      quhua_unit_attribute(act->after, after, "managing_parent")))
    return;
  quhua_str title = quhua__judge_title(l->judge, after);
  quhua__judge_report(l->judge, QUHUA__RULE_LAW_MANAGED_RECODE, after->id, &title, 1);
}

static void look_at_unit(law *l, const quhua_unit *before, const quhua_unit *after) {
  bool lasts = before->id && after->id;
  if (!lasts || before->kind != after->kind) {
    alter(l, before);
    alter(l, after);
    consult(l, before);
    consult(l, after);
  }
  if (!lasts) return;
  bool moves = before->parent != after->parent, below = after->level > QUHUA_LEVEL_TOWNSHIP;
  if (moves && below && after->kind != QUHUA_KIND_GRID) look_at_move(l, before, after);
  if ((moves && !below) || !same_proper_name(before->name, after->name) || seat_moves(l, before, after))
    alter(l, after);
  if (quhua_code_compare(&before->code, &after->code) != 0) l->changes = true;
  check_managed_code(l, before, after);
}

static void look_at_flow(law *l, const quhua_flow *flow) {
  const quhua_judged_act *act = l->judge->act;
  if (!flow->old_unit || !flow->new_unit || flow->old_unit == flow->new_unit) return;
  quhua_unit old_unit = version_of(act->before, flow->old_unit, act->effective);
  quhua_unit new_unit = version_of(act->after, flow->new_unit, act->effective);
  alter(l, &old_unit);
  alter(l, &new_unit);
  consult(l, &old_unit);
  consult(l, &new_unit);
}

/* --- document and authority -------------------------------------------------------------------------------------- */

static void check_document(const law *l) {
  static const quhua__text2 missing[] = {
      {{"document number (文号)", "文号"}},
      {{"day of decision", "批准日期"}},
      {{"document number (文号) and no day of decision", "文号和批准日期"}},
  };
  quhua__judge *j = l->judge;
  bool numbered = j->act->document.len > 0;
  bool decided = j->act->decided != QUHUA_DATE_NONE ||
                 quhua__judge_milestone(j, QUHUA_MILESTONE_APPROVED).date != QUHUA_DATE_NONE;
  if (numbered && decided) return;
  const quhua__text2 *text = &missing[numbered ? 1 : decided ? 0 : 2];
  quhua_str args[] = {quhua_str_from(text->lang[QUHUA_LANG_EN]), quhua_str_from(text->lang[QUHUA_LANG_ZH])};
  quhua__judge_report(j, QUHUA__RULE_LAW_DOCUMENT, 0, args, 2);
}

static const approver_level *approver_level_of(quhua_level level) {
  for (size_t i = 0; i < APPROVER_LEVELS; i++)
    if (approver_levels[i].level == level) return &approver_levels[i];
  return NULL;
}

static quhua_level level_of_setting(const quhua__judge *j, const char *key) {
  quhua_str value = quhua__setting_named(j->settings, key);
  for (size_t i = 0; i < APPROVER_LEVELS; i++)
    for (size_t lang = 0; lang < QUHUA_LANG_COUNT; lang++)
      if (quhua_str_equal(value, quhua_str_from(approver_levels[i].word[lang])))
        return approver_levels[i].level;
  return QUHUA_LEVEL_ANY;
}

/* A milestone that was recorded without a text has "-". */
static bool says_who(quhua_str text) { return text.len && !quhua_str_equal(text, quhua_str_from("-")); }

/* The level of the authority, given the units above the subject before and after. */
static quhua_level level_of_authority(const law *l, quhua_str text) {
  const quhua_judged_act *act = l->judge->act;
  const quhua_snapshot *sides[] = {act->before, act->after};
  quhua_unit above[2 * QUHUA_LEVEL_TOWNSHIP];
  size_t count = 0;
  for (size_t side = 0; side < 2; side++)
    for (int level = QUHUA_LEVEL_PROVINCE; level <= QUHUA_LEVEL_TOWNSHIP; level++) {
      above[count] = quhua__judge_above(sides[side], &l->subject, (quhua_level)level, act->effective);
      if (above[count].id) count++;
    }
  return quhua__authority_level(text, above, count);
}

static void report_no_approver(quhua__judge *j) {
  quhua_str document = j->act->document;
  quhua_str args[] = {document.len ? document : quhua_str_from("the act"),
                      document.len ? document : quhua_str_from("该变更")};
  quhua__judge_report(j, QUHUA__RULE_LAW_APPROVER_MISSING, 0, args, 2);
}

static void check_approver(const law *l) {
  if (!l->alters) return;
  quhua__reached approved = quhua__judge_milestone(l->judge, QUHUA_MILESTONE_APPROVED);
  if (approved.date == QUHUA_DATE_NONE || !says_who(approved.text)) {
    report_no_approver(l->judge);
    return;
  }
  if (!l->approver || level_of_authority(l, approved.text) <= l->approver) return;
  const approver_level *asked = approver_level_of(l->approver);
  quhua_str args[] = {quhua__judge_title(l->judge, &l->subject), approved.text,
                      quhua_str_from(asked->word[QUHUA_LANG_EN]), quhua_str_from(asked->word[QUHUA_LANG_ZH])};
  quhua__judge_report(l->judge, QUHUA__RULE_LAW_APPROVER, l->subject.id, args, 4);
}

/* --- the villagers' meeting -------------------------------------------------------------------------------------- */

static void check_consent(const law *l) {
  quhua__judge *j = l->judge;
  const quhua__tally *villages = l->villages.count ? &l->villages : &l->founded;
  if (!villages->count) return;
  quhua__reached met = quhua__judge_milestone(j, QUHUA_MILESTONE_CONSULTED);
  quhua__reached approved = quhua__judge_milestone(j, QUHUA_MILESTONE_APPROVED);
  quhua_date decided = approved.date != QUHUA_DATE_NONE ? approved.date : j->act->decided;
  if (met.date == QUHUA_DATE_NONE) {
    quhua__tally_report(villages, j, QUHUA__RULE_LAW_CONSENT_MISSING, (quhua_str){"", 0});
  } else if (decided != QUHUA_DATE_NONE && met.date > decided) {
    char late[QUHUA_DATE_TEXT_MAX], day[QUHUA_DATE_TEXT_MAX];
    quhua_str args[] = {{late, quhua_date_format(met.date, late)}, {day, quhua_date_format(decided, day)}};
    quhua__judge_report(j, QUHUA__RULE_LAW_CONSENT_LATE, villages->first.id, args, 2);
  }
}

/* --- provisional organs ------------------------------------------------------------------------------------------ */

/* Does the unit have one of the organs of a list parted by ; or ；, with a term that runs on the day? */
static bool is_listed(quhua_str list, quhua_str name) {
  static const char wide[] = "；";
  for (size_t start = 0, at = 0; at <= list.len; at++) {
    size_t width = at < list.len && list.ptr[at] == ';' ? 1 : 0;
    if (at + strlen(wide) <= list.len && memcmp(list.ptr + at, wide, strlen(wide)) == 0) width = strlen(wide);
    if (!width && at < list.len) continue;
    if (at > start && quhua_str_equal((quhua_str){list.ptr + start, at - start}, name)) return true;
    start = at + width;
  }
  return false;
}

static bool has_organ(const quhua_judged_act *act, const quhua_unit *unit, quhua_str list) {
  quhua_attribute pair;
  for (uint32_t i = 0; quhua_unit_attribute_at(act->after, unit, i, &pair); i++) {
    quhua__term term;
    if (!quhua__is_organ(pair.key) || !is_listed(list, quhua__organ_name(pair.key))) continue;
    if (!quhua__term_read(pair.value, &term)) continue;
    bool runs = term.start <= act->effective && act->effective <= term.planned_end;
    if (runs && (term.end == QUHUA_DATE_NONE || act->effective < term.end)) return true;
  }
  return false;
}

/* Does territory of another unit than this one reach the new unit in this act? */
static bool has_other_origin(const quhua_judged_act *act, const quhua_flow *flow) {
  const quhua__state *s = act->after->state;
  quhua__chain chain = quhua__chain_of_flows(s, act->after->known, (uint32_t)flow->new_unit, false);
  for (uint32_t number; (number = quhua__chain_next(&chain)) != 0;) { /* newest first */
    const quhua__flow_row *other = quhua__state_flow(s, number);
    if (other->recorded_from < (uint32_t)act->sequence) return false;
    if (other->old_unit != flow->old_unit) return true;
  }
  return false;
}

/* A merged village takes the whole of one that ends, beside its own territory or that of others. */
static void look_for_organ(law *l, const quhua_flow *flow, quhua_str list) {
  const quhua_judged_act *act = l->judge->act;
  bool whole = flow->share.kind == QUHUA_SHARE_WHOLE;
  if (!whole || !flow->old_unit || !flow->new_unit || flow->old_unit == flow->new_unit) return;
  quhua_unit old_unit = version_of(act->before, flow->old_unit, act->effective);
  quhua_unit new_unit = version_of(act->after, flow->new_unit, act->effective);
  bool villages = old_unit.level == QUHUA_LEVEL_VILLAGE && new_unit.level == QUHUA_LEVEL_VILLAGE;
  if (!villages || version_of(act->after, flow->old_unit, act->effective).id) return;
  bool absorbs = version_of(act->before, flow->new_unit, act->effective).id != 0;
  if ((!absorbs && !has_other_origin(act, flow)) || has_organ(act, &new_unit, list)) return;
  if (!quhua__tally_add(&l->without_organ, &new_unit)) l->judge->failed = true;
}

/* --- the whole --------------------------------------------------------------------------------------------------- */

static void look(law *l, quhua_str organs) {
  quhua_unit before, after;
  quhua_flow flow;
  size_t position = 0;
  while (!l->judge->failed && quhua_judged_act_unit(l->judge->act, &position, &before, &after))
    look_at_unit(l, &before, &after);
  for (size_t i = 0; !l->judge->failed && quhua_judged_act_flow(l->judge->act, i, &flow); i++) {
    look_at_flow(l, &flow);
    if (organs.len) look_for_organ(l, &flow, organs);
  }
}

static void judge_change(law *l) {
  quhua_str organs = quhua__setting_named(l->judge->settings, "organs.required");
  look(l, organs);
  if (l->judge->failed) return;
  if (l->changes) check_document(l);
  check_approver(l);
  check_consent(l);
  quhua__judge_transfers(l->judge);
  if (l->without_organ.count)
    quhua__tally_report(&l->without_organ, l->judge, QUHUA__RULE_LAW_ORGAN_MISSING, organs);
}

void quhua__judge_law(quhua__judge *j) {
  law l = {.judge = j};
  const quhua__entry_record *entry = quhua__state_entry(j->act->after->state, (uint32_t)j->act->sequence);
  if (entry->amends) return;
  if (entry->retracts) {
    check_document(&l);
    return;
  }
  l.asked[QUHUA_LEVEL_TOWNSHIP] = level_of_setting(j, "cn-law.approver.township");
  l.asked[QUHUA_LEVEL_VILLAGE] = level_of_setting(j, "cn-law.approver.village");
  l.asked[QUHUA_LEVEL_GROUP] = level_of_setting(j, "cn-law.approver.group");
  quhua__tally_init(&l.villages, j->arena);
  quhua__tally_init(&l.founded, j->arena);
  quhua__tally_init(&l.without_organ, j->arena);
  judge_change(&l);
  quhua__tally_free(&l.villages);
  quhua__tally_free(&l.founded);
  quhua__tally_free(&l.without_organ);
}
