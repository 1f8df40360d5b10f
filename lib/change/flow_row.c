/* SPDX-License-Identifier: Apache-2.0 */
#include "change/flow_row.h"

#include <string.h>

#include <quhua/fact.h>

#include "base/fail.h"
#include "base/fraction.h"
#include "base/utf8.h"
#include "change/amount.h"
#include "change/milestone.h"
#include "change/share.h"

/* Limits against hostile callers, far above any real table. */
#define LONGEST_TEXT ((size_t)16 * 1024 * 1024)
#define LARGEST_ROW ((size_t)64 * 1024)
#define MOST_ITEMS 1024u

/* 1000-01-01 and 9999-12-31, the days that a text form exists for. */
#define FIRST_DAY (-354285)
#define LAST_DAY 2932896

#define FULL_CONFIDENCE 10000

static quhua_flow_row empty_row(size_t size) {
  return (quhua_flow_row){.struct_size = size,
                          .share = {QUHUA__ZERO, QUHUA__ONE, QUHUA_SHARE_EMPTY},
                          .effective = QUHUA_DATE_NONE,
                          .decided = QUHUA_DATE_NONE,
                          .confidence = -1,
                          .earliest = QUHUA_DATE_NONE};
}

void quhua_flow_row_init_sized(quhua_flow_row *row, size_t size) {
  quhua_flow_row empty = empty_row(size);
  if (size > sizeof empty) memset(row, 0, size);
  memcpy(row, &empty, size < sizeof empty ? size : sizeof empty);
}

static bool tail_is_empty(const quhua_flow_row *row) {
  const char *bytes = (const char *)row;
  for (size_t i = sizeof *row; i < row->struct_size; i++)
    if (bytes[i]) return false;
  return true;
}

quhua_status quhua__flow_row_take(const quhua_flow_row *row, quhua_flow_row *out, quhua_error *err) {
  size_t size = row->struct_size;
  if (size < sizeof row->struct_size || size > LARGEST_ROW || !tail_is_empty(row))
    return quhua__fail(
        err, QUHUA_E_INVALID,
        QUHUA__T("the flow row has a size that this version does not know",
                 "流向表行的结构大小不是本版本所知的"),
        QUHUA__T("set it up with quhua_flow_row_init()", "请先用 quhua_flow_row_init() 初始化"),
        QUHUA__NO_ARGS);
  *out = empty_row(sizeof *out);
  memcpy(out, row, size < sizeof *out ? size : sizeof *out);
  out->struct_size = sizeof *out;
  return QUHUA_OK;
}

/* Why a field is refused. */
typedef struct objection {
  quhua__text2 message;
  quhua__text2 remedy;
} objection;

static quhua_status refuse(quhua__flow_fault *fault, quhua__flow_fault where, objection why, quhua_str shown,
                           quhua_error *err) {
  *fault = where;
  return quhua__fail(err, QUHUA_E_INVALID, why.message, why.remedy, QUHUA__ARGS(shown));
}

static quhua_status check_text(quhua_str text, quhua__flow_field field, size_t item, quhua__flow_fault *fault,
                               quhua_error *err) {
  static const objection too_long = {{{"the text is longer than 16 MiB", "文本超过 16 MiB"}},
                                     {{"shorten it", "请缩短文本"}}};
  static const objection malformed = {
      {{"the text is not valid UTF-8, or holds a NUL character", "文本不是有效的 UTF-8，或含有空字符"}},
      {{"write it as UTF-8", "请改为有效的 UTF-8 文本"}}};
  if (text.len == 0) return QUHUA_OK;
  if (text.len > LONGEST_TEXT) return refuse(fault, (quhua__flow_fault){field, item, 0}, too_long, text, err);
  const char *nul = memchr(text.ptr, '\0', text.len);
  size_t valid = nul ? (size_t)(nul - text.ptr) : quhua__utf8_span(text);
  if (valid == text.len) return QUHUA_OK;
  uint32_t column = quhua__utf8_count(text.ptr, text.ptr + valid) + 1;
  return refuse(fault, (quhua__flow_fault){field, item, column}, malformed, text, err);
}

/* Texts whose field has one cell. */
static quhua_status check_texts(const quhua_flow_row *row, quhua__flow_fault *fault, quhua_error *err) {
  const struct {
    quhua_str text;
    quhua__flow_field field;
  } texts[] = {{row->document, QUHUA__FLOW_DOCUMENT}, {row->event, QUHUA__FLOW_EVENT},
               {row->old_code, QUHUA__FLOW_OLD_CODE}, {row->old_name, QUHUA__FLOW_OLD_NAME},
               {row->new_code, QUHUA__FLOW_NEW_CODE}, {row->new_name, QUHUA__FLOW_NEW_NAME},
               {row->target, QUHUA__FLOW_TARGET},     {row->new_parent, QUHUA__FLOW_NEW_PARENT},
               {row->reason, QUHUA__FLOW_REASON},     {row->note, QUHUA__FLOW_NOTE}};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    quhua_status status = check_text(texts[i].text, texts[i].field, 0, fault, err);
    if (status) return status;
  }
  return QUHUA_OK;
}

/* Keys and values of a family: texts, and no key twice. */
static quhua_status check_items(const quhua_attribute *items, size_t count, quhua__flow_field field,
                                quhua__flow_fault *fault, quhua_error *err) {
  static const objection too_many = {
      {{"the row has more than 1024 columns of one family", "一行中同类的列超过 1024 个"}},
      {{"leave out columns", "请减少列数"}}};
  static const objection no_key = {{{"an item without a key", "条目缺少键名"}},
                                   {{"give it a key", "请填写键名"}}};
  static const objection twice = {{{"“{1}” is given twice", "“{1}”给出了两次"}},
                                  {{"give it once", "请只给出一次"}}};
  if (count > MOST_ITEMS)
    return refuse(fault, (quhua__flow_fault){field, MOST_ITEMS, 0}, too_many, (quhua_str){0}, err);
  for (size_t i = 0; i < count; i++) {
    quhua__flow_fault where = {field, i, 0};
    quhua_status status = check_text(items[i].key, field, i, fault, err);
    if (!status) status = check_text(items[i].value, field, i, fault, err);
    if (status) return status;
    if (items[i].key.len == 0) return refuse(fault, where, no_key, items[i].key, err);
    for (size_t k = 0; k < i; k++)
      if (quhua_str_equal(items[k].key, items[i].key)) return refuse(fault, where, twice, items[i].key, err);
  }
  return QUHUA_OK;
}

static quhua_status check_amounts(const quhua_flow_row *row, quhua__flow_fault *fault, quhua_error *err) {
  static const objection not_plain = {
      {{"“{1}” is not a plain number", "“{1}”不是普通数字"}},
      {{"write digits, with a point where needed, at most 18 in all", "只写数字和小数点，最多 18 位"}}};
  for (size_t i = 0; i < row->amount_count; i++) {
    quhua_str amount;
    uint32_t column;
    if (!quhua__amount_read(row->amounts[i].value, &amount, &column))
      return refuse(fault, (quhua__flow_fault){QUHUA__FLOW_STAT, i, column}, not_plain, row->amounts[i].value,
                    err);
  }
  return QUHUA_OK;
}

/* The snapshot writes one column for both: a unit is implied by the library, never by an act. */
static quhua_status check_status(const quhua_flow_row *row, quhua__flow_fault *fault, quhua_error *err) {
  static const objection implied = {
      {{"an act cannot give the status “{1}”", "变更不能给出状态“{1}”"}},
      {{"it is what the library says of units that are only implied; write another word",
        "该词由程序用于隐含单位，请改用其他词"}}};
  static const char *const words[] = {"implied", "隐含"};
  for (size_t i = 0; i < row->attribute_count; i++)
    for (size_t w = 0; w < sizeof words / sizeof *words; w++)
      if (quhua_str_equal(row->attributes[i].key, quhua_str_from("status")) &&
          quhua_str_equal(row->attributes[i].value, quhua_str_from(words[w])))
        return refuse(fault, (quhua__flow_fault){QUHUA__FLOW_ATTR, i, 0}, implied, row->attributes[i].value,
                      err);
  return QUHUA_OK;
}

static quhua_status check_milestones(const quhua_flow_row *row, quhua__flow_fault *fault, quhua_error *err) {
  static const objection unknown = {
      {{"“{1}” is not a milestone", "“{1}”不是办理节点"}},
      {{"write proposed, consulted, agreed-out, agreed-in, approved, announced, code-issued, in-force, "
        "sealed or "
        "completed",
        "可写 提出 村民会议 划出方同意 划入方同意 批准 公告 赋码 实施 挂牌授印 完成"}}};
  static const objection no_day = {
      {{"“{1}” does not begin with a day", "“{1}”不以日期开头"}},
      {{"write the day, then a blank and who or with what result: 2019-12-20 四川省人民政府",
        "先写日期，空格后写机关或结果，例如 2019-12-20 四川省人民政府"}}};
  static const objection twice = {{{"“{1}” is given twice", "“{1}”给出了两次"}},
                                  {{"give it once", "请只给出一次"}}};
  static const objection no_document = {
      {{"a milestone without a document", "办理节点没有文号"}},
      {{"milestones belong to a document: write it into the column document", "请在 document 列填写文号"}}};
  for (size_t i = 0; i < row->milestone_count; i++) {
    quhua__flow_fault where = {QUHUA__FLOW_MILESTONE, i, 0};
    quhua_date day;
    quhua_str text, key = row->milestones[i].key, value = row->milestones[i].value;
    if (quhua_milestone_find(key) == QUHUA_MILESTONE_NONE) return refuse(fault, where, unknown, key, err);
    if (!quhua__milestone_read(value, &day, &text)) return refuse(fault, where, no_day, value, err);
    if (!row->document.len) return refuse(fault, where, no_document, key, err);
    for (size_t k = 0; k < i; k++) /* in another language */
      if (quhua_milestone_find(row->milestones[k].key) == quhua_milestone_find(key))
        return refuse(fault, where, twice, key, err);
  }
  return QUHUA_OK;
}

static quhua_status check_families(const quhua_flow_row *row, quhua__flow_fault *fault, quhua_error *err) {
  quhua_status status = check_items(row->attributes, row->attribute_count, QUHUA__FLOW_ATTR, fault, err);
  if (!status) status = check_items(row->amounts, row->amount_count, QUHUA__FLOW_STAT, fault, err);
  if (!status) status = check_amounts(row, fault, err);
  if (!status) status = check_items(row->notes, row->note_count, QUHUA__FLOW_X, fault, err);
  if (!status) status = check_items(row->milestones, row->milestone_count, QUHUA__FLOW_MILESTONE, fault, err);
  if (!status) status = check_status(row, fault, err);
  if (!status) status = check_milestones(row, fault, err);
  return status;
}

static bool is_code_character(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* Refuses what is a code in no scheme. Whether the register's scheme reads the code is for the plan. */
static quhua_status check_code(quhua_str code, quhua__flow_field field, quhua__flow_fault *fault,
                               quhua_error *err) {
  static const objection too_long = {{{"the code “{1}” has more than 15 characters", "代码“{1}”超过 15 位"}},
                                     {{"the longest codes are those of groups, with 14 or 15 digits",
                                       "最长的是村（居）民小组代码，14 或 15 位"}}};
  static const objection bad_character = {
      {{"“{1}” is not a code: only letters and digits are allowed", "“{1}”不是代码：只能用字母和数字"}},
      {{"write the digits alone, or LEVEL:CODE where one code sits on several levels",
        "只写数字；同一代码属于多个层级时写作“层级:代码”"}}};
  static const objection no_label = {
      {{"“@” without a label", "“@”之后缺少标签"}},
      {{"write @ and any word, for example @A", "在 @ 之后写任意标签，例如 @A"}}};
  if (code.len == 0) return QUHUA_OK;
  if (field == QUHUA__FLOW_NEW_CODE && code.ptr[0] == '@')
    return code.len > 1 ? QUHUA_OK : refuse(fault, (quhua__flow_fault){field, 0, 1}, no_label, code, err);
  bool levelled = code.len > 2 && code.ptr[0] >= '1' && code.ptr[0] <= '6' && code.ptr[1] == ':';
  size_t start = levelled ? 2 : 0, at = start;
  while (at < code.len && is_code_character(code.ptr[at])) at++;
  if (at < code.len) {
    uint32_t column = (uint32_t)at + 1; /* all before it are single bytes */
    return refuse(fault, (quhua__flow_fault){field, 0, column}, bad_character, code, err);
  }
  if (code.len - start <= QUHUA_CODE_MAX) return QUHUA_OK;
  uint32_t column = (uint32_t)(start + QUHUA_CODE_MAX) + 1;
  return refuse(fault, (quhua__flow_fault){field, 0, column}, too_long, code, err);
}

static bool is_day(quhua_date date) { return date >= FIRST_DAY && date <= LAST_DAY; }

static quhua_status check_days(const quhua_flow_row *row, quhua__flow_fault *fault, quhua_error *err) {
  static const objection missing = {{{"the row has no effective day", "该行没有生效日期"}},
                                    {{"write the day as YYYY-MM-DD", "日期写作 YYYY-MM-DD"}}};
  static const objection out_of_range = {
      {{"the day lies outside the years 1000 to 9999", "日期不在 1000 年至 9999 年之间"}},
      {{"give a day of these years", "请给出此范围内的日期"}}};
  static const objection no_window = {
      {{"the window of the effective day does not begin before it ends", "生效日期区间的起点不早于终点"}},
      {{"write FIRST..LAST, or the day alone where it is known", "写作 起..止；日期确知时只写一天"}}};
  if (row->effective == QUHUA_DATE_NONE)
    return refuse(fault, (quhua__flow_fault){QUHUA__FLOW_EFFECTIVE, 0, 0}, missing, (quhua_str){0}, err);
  if (!is_day(row->effective))
    return refuse(fault, (quhua__flow_fault){QUHUA__FLOW_EFFECTIVE, 0, 0}, out_of_range, (quhua_str){0}, err);
  if (row->decided != QUHUA_DATE_NONE && !is_day(row->decided))
    return refuse(fault, (quhua__flow_fault){QUHUA__FLOW_DECIDED, 0, 0}, out_of_range, (quhua_str){0}, err);
  if (row->earliest != QUHUA_DATE_NONE && (!is_day(row->earliest) || row->earliest >= row->effective))
    return refuse(fault, (quhua__flow_fault){QUHUA__FLOW_EFFECTIVE, 0, 0}, no_window, (quhua_str){0}, err);
  return QUHUA_OK;
}

static bool is_kind(quhua_kind kind) {
  return kind == QUHUA_KIND_NONE || quhua_kind_word(kind, QUHUA_LANG_EN)[0] != '\0';
}

/* Numbers that only a program can get wrong; a field whose number is none of the enumeration, or FIELDS. */
static quhua__flow_field bad_number(const quhua_flow_row *row) {
  if ((unsigned)row->relation >= QUHUA_RELATION_LIMIT) return QUHUA__FLOW_RELATION;
  if ((unsigned)row->old_level > QUHUA_LEVEL_MAX) return QUHUA__FLOW_OLD_LEVEL;
  if ((unsigned)row->new_level > QUHUA_LEVEL_MAX) return QUHUA__FLOW_NEW_LEVEL;
  if (!is_kind(row->new_kind)) return QUHUA__FLOW_NEW_KIND;
  if ((unsigned)row->identity > QUHUA_IDENTITY_NEW) return QUHUA__FLOW_IDENTITY;
  if ((unsigned)row->ledger >= QUHUA_LEDGER_LIMIT) return QUHUA__FLOW_LEDGER;
  if (row->confidence < -1 || row->confidence > FULL_CONFIDENCE) return QUHUA__FLOW_CONFIDENCE;
  return QUHUA__FLOW_FIELDS;
}

static quhua_status check_numbers(quhua_flow_row *row, quhua__flow_fault *fault, quhua_error *err) {
  static const objection unknown = {
      {{"a number of the row is none that this version knows", "该行中有本版本不认识的取值"}},
      {{"take a value that the header lists", "请使用头文件中列出的取值"}}};
  static const objection no_share = {
      {{"the share is not a part between 0 and 1", "份额不是 0 到 1 之间的部分"}},
      {{"make it with quhua_share_parse()", "请用 quhua_share_parse() 生成份额"}}};
  quhua__flow_field bad = bad_number(row);
  if (bad != QUHUA__FLOW_FIELDS || row->reserved)
    return refuse(fault, (quhua__flow_fault){bad, 0, 0}, unknown, (quhua_str){0}, err);
  if (!quhua__share_normal(row->share, &row->share))
    return refuse(fault, (quhua__flow_fault){QUHUA__FLOW_SHARE, 0, 0}, no_share, (quhua_str){0}, err);
  return QUHUA_OK;
}

/* Relations that are about another act, and so may name no unit. */
static bool is_about_an_act(quhua_relation relation) {
  return relation >= QUHUA_RELATION_CORRECT && relation <= QUHUA_RELATION_WITHDRAW;
}

static quhua_status check_sides(const quhua_flow_row *row, quhua__flow_fault *fault, quhua_error *err) {
  static const objection no_side = {
      {{"the row has neither an old nor a new unit", "该行既没有变更前单位，也没有变更后单位"}},
      {{"fill in old_code or old_name for the unit before, new_code or new_name for the unit after",
        "变更前填 old_code 或 old_name，变更后填 new_code 或 new_name"}}};
  static const objection no_target = {
      {{"the row does not say which act it is about", "该行没有写明针对哪份文件"}},
      {{"write the document or the journal sequence of that act into target",
        "在 target 中填写该文件的文号或日志顺序号"}}};
  bool needs_target = is_about_an_act(row->relation) && row->relation != QUHUA_RELATION_CORRECT;
  if (needs_target && !row->target.len)
    return refuse(fault, (quhua__flow_fault){QUHUA__FLOW_TARGET, 0, 0}, no_target, (quhua_str){0}, err);
  if (row->old_code.len || row->old_name.len || row->new_code.len || row->new_name.len) return QUHUA_OK;
  if (is_about_an_act(row->relation) && row->target.len) return QUHUA_OK;
  return refuse(fault, (quhua__flow_fault){QUHUA__FLOW_NOWHERE, 0, 0}, no_side, (quhua_str){0}, err);
}

/* The books are those of the unit before. An act about another act moves nothing of its own. */
static quhua_status check_ledger(const quhua_flow_row *row, quhua__flow_fault *fault, quhua_error *err) {
  static const objection no_old = {{{"a ledger without an old unit", "账目融合方式没有变更前单位"}},
                                   {{"the books are those of the unit before: fill in old_code or old_name",
                                     "账目属于变更前单位，请填写 old_code 或 old_name"}}};
  static const objection elsewhere = {
      {{"a row about another act, or about the record, says nothing of ledgers",
        "针对其他文件或登记内容的行不能写账目融合方式"}},
      {{"record the mode by itself, from the day on which it holds", "请另行登记融合方式及其起始日期"}}};
  quhua__flow_fault where = {QUHUA__FLOW_LEDGER, 0, 0};
  if (!row->ledger) return QUHUA_OK;
  if (is_about_an_act(row->relation)) return refuse(fault, where, elsewhere, (quhua_str){0}, err);
  if (row->old_code.len || row->old_name.len) return QUHUA_OK;
  return refuse(fault, where, no_old, (quhua_str){0}, err);
}

quhua_status quhua__flow_row_check(quhua_flow_row *row, quhua__flow_fault *fault, quhua_error *err) {
  quhua_status status = check_days(row, fault, err);
  if (!status) status = check_texts(row, fault, err);
  if (!status) status = check_code(row->old_code, QUHUA__FLOW_OLD_CODE, fault, err);
  if (!status) status = check_code(row->new_code, QUHUA__FLOW_NEW_CODE, fault, err);
  if (!status) status = check_families(row, fault, err);
  if (!status) status = check_numbers(row, fault, err);
  if (!status) status = check_sides(row, fault, err);
  if (!status) status = check_ledger(row, fault, err);
  return status;
}
