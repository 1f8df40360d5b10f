/* SPDX-License-Identifier: Apache-2.0 */
/* effect.h: primitive effects, the only things that change a state, and their canonical bytes.
 *
 * A plan writes effects into bytes; commit and replay decode the same bytes and apply them with the same code. The
 * encoding is documented in docs/formats/journal-entry.md and never changes: new effects get new tags. */
#ifndef QUHUA_REGISTRY_EFFECT_H
#define QUHUA_REGISTRY_EFFECT_H

#include <quhua/change.h>
#include <quhua/unit.h>

#include "base/bytes.h"

/* Of an inferred event, in ten-thousandths. */
#define QUHUA__FULL_CONFIDENCE 10000

typedef enum quhua__effect_kind {
  QUHUA__EFFECT_END = 0,     /* no more effects */
  QUHUA__EFFECT_OPEN = 1,    /* a version of a unit begins */
  QUHUA__EFFECT_CLOSE = 2,   /* the last version of a unit ends */
  QUHUA__EFFECT_EVENT = 3,   /* the flows that follow belong to one event */
  QUHUA__EFFECT_FLOW = 4,    /* territory flows */
  QUHUA__EFFECT_OBSERVE = 5, /* a value was observed */
  QUHUA__EFFECT_RETRACT = 6, /* everything that an earlier entry did is taken back */
  QUHUA__EFFECT_AMEND = 7,   /* a version was recorded wrongly and is recorded anew, for the same days */
  QUHUA__EFFECT_FACT = 8,    /* something is on record about the register or about a document */
  QUHUA__EFFECT_DOUBT = 9,   /* the event before was inferred, with a confidence */
  QUHUA__EFFECT_WINDOW = 10, /* the effective day is known only as a window of days that it ends */
  QUHUA__EFFECT_UNDO = 11,   /* the flows of this entry lead back what those of an earlier one did (废止) */
  QUHUA__EFFECT_AMOUNT = 12  /* how much of a series goes with the flow before */
} quhua__effect_kind;

typedef struct quhua__effect_open {
  quhua_str name;
  quhua_code code;
  uint32_t unit;   /* existing, or the next new number */
  uint32_t parent; /* 0 at the top */
  quhua_date from;
  quhua_level level;
  quhua_kind kind;
  quhua_standing standing;
  quhua_date to; /* of AMEND: the end of the version, or QUHUA_DATE_OPEN */
  uint32_t attribute_count;
  quhua__reader attributes; /* read with quhua__effect_attribute() */
} quhua__effect_open;

typedef struct quhua__effect {
  quhua__effect_kind kind;
  union {
    quhua__effect_open open; /* also of AMEND */
    struct {
      uint32_t unit;
      quhua_date date;
    } close;
    struct {
      quhua_relation relation; /* derived */
      quhua_relation declared;
      quhua_str reason;
      quhua_str note;
    } event;
    struct {
      uint32_t old_unit; /* 0: 设立 */
      uint32_t new_unit; /* 0: ends without successor */
      quhua_share share;
    } flow;
    struct {
      quhua_str series;
      quhua_str value;
      uint32_t unit;
      quhua_date date;
    } observe;
    struct {
      quhua_str series;
      quhua_str value; /* exact decimal */
    } amount;
    struct {
      uint32_t sequence;
    } retract; /* also of UNDO */
    struct {
      quhua_str subject; /* document; empty: the register */
      quhua_str key;
      quhua_str value;
      quhua_date date;
    } fact;
    struct {
      uint32_t confidence; /* ten-thousandths */
    } doubt;
    struct {
      quhua_date earliest;
    } window;
  } as;
} quhua__effect;

/* Writers. Attributes must be sorted by key, without empty values. */
void quhua__effect_put_open(quhua__bytes *out, const quhua__effect_open *open,
                            const quhua_attribute *attributes, size_t count);
/* open->from and `to` say which version of the unit. */
void quhua__effect_put_amend(quhua__bytes *out, const quhua__effect_open *open, quhua_date to,
                             const quhua_attribute *attributes, size_t count);
void quhua__effect_put_close(quhua__bytes *out, uint32_t unit, quhua_date date);
void quhua__effect_put_event(quhua__bytes *out, quhua_relation relation, quhua_relation declared,
                             quhua_str reason, quhua_str note);
void quhua__effect_put_flow(quhua__bytes *out, uint32_t old_unit, uint32_t new_unit, quhua_share share);
void quhua__effect_put_observe(quhua__bytes *out, uint32_t unit, quhua_date date, quhua_str series,
                               quhua_str value);
void quhua__effect_put_amount(quhua__bytes *out, quhua_str series, quhua_str value);
void quhua__effect_put_retract(quhua__bytes *out, uint32_t sequence);
void quhua__effect_put_fact(quhua__bytes *out, quhua_str subject, quhua_str key, quhua_date date,
                            quhua_str value);
void quhua__effect_put_doubt(quhua__bytes *out, uint32_t confidence);
void quhua__effect_put_undo(quhua__bytes *out, uint32_t sequence);
void quhua__effect_put_window(quhua__bytes *out, quhua_date earliest);

/* Facts that reserve a code, or release it: the subject is the register, the key begins with this. */
#define QUHUA__RESERVE "reserve:"
bool quhua__is_reservation(quhua_str subject, quhua_str key);

/* Attributes by whose values units are found: "external:…", "code:…" and "managing_parent". */
bool quhua__is_identifier(quhua_str key);
/* Step through the identifiers that a value lists, parted by ";". */
bool quhua__identifier_next(quhua_str *rest, quhua_str *part);

/* A share on its own; also used for declared rows. */
void quhua__share_put(quhua__bytes *out, quhua_share share);
quhua_share quhua__share_read(quhua__reader *in);

/* Decode the next effect; texts are borrowed from the bytes. QUHUA__EFFECT_END at the end and on malformed bytes:
 * then in->failed is set. */
quhua__effect quhua__effect_read(quhua__reader *in);
/* Step through the attributes of an open effect; false past the last. */
bool quhua__effect_attribute(quhua__reader *attributes, quhua_attribute *out);

/* How much the effects will add, for reserving; false when the bytes are malformed. */
typedef struct quhua__effect_counts {
  uint32_t opened, closed, events, flows, amounts, observed, attributes, retracted, undone, amended, facts,
      identifiers;
  quhua_date earliest; /* of a window; QUHUA_DATE_NONE when there is none */
} quhua__effect_counts;
bool quhua__effect_count(quhua__reader in, quhua__effect_counts *out);

#endif
