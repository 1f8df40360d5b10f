/* SPDX-License-Identifier: Apache-2.0 */
/* The stem of a name. Two steps: the text is brought to one spelling (NFKC, no spaces), then the words for the body
 * that runs the place give way to the word for the place (东永村村民委员会 → 东永村). Most names are plain Chinese characters
 * and need only the second. Nothing is allocated. */
#include <string.h>

#include <utf8proc.h>

#include "base/text_internal.h"

/* Names that decompose into more characters than this are their own stem; the longest real name has 34. */
#define NAME_POINTS 1024

/* A word as an initialiser of a table, and as a value. */
#define WORD(text)                                                                                           \
  { (text), sizeof(text) - 1 }
#define VALUE(text) ((quhua_str)WORD(text))

/* A name without the words for its committee, in two pieces. */
typedef struct pieces {
  quhua_str body;
  quhua_str class_word;
  quhua_str brackets; /* groups at the end: 红星村委会（合隆经济开发区） */
} pieces;

/* The words of a committee or office, and the class word of the place. Longer words come before words that they end
 * with. The shortened and misspelt forms are from the statistical lists of 2019 to 2021. */
static const struct office {
  quhua_str word;
  quhua_str place;
} offices[] = {
    {WORD("居民委员会"), WORD("社区")}, {WORD("居民委会"), WORD("社区")},
    {WORD("居民委员"), WORD("社区")},   {WORD("社区委员会"), WORD("社区")},
    {WORD("居委会"), WORD("社区")},     {WORD("居委"), WORD("社区")},
    {WORD("村民委员会"), WORD("村")},   {WORD("村民委会"), WORD("村")},
    {WORD("村民委员"), WORD("村")},     {WORD("牧民委员会"), WORD("村")},
    {WORD("村委员会"), WORD("村")},     {WORD("嘎查委员会"), WORD("嘎查")},
    {WORD("嘎查委会"), WORD("嘎查")},   {WORD("村委会"), WORD("村")},
    {WORD("牧委会"), WORD("村")},       {WORD("村委"), WORD("村")},
    {WORD("街道办事处"), WORD("街道")}, {WORD("地区办事处"), WORD("地区")},
    {WORD("街道办"), WORD("街道")},
};

/* Class words that say the same as a shorter one: 都希嘎查村 is 都希嘎查, 花胡硕苏木乡 is 花胡硕苏木. */
static const struct office doubled[] = {
    {WORD("嘎查村"), WORD("嘎查")},
    {WORD("苏木乡"), WORD("苏木")},
};

/* Class words, longer ones before those that they end with. */
static const quhua_str class_words[] = {
    WORD("村民小组"), WORD("居民小组"), WORD("特别行政区"), WORD("民族苏木"), WORD("民族乡"), WORD("自治区"),
    WORD("自治州"),   WORD("自治县"),   WORD("自治旗"),     WORD("社区"),     WORD("街道"),   WORD("地区"),
    WORD("林区"),     WORD("特区"),     WORD("嘎查"),       WORD("苏木"),     WORD("小组"),   WORD("村"),
    WORD("镇"),       WORD("乡"),       WORD("县"),         WORD("区"),       WORD("市"),     WORD("省"),
    WORD("旗"),       WORD("州"),       WORD("盟"),         WORD("组"),
};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

size_t quhua__name_proper(quhua_str stem) {
  for (size_t i = 0; i < COUNT(class_words); i++) {
    if (!quhua__ends_with(stem, class_words[i])) continue;
    return stem.len > class_words[i].len ? stem.len - class_words[i].len : stem.len;
  }
  return stem.len;
}

static quhua_str without(quhua_str text, quhua_str ending) {
  return (quhua_str){text.ptr, text.len - ending.len};
}

/* The text before the bracket groups at its end; the whole text when they do not pair or nothing stands before. */
static quhua_str before_brackets(quhua_str text) {
  size_t depth = 0;
  for (size_t at = text.len; at > 0; at--) {
    char c = text.ptr[at - 1];
    if (c == '(' && depth == 0) return text;
    if (c == ')')
      depth++;
    else if (c == '(')
      depth--;
    else if (depth == 0)
      return (quhua_str){text.ptr, at};
  }
  return text;
}

/* Class word of a body whose office was taken off. 社区村民委员会 and 嘎查村民委员会 are 社区 and 嘎查 already. */
static quhua_str missing_class(quhua_str body, quhua_str place) {
  bool present = quhua__ends_with(body, place) || quhua__ends_with(body, VALUE("社区")) ||
                 quhua__ends_with(body, VALUE("嘎查"));
  return present ? VALUE("") : place;
}

static pieces take_apart(quhua_str name) {
  quhua_str head = before_brackets(name);
  pieces p = {head, VALUE(""), {name.ptr + head.len, name.len - head.len}};
  for (size_t i = 0; i < COUNT(offices); i++) {
    if (!quhua__ends_with(head, offices[i].word)) continue;
    p.body = without(head, offices[i].word);
    p.class_word = missing_class(p.body, offices[i].place);
    break;
  }
  for (size_t i = 0; i < COUNT(doubled) && p.class_word.len == 0; i++) {
    if (!quhua__ends_with(p.body, doubled[i].word)) continue;
    p.body = without(p.body, doubled[i].word);
    p.class_word = doubled[i].place;
  }
  return p;
}

static size_t write_pieces(pieces p, char *out, size_t cap) {
  const quhua_str parts[] = {p.body, p.class_word, p.brackets};
  size_t len = p.body.len + p.class_word.len + p.brackets.len;
  if (len > cap) return len;
  for (size_t i = 0; i < COUNT(parts); i++) {
    if (parts[i].len == 0) continue;
    memcpy(out, parts[i].ptr, parts[i].len);
    out += parts[i].len;
  }
  return len;
}

static size_t write_same(quhua_str name, char *out, size_t cap) {
  return write_pieces((pieces){.body = name}, out, cap);
}

/* True when the text is made of U+4E00 to U+9FFF only (E4 B8 80 … E9 BF BF), on which NFKC has no effect. */
static bool is_plain(quhua_str name) {
  if (name.len % 3 != 0) return false;
  for (size_t i = 0; i < name.len; i += 3) {
    unsigned char first = (unsigned char)name.ptr[i];
    unsigned char second = (unsigned char)name.ptr[i + 1];
    unsigned char third = (unsigned char)name.ptr[i + 2];
    if (first < 0xE4 || first > 0xE9 || (second & 0xC0) != 0x80 || (third & 0xC0) != 0x80) return false;
    if (first == 0xE4 && second < 0xB8) return false;
  }
  return true;
}

/* Decomposed characters of a name; `full` when they did not fit. */
typedef struct points {
  utf8proc_int32_t at[NAME_POINTS + 1]; /* utf8proc_reencode() terminates */
  size_t count;
  bool full;
} points;

static bool is_space(utf8proc_int32_t point) {
  if (point >= '\t' && point <= '\r') return true;
  utf8proc_category_t category = utf8proc_category(point);
  return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
         category == UTF8PROC_CATEGORY_ZP;
}

/* NFKC turns full-width forms of () and [] into ASCII; the other pairs that people use are folded here. */
static utf8proc_int32_t fold_bracket(utf8proc_int32_t point) {
  switch (point) {
  case '[':
  case 0x3010: /* 【 */
  case 0x3014: /* 〔 */ return '(';
  case ']':
  case 0x3011: /* 】 */
  case 0x3015: /* 〕 */ return ')';
  default: return point;
  }
}

static bool add_point(points *p, utf8proc_int32_t point) {
  if (p->count == NAME_POINTS) p->full = true;
  if (!p->full) p->at[p->count++] = point;
  return !p->full;
}

/* Parts that an ideographic description character joins (Unicode, 18.2); 0 for other characters. */
static size_t described_parts(utf8proc_int32_t point) {
  if (point == 0x2FF2 || point == 0x2FF3) return 3;
  return point >= 0x2FF0 && point <= 0x2FFB ? 2 : 0;
}

/* A description ⿰氵甸 that has just become complete is written as lists compose the character: (氵甸). */
static void fold_description(points *p) {
  for (size_t parts = 2; parts <= 3 && p->count > parts; parts++) {
    utf8proc_int32_t *first = p->at + p->count - parts - 1;
    bool complete = described_parts(*first) == parts;
    for (size_t i = 1; i <= parts; i++) complete &= described_parts(first[i]) == 0 && first[i] > 0x7F;
    if (!complete) continue;
    *first = '(';
    add_point(p, ')');
    return;
  }
}

/* Appends a character, and drops (原), "the former", as soon as it is complete. */
static void push(points *p, utf8proc_int32_t point) {
  if (is_space(point)) return;
  point = fold_bracket(point);
  if (point == ')' && p->count >= 2 && p->at[p->count - 1] == 0x539F && p->at[p->count - 2] == '(') {
    p->count -= 2;
    return;
  }
  if (add_point(p, point)) fold_description(p);
}

/* Canonical ordering (Unicode, 3.11): marks of one base by rising combining class, otherwise as they stood. Dropped
 * spaces can bring marks together, so this follows the dropping. */
static void order_marks(points *p) {
  for (size_t i = 1; i < p->count; i++) {
    utf8proc_int32_t mark = p->at[i];
    utf8proc_propval_t rank = utf8proc_get_property(mark)->combining_class;
    size_t to = i;
    while (rank > 0 && to > 0 && utf8proc_get_property(p->at[to - 1])->combining_class > rank) {
      p->at[to] = p->at[to - 1];
      to--;
    }
    p->at[to] = mark;
  }
}

/* Reads the name into decomposed characters; false when it is malformed or too long. */
static bool decompose(quhua_str name, points *p) {
  enum { LONGEST_DECOMPOSITION = 32 }; /* U+FDFA has 18 characters */
  const utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_IGNORE;
  p->count = 0;
  p->full = false;
  for (size_t at = 0; at < name.len && !p->full;) {
    int32_t point;
    int boundary = 0;
    utf8proc_int32_t parts[LONGEST_DECOMPOSITION];
    at = quhua__utf8_next(name, at, &point);
    if (point < 0) return false;
    utf8proc_ssize_t count = utf8proc_decompose_char(point, parts, LONGEST_DECOMPOSITION, options, &boundary);
    if (count < 0 || count > LONGEST_DECOMPOSITION) return false;
    for (utf8proc_ssize_t i = 0; i < count; i++) push(p, parts[i]);
  }
  return !p->full;
}

/* Composes and encodes in place; the view lies in p. */
static bool compose(points *p, quhua_str *out) {
  order_marks(p);
  utf8proc_ssize_t len =
      utf8proc_reencode(p->at, (utf8proc_ssize_t)p->count, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
  if (len < 0) return false;
  *out = (quhua_str){(const char *)p->at, (size_t)len};
  return true;
}

/* One spelling of a name; the view lies in the points. false: malformed, too long, or more than the promise of text.h:
 * only single ligatures such as U+FDFA grow more than fourfold. */
static bool spell(quhua_str name, points *p, quhua_str *out) {
  return decompose(name, p) && compose(p, out) && out->len <= 4 * name.len;
}

size_t quhua__name_spelling(quhua_str name, char *out, size_t cap) {
  points p;
  quhua_str spelt;
  bool same = name.len == 0 || is_plain(name) || !spell(name, &p, &spelt);
  return write_same(same ? name : spelt, out, cap);
}

size_t quhua_name_stem(quhua_str name, char *out, size_t cap) {
  if (name.len == 0) return 0;
  if (is_plain(name)) return write_pieces(take_apart(name), out, cap);
  points p;
  quhua_str spelt;
  if (!spell(name, &p, &spelt)) return write_same(name, out, cap);
  pieces parts = take_apart(spelt);
  if (write_pieces(parts, NULL, 0) > 4 * name.len) return write_same(name, out, cap);
  return write_pieces(parts, out, cap);
}
