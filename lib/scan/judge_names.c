/* SPDX-License-Identifier: Apache-2.0 */
/* judge_names.c: old names in a cell.
 *
 * A name alone says little: every third county has a 新民村. So what stands before it is read as a path, from the farthest
 * place that makes sense, and the units with that name whose parents bear the names of the path are those that are meant. */
#include "base/text_internal.h"
#include "registry/registry_internal.h"
#include "registry/search_path.h"
#include "scan/judge.h"

/* Bytes before a name that may be its path; the longest real one, from the province down, has some 150. */
#define LONGEST_PATH 256u

/* A name in a cell. */
typedef struct mention {
  const quhua__needle_name *name;
  size_t start, end; /* with the words of a committee */
} mention;

static quhua_str from_offset(quhua_str text, size_t at) { return (quhua_str){text.ptr + at, text.len - at}; }

/* The longest of some words that a text begins with; 0 bytes when none. */
static size_t begins_with_any(quhua_str text, const char *const *words, size_t count) {
  size_t longest = 0;
  for (size_t i = 0; i < count; i++)
    if (quhua__begins_with(text, words[i]) && strlen(words[i]) > longest) longest = strlen(words[i]);
  return longest;
}
#define BEGINS_WITH_ANY(text, words) begins_with_any((text), (words), sizeof(words) / sizeof *(words))

/* Bytes of a sign between the parts of a path; 0 when there is none. */
static size_t sign_at(quhua_str text, size_t at) {
  static const char *const signs[] = {" ", "\t", "\r", "\n", "/",  ">",  "|",  "\\", "-",
                                      ",", ".",  ";",  ":",  "　", "／", "＞", "→",  "｜",
                                      "·", "・", "•",  "、", "，", "；", "：", "—",  "–"};
  return BEGINS_WITH_ANY(from_offset(text, at), signs);
}

static size_t skip_signs(quhua_str text, size_t at) {
  for (size_t step; at < text.len && (step = sign_at(text, at)) != 0;) at += step;
  return at;
}

/* What stands behind the stem in the name of a committee: 东永村|民委员会, 东永村|村委会, 云溪街道|办事处. */
static size_t skip_committee(quhua_str text, size_t at) {
  static const char *const words[] = {"民委员会", "委会",   "村民委员会", "村委会", "居民委员会",
                                      "居委会",   "委员会", "办事处",     "办"};
  return at + BEGINS_WITH_ANY(from_offset(text, at), words);
}

static size_t next_character(quhua_str text, size_t at) { return quhua__utf8_next(text, at, NULL); }

/* --- who is meant ------------------------------------------------------------------------------------------------- */

/* Units that bear a name on the day and stand below a path. */
typedef struct meant {
  size_t count;
  const quhua__fate *changed; /* one of them that changes */
} meant;

static meant who_is_meant(const quhua_scan_needles *n, quhua_str stem, quhua_str path) {
  const quhua__state *state = n->before->state;
  meant who = {0};
  uint32_t number = quhua__texts_find(&state->texts, stem);
  if (!number) return who;
  quhua__chain chain = quhua__chain_of_stem(state, n->before->known, number);
  for (uint32_t at; (at = quhua__chain_next(&chain)) != 0;) {
    const quhua__row *row = quhua__state_row(state, at);
    quhua_period today = {n->day, n->day + 1};
    if (!quhua__row_holds_on(row, n->day) || !quhua__row_visible(state, at, n->before->known)) continue;
    if (quhua__path_leads(n->before, row->parent, today, path) != QUHUA__PATH_YES) continue;
    const quhua__fate *fate = quhua__needle_of_unit(n, row->unit);
    who.count++;
    if (fate) who.changed = fate;
  }
  return who;
}

/* Is the whole text the name of some unit? Then it is not a text in which another name stands. */
static bool is_name(const quhua_scan_needles *n, quhua_str text) {
  char buffer[4 * QUHUA__SCAN_LONGEST_NAME];
  if (text.len > QUHUA__SCAN_LONGEST_NAME) return false;
  quhua_str stem = {buffer, quhua_name_stem(text, buffer, sizeof buffer)};
  return who_is_meant(n, stem, (quhua_str){"", 0}).count > 0;
}

/* The text before a name without the signs in it; only the end of a long one. */
static quhua_str path_before(quhua_str cell, size_t start, size_t end, char out[LONGEST_PATH]) {
  size_t len = 0;
  if (end - start > LONGEST_PATH) return (quhua_str){out, 0};
  for (size_t at = start; at < end;) {
    size_t sign = sign_at(cell, at);
    if (sign)
      at += sign;
    else
      out[len++] = cell.ptr[at++];
  }
  return (quhua_str){out, len};
}

/* A path may begin at the start of the cell, behind a sign, and behind a unit that the register does not have:
 * 四川省绵阳市|三台县三元镇友爱村 in the register of a county. */
static size_t next_start(quhua_str cell, size_t at, size_t end) {
  static const char *const classes[] = {"省", "市", "州", "盟", "区", "县", "旗"};
  while (at < end) {
    size_t sign = sign_at(cell, at);
    size_t unit = BEGINS_WITH_ANY(from_offset(cell, at), classes);
    if (sign) return skip_signs(cell, at);
    at = next_character(cell, at);
    if (unit) return at;
  }
  return end;
}

/* Those that the longest path before a name leads to. *path is false when there is none that leads to any. */
static meant resolve(const quhua_scan_needles *n, quhua_str cell, const mention *m, bool *path) {
  char buffer[LONGEST_PATH];
  size_t start = 0;
  *path = true;
  if (m->start > LONGEST_PATH) {
    start = m->start - LONGEST_PATH;
    while (start < m->start && ((unsigned char)cell.ptr[start] & 0xC0) == 0x80) start++;
  }
  for (start = skip_signs(cell, start); start < m->start; start = next_start(cell, start, m->start)) {
    quhua_str text = path_before(cell, start, m->start, buffer);
    meant who = text.len ? who_is_meant(n, m->name->stem, text) : (meant){0};
    if (who.count) return who;
  }
  *path = false;
  return who_is_meant(n, m->name->stem, (quhua_str){"", 0});
}

/* --- what follows ------------------------------------------------------------------------------------------------- */

/* Behind a village an address goes on with a number or a group: 3组12号, 第三组. Other words make it a name of something else:
 * 友爱村小学. */
static bool ends_or_goes_on_as_address(quhua_str rest) {
  static const char *const starts[] = {"第", "一", "二", "三", "四", "五", "六",
                                       "七", "八", "九", "十", "(",  "（"};
  size_t at = skip_signs(rest, 0);
  if (at > 0 || at == rest.len) return true;
  return (rest.ptr[0] >= '0' && rest.ptr[0] <= '9') || BEGINS_WITH_ANY(rest, starts) > 0;
}

static quhua_scan_reason reason_of(meant who, quhua_scan_reason derivable) {
  if (who.count > 1) return QUHUA_SCAN_NAME_SHARED;
  if (who.changed->successors == 0) return QUHUA_SCAN_NAME_ENDED;
  return who.changed->whole ? derivable : QUHUA_SCAN_NAME_SEVERAL;
}

/* What a mention came to. */
typedef enum outcome { NOTHING, HIT, SOMEBODY_ELSE } outcome;

static outcome judge_with_path(quhua_str cell, const mention *m, meant who, quhua__scan_findings *out) {
  if (!who.changed) return SOMEBODY_ELSE;
  if (!who.changed->name_changes && !who.changed->path_changes) return SOMEBODY_ELSE;
  bool address = ends_or_goes_on_as_address(from_offset(cell, m->end));
  quhua_scan_reason reason = address ? reason_of(who, QUHUA_SCAN_NAME_PATH) : QUHUA_SCAN_NAME_IN_TEXT;
  quhua__scan_findings_add(out, who.changed, m->start, reason);
  return HIT;
}

static outcome judge_bare(const quhua_scan_needles *n, quhua_str cell, const mention *m, meant who,
                          quhua__scan_findings *out) {
  const quhua__fate *fate = m->name->changed;
  bool alone = skip_signs(cell, 0) == m->start && skip_signs(cell, m->end) == cell.len;
  if (!fate) return NOTHING;
  if (alone && who.count == 1 && who.changed)
    quhua__scan_findings_add(out, who.changed, m->start, reason_of(who, QUHUA_SCAN_NAME_ONLY));
  else if (alone)
    quhua__scan_findings_add(out, fate, m->start, QUHUA_SCAN_NAME_SHARED);
  else if (is_name(n, cell))
    return SOMEBODY_ELSE;
  else
    quhua__scan_findings_add(out, fate, m->start, QUHUA_SCAN_NAME_IN_TEXT);
  return HIT;
}

static outcome judge_mention(const quhua_scan_needles *n, quhua_str cell, const mention *m,
                             quhua__scan_findings *out) {
  bool path;
  meant who = resolve(n, cell, m, &path);
  return path ? judge_with_path(cell, m, who, out) : judge_bare(n, cell, m, who, out);
}

/* --- a cell ------------------------------------------------------------------------------------------------------- */

/* The first name at or behind an offset. */
static bool next_mention(const quhua_scan_needles *n, quhua_str cell, size_t at, mention *out) {
  for (; at < cell.len; at = next_character(cell, at)) {
    const quhua__needle_name *name = quhua__needle_at(n, from_offset(cell, at));
    if (!name) continue;
    *out = (mention){name, at, skip_committee(cell, at + name->text.len)};
    return true;
  }
  return false;
}

/* Names that follow each other are one path, and its last name is what is meant; an earlier one when that says nothing. */
#define CHAIN_MAX 8

void quhua__scan_names(const quhua_scan_needles *needles, quhua_str cell, quhua__scan_findings *out) {
  mention chain[CHAIN_MAX], next;
  bool more = next_mention(needles, cell, 0, &next);
  while (more && !out->failed) {
    size_t count = 0;
    do {
      chain[count++] = next;
      more = next_mention(needles, cell, next.end, &next);
    } while (more && count < CHAIN_MAX && skip_signs(cell, chain[count - 1].end) == next.start);
    while (count > 0 && judge_mention(needles, cell, &chain[count - 1], out) == NOTHING) count--;
  }
}
