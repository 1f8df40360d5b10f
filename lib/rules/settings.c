/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/settings.h"

#include <string.h>

#include "base/fail.h"
#include "base/text_internal.h"
#include "rules/neighbours.h"
#include "rules/size_table.h"

#define PACK_VALUES "off|report|block"
#define APPROVERS "any|province|prefecture|county|township|省级|地级|县级|乡级"
#define LONGEST_KEY 240 /* a tag may be called much, but not everything */

/* Initial values follow the law where it says a number, else practice (docs/guide/rules.md). */
static const quhua_setting settings[] = {
    {"rules.cn-law",
     PACK_VALUES,
     "report",
     {"rules from laws and decrees; off at first in the scheme opaque", "法规规则；opaque 体系初始为 off"}},
    {"rules.cn-size",
     PACK_VALUES,
     "report",
     {"rules about sizes; they need cn-size.table", "规模规则，需设 cn-size.table"}},
    {"rules.shunxiang",
     PACK_VALUES,
     "report",
     {"rules about the direction of mergers; they need shunxiang.neighbours",
      "顺向规则，需设 shunxiang.neighbours"}},
    {"codes.issue",
     "append|fill|explicit",
     "append",
     {"new codes: above the highest ever used, into gaps, or always given",
      "新代码：顺序续编、补空号，或一律给定"}},
    {"codes.children",
     "keep|renumber",
     "keep",
     {"what lies below a recoded unit: keeps its own number where free, or is numbered anew",
      "上级换码时下级：保留顺序码，或重新编号"}},
    {"organs.required",
     "text",
     "",
     {"provisional organs of which a merged village needs one, parted by “;”",
      "合并村至少须设其一的临时组织，以“;”分隔"}},
    {"tag.*",
     "warn|carry|drop|decide",
     "warn",
     {"what becomes of a tag when its unit is merged: warn, carry it on, drop it, or block until it is "
      "decided",
      "单位合并时其标签：提示、保留、取消，或须作出决定"}},
    {"cn-law.approver.township",
     APPROVERS,
     "province",
     {"level that approves changes of townships", "乡级变更的批准级别"}},
    {"cn-law.approver.village",
     APPROVERS,
     "county",
     {"level that approves changes of villages", "村级变更的批准级别"}},
    {"cn-law.approver.group",
     APPROVERS,
     "township",
     {"level that approves changes of groups", "组级变更的批准级别"}},
    {"cn-law.completion-months",
     "number",
     "12",
     {"months from the approval to completion (行政区划管理条例 art. 15)",
      "自批准至完成的月数（条例第15条）"}},
    {"cn-law.extension-months",
     "number",
     "6",
     {"months of extension that may be granted (art. 15)", "可延长的月数（条例第15条）"}},
    {"cn-law.code-months",
     "number",
     "1",
     {"months until the code is fixed and published (art. 17)", "确定公布代码的月数（条例第17条）"}},
    {"cn-law.notice-days",
     "number",
     "15",
     {"days until names are filed and announced (地名管理条例 art. 13)",
      "地名备案公告的天数（地名管理条例第13条）"}},
    {"cn-size.table",
     "table",
     "",
     {"thresholds by province, terrain and kind", "按省、地形、类型的规模标准"}},
    {"shunxiang.neighbours", "table", "", {"pairs of adjacent units", "相邻单位对照"}},
};

#define SETTING_COUNT (sizeof settings / sizeof settings[0])

const quhua_setting *quhua_setting_at(size_t index) {
  return index < SETTING_COUNT ? &settings[index] : NULL;
}

/* Does a key mean the setting? "tag.*" stands for every key that begins with "tag." and goes on. */
static bool means(const quhua_setting *setting, quhua_str key) {
  size_t len = strlen(setting->key);
  if (setting->key[len - 1] != '*') return quhua_str_equal(key, quhua_str_from(setting->key));
  return key.len > len - 1 && memcmp(key.ptr, setting->key, len - 1) == 0;
}

static const quhua_setting *find(quhua_str key) {
  for (size_t i = 0; i < SETTING_COUNT; i++)
    if (means(&settings[i], key)) return &settings[i];
  return NULL;
}

static bool is_number(quhua_str text) {
  if (text.len == 0 || text.len > 5) return false;
  for (size_t i = 0; i < text.len; i++)
    if (text.ptr[i] < '0' || text.ptr[i] > '9') return false;
  return true;
}

/* Is the value one of "a|b|c"? */
static bool is_listed(const char *list, quhua_str value) {
  for (const char *at = list; *at;) {
    size_t len = strcspn(at, "|");
    if (quhua_str_equal(value, (quhua_str){at, len})) return true;
    at += len + (at[len] == '|');
  }
  return false;
}

static bool is_allowed(const quhua_setting *setting, quhua_str value) {
  if (value.len == 0) return true;
  if (strcmp(setting->values, "text") == 0 || strcmp(setting->values, "table") == 0) return true;
  if (strcmp(setting->values, "number") == 0) return is_number(value);
  return is_listed(setting->values, value);
}

/* Tables are read when they are set, so that no bad line is passed over in silence later. */
static quhua_status check_table(const quhua_scheme *scheme, quhua_str key, quhua_str value,
                                quhua_error *err) {
  if (quhua_str_equal(key, quhua_str_from(QUHUA__SIZE_TABLE))) return quhua__size_table_check(value, err);
  if (quhua_str_equal(key, quhua_str_from(QUHUA__NEIGHBOURS)))
    return quhua__neighbours_check(scheme, value, err);
  return QUHUA_OK;
}

quhua_status quhua__setting_check(const quhua_scheme *scheme, quhua_str key, quhua_str value,
                                  quhua_error *err) {
  const quhua_setting *setting = find(key);
  if (!setting)
    return quhua__fail(err, QUHUA_E_INVALID, QUHUA__T("there is no setting “{1}”", "没有设置项“{1}”"),
                       QUHUA__T("docs/guide/rules.md lists the settings", "设置项见 docs/guide/rules.md"),
                       QUHUA__ARGS(key));
  if (is_allowed(setting, value) && key.len <= LONGEST_KEY) return check_table(scheme, key, value, err);
  return quhua__fail(
      err, QUHUA_E_INVALID, QUHUA__T("the setting {1} cannot be “{2}”", "设置项 {1} 不能取值“{2}”"),
      QUHUA__T("it takes {3}", "可取 {3}"), QUHUA__ARGS(key, value, quhua_str_from(setting->values)));
}

/* "off", "report" and "block" by their strictness; -1 for other texts. */
static int strictness(quhua_str value) {
  static const char *const modes[] = {"off", "report", "block"};
  for (int i = 0; i < 3; i++)
    if (quhua_str_equal(value, quhua_str_from(modes[i]))) return i;
  return -1;
}

/* What the register has recorded for a key; empty when nothing holds. */
static quhua_str recorded_value(const quhua__settings *s, quhua_str key) {
  uint32_t number = quhua__state_find_fact(s->state, s->known, (quhua_str){"", 0}, key);
  if (!number) return (quhua_str){"", 0};
  return quhua__texts_at(&s->state->texts, quhua__state_fact(s->state, number)->value);
}

quhua_status quhua__setting_check_override(const quhua__settings *recorded, quhua_str key, quhua_str value,
                                           quhua_error *err) {
  quhua_str held = recorded_value(recorded, key);
  bool pack = quhua__in_family(key, "rules.");
  if (!pack || !held.len || !value.len || strictness(value) >= strictness(held)) return QUHUA_OK;
  return quhua__fail(err, QUHUA_E_INVALID,
                     QUHUA__T("the register has recorded {1}={2}, and this plan asks for {3}",
                              "登记册已设定 {1}={2}，本次规划要求 {3}"),
                     QUHUA__T("record the laxer setting first, or waive the findings",
                              "请先登记更宽的设置，或对核查意见予以豁免"),
                     QUHUA__ARGS(key, held, value));
}

/* A foreign register is under other laws. */
static const char *initial_value(const quhua_setting *setting, const quhua_scheme *scheme) {
  bool foreign = !quhua_scheme_is_structured(scheme);
  return foreign && strcmp(setting->key, "rules.cn-law") == 0 ? "off" : setting->initial;
}

quhua_str quhua__setting(const quhua__settings *s, quhua_str key) {
  const quhua_setting *setting = find(key);
  if (!setting) return (quhua_str){"", 0}; /* whatever a hand-made journal says of such a key */
  for (size_t i = s->own_count; i-- > 0;)
    if (quhua_str_equal(s->own[i].key, key) && s->own[i].value.len) return s->own[i].value;
  quhua_str recorded = recorded_value(s, key);
  return recorded.len ? recorded : quhua_str_from(initial_value(setting, s->state->scheme));
}

quhua_str quhua__setting_named(const quhua__settings *s, const char *key) {
  return quhua__setting(s, quhua_str_from(key));
}

bool quhua__setting_is(const quhua__settings *s, const char *key, const char *value) {
  return quhua_str_equal(quhua__setting_named(s, key), quhua_str_from(value));
}

uint32_t quhua__setting_number(const quhua__settings *s, const char *key) {
  quhua_str text = quhua__setting_named(s, key);
  uint32_t number = 0;
  for (size_t i = 0; i < text.len && i < 5; i++) number = number * 10 + (uint32_t)(text.ptr[i] - '0');
  return number;
}

quhua_str quhua__setting_of(const quhua__settings *s, const char *family, quhua_str name) {
  char key[256];
  size_t len = strlen(family);
  if (len + name.len > sizeof key) return (quhua_str){"", 0};
  memcpy(key, family, len);
  if (name.len) memcpy(key + len, name.ptr, name.len);
  return quhua__setting(s, (quhua_str){key, len + name.len});
}

quhua_str quhua_setting_value(const quhua_snapshot *snapshot, quhua_str key) {
  quhua__settings s = {.state = snapshot->state, .known = snapshot->known};
  return quhua__setting(&s, key);
}
