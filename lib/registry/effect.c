/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/effect.h"

#include <string.h>

#include "base/fraction.h"
#include "base/text_internal.h"

static void put_tag(quhua__bytes *out, quhua__effect_kind kind) { quhua__bytes_u(out, (uint64_t)kind); }

static void put_version(quhua__bytes *out, const quhua__effect_open *open, const quhua_attribute *attributes,
                        size_t count) {
  quhua__bytes_u(out, open->unit);
  quhua__bytes_u(out, open->parent);
  quhua__bytes_u(out, (uint64_t)open->level);
  quhua__bytes_u(out, (uint64_t)open->kind);
  quhua__bytes_u(out, (uint64_t)open->standing);
  quhua__bytes_t(out, quhua_str_from(open->code.text));
  quhua__bytes_t(out, open->name);
  quhua__bytes_s(out, open->from);
  quhua__bytes_u(out, count);
  for (size_t i = 0; i < count; i++) {
    quhua__bytes_t(out, attributes[i].key);
    quhua__bytes_t(out, attributes[i].value);
  }
}

void quhua__effect_put_open(quhua__bytes *out, const quhua__effect_open *open,
                            const quhua_attribute *attributes, size_t count) {
  put_tag(out, QUHUA__EFFECT_OPEN);
  put_version(out, open, attributes, count);
}

void quhua__effect_put_amend(quhua__bytes *out, const quhua__effect_open *open, quhua_date to,
                             const quhua_attribute *attributes, size_t count) {
  put_tag(out, QUHUA__EFFECT_AMEND);
  put_version(out, open, attributes, count);
  quhua__bytes_u(out, to != QUHUA_DATE_OPEN);
  if (to != QUHUA_DATE_OPEN) quhua__bytes_s(out, to);
}

void quhua__effect_put_close(quhua__bytes *out, uint32_t unit, quhua_date date) {
  put_tag(out, QUHUA__EFFECT_CLOSE);
  quhua__bytes_u(out, unit);
  quhua__bytes_s(out, date);
}

void quhua__effect_put_event(quhua__bytes *out, quhua_relation relation, quhua_relation declared,
                             quhua_str reason, quhua_str note) {
  put_tag(out, QUHUA__EFFECT_EVENT);
  quhua__bytes_u(out, (uint64_t)relation);
  quhua__bytes_u(out, (uint64_t)declared);
  quhua__bytes_t(out, reason);
  quhua__bytes_t(out, note);
}

void quhua__share_put(quhua__bytes *out, quhua_share share) {
  quhua__bytes_u(out, (uint64_t)share.kind);
  if (share.kind != QUHUA_SHARE_EXACT && share.kind != QUHUA_SHARE_INTERVAL) return;
  quhua__bytes_u(out, (uint64_t)share.lo.num);
  quhua__bytes_u(out, (uint64_t)share.lo.den);
  if (share.kind == QUHUA_SHARE_EXACT) return;
  quhua__bytes_u(out, (uint64_t)share.hi.num);
  quhua__bytes_u(out, (uint64_t)share.hi.den);
}

static quhua_fraction read_fraction(quhua__reader *in) {
  quhua_fraction fraction;
  fraction.num = (int64_t)quhua__read_upto(in, INT64_MAX);
  fraction.den = (int64_t)quhua__read_upto(in, INT64_MAX);
  if (!quhua__fraction_is_part(fraction)) in->failed = true; /* lowest terms: one encoding for a value */
  return fraction;
}

quhua_share quhua__share_read(quhua__reader *in) {
  const quhua_fraction nothing = {0, 1}, all = {1, 1};
  quhua_share share = {nothing, all, (quhua_share_kind)quhua__read_upto(in, QUHUA_SHARE_CHILDREN)};
  if (share.kind == QUHUA_SHARE_WHOLE) share.lo = all;
  if (share.kind == QUHUA_SHARE_EXACT) share.lo = share.hi = read_fraction(in);
  if (share.kind == QUHUA_SHARE_INTERVAL) {
    share.lo = read_fraction(in);
    share.hi = read_fraction(in);
    if (!in->failed && quhua__fraction_compare(share.lo, share.hi) > 0) in->failed = true;
  }
  return share;
}

void quhua__effect_put_flow(quhua__bytes *out, uint32_t old_unit, uint32_t new_unit, quhua_share share) {
  put_tag(out, QUHUA__EFFECT_FLOW);
  quhua__bytes_u(out, old_unit);
  quhua__bytes_u(out, new_unit);
  quhua__share_put(out, share);
}

void quhua__effect_put_observe(quhua__bytes *out, uint32_t unit, quhua_date date, quhua_str series,
                               quhua_str value) {
  put_tag(out, QUHUA__EFFECT_OBSERVE);
  quhua__bytes_u(out, unit);
  quhua__bytes_s(out, date);
  quhua__bytes_t(out, series);
  quhua__bytes_t(out, value);
}

void quhua__effect_put_amount(quhua__bytes *out, quhua_str series, quhua_str value) {
  put_tag(out, QUHUA__EFFECT_AMOUNT);
  quhua__bytes_t(out, series);
  quhua__bytes_t(out, value);
}

void quhua__effect_put_retract(quhua__bytes *out, uint32_t sequence) {
  put_tag(out, QUHUA__EFFECT_RETRACT);
  quhua__bytes_u(out, sequence);
}

void quhua__effect_put_undo(quhua__bytes *out, uint32_t sequence) {
  put_tag(out, QUHUA__EFFECT_UNDO);
  quhua__bytes_u(out, sequence);
}

void quhua__effect_put_fact(quhua__bytes *out, quhua_str subject, quhua_str key, quhua_date date,
                            quhua_str value) {
  put_tag(out, QUHUA__EFFECT_FACT);
  quhua__bytes_t(out, subject);
  quhua__bytes_t(out, key);
  quhua__bytes_s(out, date);
  quhua__bytes_t(out, value);
}

void quhua__effect_put_doubt(quhua__bytes *out, uint32_t confidence) {
  put_tag(out, QUHUA__EFFECT_DOUBT);
  quhua__bytes_u(out, confidence);
}

void quhua__effect_put_window(quhua__bytes *out, quhua_date earliest) {
  put_tag(out, QUHUA__EFFECT_WINDOW);
  quhua__bytes_s(out, earliest);
}

static quhua_date read_date(quhua__reader *in) {
  int64_t date = quhua__read_s(in);
  if (date > INT32_MIN && date < INT32_MAX) return (quhua_date)date;
  in->failed = true;
  return 0;
}

static quhua_code read_code(quhua__reader *in) {
  quhua_code code = {""};
  quhua_str text = quhua__read_t(in);
  if (text.len > QUHUA_CODE_MAX || (text.len && memchr(text.ptr, 0, text.len)))
    in->failed = true;
  else if (text.len)
    memcpy(code.text, text.ptr, text.len);
  return code;
}

bool quhua__effect_attribute(quhua__reader *attributes, quhua_attribute *out) {
  if (attributes->failed || attributes->at == attributes->end) return false;
  out->key = quhua__read_t(attributes);
  out->value = quhua__read_t(attributes);
  return !attributes->failed;
}

bool quhua__is_reservation(quhua_str subject, quhua_str key) {
  return !subject.len && quhua__in_family(key, QUHUA__RESERVE);
}

bool quhua__is_identifier(quhua_str key) {
  return quhua__in_family(key, "external:") || quhua__in_family(key, "code:") ||
         quhua_str_equal(key, quhua_str_from("managing_parent"));
}

bool quhua__identifier_next(quhua_str *rest, quhua_str *part) {
  do {
    if (rest->len == 0) return false;
    const char *end = memchr(rest->ptr, ';', rest->len);
    size_t len = end ? (size_t)(end - rest->ptr) : rest->len, step = len + (end != NULL);
    *part = (quhua_str){rest->ptr, len};
    *rest = (quhua_str){rest->ptr + step, rest->len - step};
  } while (part->len == 0);
  return true;
}

/* How many identifiers the attributes of a version list. */
static uint32_t count_identifiers(quhua__reader attributes) {
  quhua_attribute pair;
  uint32_t count = 0;
  while (quhua__effect_attribute(&attributes, &pair)) {
    quhua_str rest = pair.value, part;
    while (quhua__is_identifier(pair.key) && quhua__identifier_next(&rest, &part)) count++;
  }
  return count;
}

static void read_open(quhua__reader *in, quhua__effect_open *open) {
  open->unit = (uint32_t)quhua__read_upto(in, UINT32_MAX - 1);
  open->parent = (uint32_t)quhua__read_upto(in, UINT32_MAX - 1);
  open->level = (quhua_level)quhua__read_upto(in, QUHUA_LEVEL_MAX);
  open->kind = (quhua_kind)quhua__read_upto(in, QUHUA_KIND_LIMIT - 1);
  open->standing = (quhua_standing)quhua__read_upto(in, QUHUA_STANDING_IMPLIED);
  open->code = read_code(in);
  open->name = quhua__read_t(in);
  open->from = read_date(in);
  open->attribute_count = (uint32_t)quhua__read_upto(in, UINT32_MAX / 2);
  open->attributes = *in;
  for (uint32_t i = 0; i < open->attribute_count && !in->failed; i++) {
    quhua__read_t(in);
    quhua__read_t(in);
  }
  open->attributes.end = in->at;
  if (open->unit == 0 || open->level == QUHUA_LEVEL_ANY || !open->code.text[0]) in->failed = true;
}

quhua__effect quhua__effect_read(quhua__reader *in) {
  quhua__effect effect = {.kind = QUHUA__EFFECT_END};
  if (in->failed || in->at == in->end) return effect;
  effect.kind = (quhua__effect_kind)quhua__read_upto(in, QUHUA__EFFECT_AMOUNT);
  switch (effect.kind) {
  case QUHUA__EFFECT_OPEN: read_open(in, &effect.as.open); break;
  case QUHUA__EFFECT_AMEND:
    read_open(in, &effect.as.open);
    effect.as.open.to = quhua__read_upto(in, 1) ? read_date(in) : QUHUA_DATE_OPEN;
    break;
  case QUHUA__EFFECT_CLOSE:
    effect.as.close.unit = (uint32_t)quhua__read_upto(in, UINT32_MAX - 1);
    effect.as.close.date = read_date(in);
    break;
  case QUHUA__EFFECT_EVENT:
    effect.as.event.relation = (quhua_relation)quhua__read_upto(in, QUHUA_RELATION_LIMIT - 1);
    effect.as.event.declared = (quhua_relation)quhua__read_upto(in, QUHUA_RELATION_LIMIT - 1);
    effect.as.event.reason = quhua__read_t(in);
    effect.as.event.note = quhua__read_t(in);
    break;
  case QUHUA__EFFECT_FLOW:
    effect.as.flow.old_unit = (uint32_t)quhua__read_upto(in, UINT32_MAX - 1);
    effect.as.flow.new_unit = (uint32_t)quhua__read_upto(in, UINT32_MAX - 1);
    effect.as.flow.share = quhua__share_read(in);
    break;
  case QUHUA__EFFECT_AMOUNT:
    effect.as.amount.series = quhua__read_t(in);
    effect.as.amount.value = quhua__read_t(in);
    if (!effect.as.amount.series.len) in->failed = true;
    break;
  case QUHUA__EFFECT_OBSERVE:
    effect.as.observe.unit = (uint32_t)quhua__read_upto(in, UINT32_MAX - 1);
    effect.as.observe.date = read_date(in);
    effect.as.observe.series = quhua__read_t(in);
    effect.as.observe.value = quhua__read_t(in);
    break;
  case QUHUA__EFFECT_RETRACT:
  case QUHUA__EFFECT_UNDO: effect.as.retract.sequence = (uint32_t)quhua__read_upto(in, UINT32_MAX - 1); break;
  case QUHUA__EFFECT_FACT:
    effect.as.fact.subject = quhua__read_t(in);
    effect.as.fact.key = quhua__read_t(in);
    effect.as.fact.date = read_date(in);
    effect.as.fact.value = quhua__read_t(in);
    if (!effect.as.fact.key.len) in->failed = true;
    break;
  case QUHUA__EFFECT_DOUBT:
    effect.as.doubt.confidence = (uint32_t)quhua__read_upto(in, QUHUA__FULL_CONFIDENCE);
    break;
  case QUHUA__EFFECT_WINDOW: effect.as.window.earliest = read_date(in); break;
  case QUHUA__EFFECT_END: in->failed = true; break;
  }
  if (in->failed) effect.kind = QUHUA__EFFECT_END;
  return effect;
}

bool quhua__effect_count(quhua__reader in, quhua__effect_counts *out) {
  memset(out, 0, sizeof *out);
  out->earliest = QUHUA_DATE_NONE;
  for (;;) {
    quhua__effect effect = quhua__effect_read(&in);
    switch (effect.kind) {
    case QUHUA__EFFECT_END: return !in.failed;
    case QUHUA__EFFECT_OPEN:
      out->opened++;
      out->identifiers += count_identifiers(effect.as.open.attributes);
      out->attributes += effect.as.open.attribute_count;
      break;
    case QUHUA__EFFECT_AMEND:
      out->amended++;
      out->identifiers += count_identifiers(effect.as.open.attributes);
      out->attributes += effect.as.open.attribute_count;
      break;
    case QUHUA__EFFECT_CLOSE: out->closed++; break;
    case QUHUA__EFFECT_EVENT: out->events++; break;
    case QUHUA__EFFECT_FLOW: out->flows++; break;
    case QUHUA__EFFECT_AMOUNT: out->amounts++; break;
    case QUHUA__EFFECT_OBSERVE: out->observed++; break;
    case QUHUA__EFFECT_RETRACT: out->retracted++; break;
    case QUHUA__EFFECT_UNDO: out->undone++; break;
    case QUHUA__EFFECT_FACT: out->facts++; break;
    case QUHUA__EFFECT_WINDOW: out->earliest = effect.as.window.earliest; break;
    case QUHUA__EFFECT_DOUBT: break;
    }
  }
}
