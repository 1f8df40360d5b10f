/* SPDX-License-Identifier: Apache-2.0 */
/* search_parts.c: texts that are a part of names, or their initials. These look at every name. */
#include <string.h>

#include "base/pinyin.h"
#include "base/text_internal.h"
#include "registry/search.h"

static bool contains(quhua_str text, quhua_str part) {
  if (part.len == 0 || part.len > text.len) return false;
  const char *at = text.ptr, *end = text.ptr + text.len - part.len;
  for (; at <= end; at++) {
    at = memchr(at, part.ptr[0], (size_t)(end - at) + 1);
    if (!at) return false;
    if (memcmp(at, part.ptr, part.len) == 0) return true;
  }
  return false;
}

/* What a part may look like in a name as it is written, and in a stem: 小(氵甸) is in 小（氵甸）村委会. */
typedef struct parts {
  quhua_str written;
  quhua_str folded; /* one spelling, offices and all */
  quhua_str stem;   /* without offices; empty when no more than a class word is left */
} parts;

/* Does a name answer? */
typedef quhua__maybe answers(quhua_str name, quhua_str stem, const parts *p);

static quhua__maybe has_part(quhua_str name, quhua_str stem, const parts *p) {
  bool yes = contains(name, p->written) || contains(stem, p->folded) || contains(stem, p->stem);
  return yes ? QUHUA__YES : QUHUA__NO;
}

/* Those of the whole name, or of the name without its class word. */
static quhua__maybe has_initials(quhua_str name, quhua_str stem, const parts *p) {
  (void)name;
  quhua__maybe whole = quhua__has_initials(stem, p->written);
  if (whole == QUHUA__YES) return whole;
  quhua__maybe proper = quhua__has_initials((quhua_str){stem.ptr, quhua__name_proper(stem)}, p->written);
  return proper > whole ? proper : whole;
}

static void look_at_all(quhua__search *s, answers *answers_text, const parts *p, quhua_match_kind kind) {
  const quhua__state *state = s->snapshot->state;
  uint32_t last = quhua__state_totals(state, s->snapshot->known).rows;
  for (uint32_t number = 1; number <= last && !s->failed; number++) {
    uint32_t name = quhua__state_row(state, number)->name;
    if (!name || !quhua__row_visible(state, number, s->snapshot->known)) continue;
    quhua_str stem = quhua__texts_at(&state->texts, quhua__texts_stem(&state->texts, name));
    quhua__maybe answer = answers_text(quhua__texts_at(&state->texts, name), stem, p);
    bool doubtful = answer == QUHUA__PERHAPS;
    if (answer != QUHUA__NO) quhua__search_add(s, number, (quhua__quality){kind, doubtful}, (quhua_str){0});
  }
}

void quhua__search_parts(quhua__search *s, quhua_str text) {
  char folded[512], stem[512];
  parts p = {.written = text};
  p.folded = (quhua_str){folded, quhua__name_spelling(text, folded, sizeof folded)};
  p.stem = (quhua_str){stem, quhua_name_stem(text, stem, sizeof stem)};
  if (p.folded.len > sizeof folded) p.folded.len = 0;
  if (p.stem.len > sizeof stem || quhua__name_proper(p.stem) == p.stem.len) p.stem.len = 0;
  look_at_all(s, has_part, &p, QUHUA_MATCH_PART);
}

void quhua__search_pinyin(quhua__search *s, quhua_str text) {
  if (!quhua__is_initials(text)) return;
  look_at_all(s, has_initials, &(parts){.written = text}, QUHUA_MATCH_PINYIN);
}
