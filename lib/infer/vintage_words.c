/* SPDX-License-Identifier: Apache-2.0 */
/* vintage_words.c: verdicts and their reasons in words. */
#include "base/fail.h"
#include "base/number.h"
#include "infer/vintage.h"

const char *quhua_vintage_verdict_word(quhua_vintage_verdict verdict, quhua_lang lang) {
  static const quhua__text2 words[QUHUA_VINTAGE_VERDICTS] = {
      [QUHUA_VINTAGE_TRUE] = {{"true", "相符"}},
      [QUHUA_VINTAGE_RESPELT] = {{"respelt", "异写"}},
      [QUHUA_VINTAGE_OTHER_DAY] = {{"other-day", "他期"}},
      [QUHUA_VINTAGE_REUSED] = {{"reused", "重用"}},
      [QUHUA_VINTAGE_SWAPPED] = {{"swapped", "互换"}},
      [QUHUA_VINTAGE_CODE_TYPO] = {{"code-typo", "码误"}},
      [QUHUA_VINTAGE_NAME_TYPO] = {{"name-typo", "名误"}},
      [QUHUA_VINTAGE_WRONG_NAME] = {{"wrong-name", "名不符"}},
      [QUHUA_VINTAGE_UNKNOWN_CODE] = {{"unknown-code", "码不存"}},
      [QUHUA_VINTAGE_UNKNOWN] = {{"unknown", "查无"}},
  };
  bool known = (unsigned)verdict < QUHUA_VINTAGE_VERDICTS && (unsigned)lang < QUHUA_LANG_COUNT;
  return known ? words[verdict].lang[lang] : "";
}

/* What a sentence speaks of: {1} first day, {2} first day after, {3} code and {4} name of what would be right, {5} the
 * day of judgment, {6} who has the code on it, {7} line of the other row, {8} code of the namesake. */
typedef struct facts {
  quhua_str list[8];
  char from[QUHUA_DATE_TEXT_MAX], to[QUHUA_DATE_TEXT_MAX], day[QUHUA_DATE_TEXT_MAX];
  char line[QUHUA__NUMBER_TEXT_MAX];
  quhua_vintage_row row;
  quhua_unit holder, near;
} facts;

static void gather(facts *f, const quhua_vintage *v, size_t index) {
  const quhua__dated *dated = &v->rows[index];
  quhua_vintage_row_at(v, index, &f->row);
  if (dated->holder) f->holder = quhua__row_unit(v->snapshot->state, dated->holder);
  if (dated->near) f->near = quhua__row_unit(v->snapshot->state, dated->near);
  f->list[0] = (quhua_str){f->from, quhua_date_format(f->row.days.from, f->from)};
  f->list[1] = (quhua_str){f->to, quhua_date_format(f->row.days.to, f->to)};
  f->list[2] = quhua_str_from(f->row.right_code.text);
  f->list[3] = f->row.right.name;
  f->list[4] = (quhua_str){f->day, quhua_date_format(v->dated ? v->day : QUHUA_DATE_NONE, f->day)};
  f->list[5] = f->holder.name;
  f->list[6] = quhua__number_text(f->row.other, f->line);
  f->list[7] = quhua_str_from(f->near.code.text);
}

/* When a row of other days is true; then what it is today, so to speak. */
static quhua__text2 days_text(const facts *f) {
  if (f->row.days.to == QUHUA_DATE_OPEN) return QUHUA__T("true from {1}", "{1} 起相符");
  return QUHUA__T("true from {1} until before {2}", "{1} 起、{2} 前相符");
}

static quhua__text2 then_text(const facts *f) {
  bool reused = f->row.verdict == QUHUA_VINTAGE_REUSED, known = f->row.right.id != 0;
  if (reused && known)
    return QUHUA__T("; on {5} the code is that of {6}, and this unit is {3} {4}",
                    "；{5} 该代码属于{6}，原单位为 {3} {4}");
  if (reused)
    return QUHUA__T("; on {5} the code is that of {6}, and no single unit is what this was",
                    "；{5} 该代码属于{6}，原单位无唯一承继者");
  if (known) return QUHUA__T("; on {5} it is {3} {4}", "；{5} 为 {3} {4}");
  return QUHUA__T("; on {5} no single unit is what it was", "；{5} 无唯一承继者");
}

static quhua__text2 slip_text(const facts *f) {
  bool known = f->row.right.id != 0;
  if (f->row.verdict == QUHUA_VINTAGE_NAME_TYPO)
    return known ? QUHUA__T("a character of the name is wrong: it is {3} {4}", "名称有一字之误，应为 {3} {4}")
                 : QUHUA__T("a character of the name is wrong; on {5} no single unit is what it was",
                            "名称有一字之误；{5} 无唯一承继者");
  return known ? QUHUA__T("a character of the code is wrong: it is {3} {4}", "代码有一位之误，应为 {3} {4}")
               : QUHUA__T("a character of the code is wrong; several units fit, or none that is left on {5}",
                          "代码有一位之误；有多个单位可指，或该单位 {5} 已不存");
}

static quhua__text2 wrong_name_text(const facts *f) {
  if (f->near.id)
    return QUHUA__T("the code is that of {6}, and the name is that of {8}", "该代码属于{6}，该名称属于 {8}");
  if (f->holder.id)
    return QUHUA__T("the code is that of {6}, which never had this name", "该代码属于{6}，从未用过此名");
  return QUHUA__T("no unit ever had this code under this name; on {5} nobody has the code",
                  "从无单位以此名用过该代码；{5} 该代码无人使用");
}

static quhua__text2 unknown_text(const facts *f) {
  if (f->row.verdict == QUHUA_VINTAGE_UNKNOWN)
    return f->row.name.len ? QUHUA__T("nobody ever had the code, nor this name", "从未有过该代码，也无此名称")
                           : QUHUA__T("nobody ever had the code", "从未有过该代码");
  return f->row.right.id ? QUHUA__T("nobody ever had the code; the unit of this name is {3} {4}",
                                    "从未有过该代码；此名称的单位为 {3} {4}")
                         : QUHUA__T("nobody ever had the code; no single unit of this name is near it",
                                    "从未有过该代码；其附近没有唯一的同名单位");
}

static quhua__text2 reason_text(const facts *f) {
  switch (f->row.verdict) {
  case QUHUA_VINTAGE_RESPELT: return QUHUA__T("the register writes {4}", "登记册写作{4}");
  case QUHUA_VINTAGE_SWAPPED:
    return QUHUA__T("the names of this row and of line {7} are exchanged: the code is that of {4}",
                    "与第 {7} 行名称互换：该代码属于{4}");
  case QUHUA_VINTAGE_OTHER_DAY:
  case QUHUA_VINTAGE_REUSED: return days_text(f);
  case QUHUA_VINTAGE_CODE_TYPO:
  case QUHUA_VINTAGE_NAME_TYPO: return slip_text(f);
  case QUHUA_VINTAGE_WRONG_NAME: return wrong_name_text(f);
  case QUHUA_VINTAGE_UNKNOWN_CODE:
  case QUHUA_VINTAGE_UNKNOWN: return unknown_text(f);
  case QUHUA_VINTAGE_TRUE: break;
  }
  return QUHUA__T("", "");
}

size_t quhua_vintage_reason(const quhua_vintage *v, size_t index, quhua_lang lang, char *out, size_t cap) {
  facts f = {0};
  if (cap) out[0] = '\0';
  if (index >= v->listing->count || (unsigned)lang >= QUHUA_LANG_COUNT) return 0;
  gather(&f, v, index);
  size_t len = quhua__fill(reason_text(&f).lang[lang], f.list, 8, out, cap);
  bool strange = f.row.verdict == QUHUA_VINTAGE_OTHER_DAY || f.row.verdict == QUHUA_VINTAGE_REUSED;
  if (!strange) return len;
  size_t used = len < cap ? len : cap;
  char *rest = cap ? out + used : out; /* NULL has no places */
  return len + quhua__fill(then_text(&f).lang[lang], f.list, 8, rest, cap - used);
}
