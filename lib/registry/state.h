/* SPDX-License-Identifier: Apache-2.0 */
/* state.h: the in-memory truth, append-only and bitemporal.
 *
 * A row is one version of a unit as recorded: true for the days [from, to), recorded for the sequences
 * [recorded_from, recorded_to). Rows are never changed or removed; an entry that closes a version ends the record of
 * the old row and appends a copy with an end. So a snapshot is no more than a sequence number, and readers need no
 * locks: whatever a later entry adds or ends is invisible to them.
 *
 * An overlay is a state on top of a base that it does not touch. A plan applies its effects to an overlay with the
 * code that commits them to the base, so what was simulated is what happens. Numbers (rows, units, texts, events,
 * flows) go on where the base stood. */
#ifndef QUHUA_REGISTRY_STATE_H
#define QUHUA_REGISTRY_STATE_H

#include <quhua/error.h>
#include <quhua/journal.h>
#include <quhua/lineage.h>
#include <quhua/unit.h>

#include "base/segments.h"
#include "base/table.h"
#include "registry/effect.h"
#include "registry/texts.h"

#define QUHUA__OPEN UINT32_MAX /* recorded_to of a record that still holds */

typedef struct quhua__row {
  quhua_code code;
  uint32_t unit;
  uint32_t parent;
  uint32_t name;       /* text */
  uint32_t attributes; /* set of attributes, 0 for none */
  quhua_date from, to;
  uint32_t recorded_from;
  _Atomic uint32_t recorded_to;
  uint8_t level, kind, standing; /* here, so that what a lookup reads lies close together */
  /* next row, older, in the same chain of this layer; 0 at the end */
  uint32_t next_of_unit, next_of_code, next_of_prefix, next_of_parent, next_of_name;
} quhua__row;

/* Is the version true on a day? */
static inline bool quhua__row_holds_on(const quhua__row *row, quhua_date date) {
  return quhua_period_contains((quhua_period){row->from, row->to}, date);
}

/* Chains that begin at a unit. */
typedef struct quhua__unit {
  _Atomic uint32_t rows;         /* newest row */
  _Atomic uint32_t children;     /* newest row whose parent is this unit */
  _Atomic uint32_t flows_out;    /* newest flow that leaves it */
  _Atomic uint32_t flows_in;     /* newest flow that reaches it */
  _Atomic uint32_t observations; /* newest observed value */
} quhua__unit;

typedef struct quhua__event {
  uint32_t entry;        /* sequence */
  uint32_t number;       /* inside the entry, from 1 */
  uint32_t reason, note; /* texts */
  int16_t confidence;    /* of an inferred event, ten-thousandths; -1: not an inference */
  uint8_t relation, declared;
} quhua__event;

typedef struct quhua__flow_row {
  quhua_share share;
  uint32_t event;
  uint32_t old_unit, new_unit;
  quhua_date date;
  uint32_t recorded_from;
  _Atomic uint32_t recorded_to;
  uint32_t next_out, next_in;
  uint32_t first_amount, amount_count; /* they follow one another */
} quhua__flow_row;

/* How much of a series goes with a flow. */
typedef struct quhua__amount {
  uint32_t series, value; /* texts */
} quhua__amount;

typedef struct quhua__observed {
  uint32_t unit, series, value; /* texts */
  quhua_date date;
  uint32_t recorded_from;
  uint32_t next;
} quhua__observed;

typedef struct quhua__fact {
  uint32_t subject, key, value; /* texts; subject 0: the register */
  quhua_date date;
  uint32_t recorded_from;
  uint32_t next; /* older fact with the same subject and key, in this layer */
} quhua__fact;

/* One identifier that an attribute of a unit lists: 发包方编码, or the code of another scheme. */
typedef struct quhua__identifier {
  uint32_t key, value; /* texts */
  uint32_t unit;
  uint32_t recorded_from;
  uint32_t next; /* older one with the same key and value, in this layer */
} quhua__identifier;

typedef struct quhua__attribute_set {
  uint32_t first, count; /* in attributes */
} quhua__attribute_set;

typedef struct quhua__attribute_pair {
  uint32_t key, value; /* texts */
} quhua__attribute_pair;

/* How many records of each sort there are. */
typedef struct quhua__totals {
  uint32_t retractions, undoings, rows, units, flows, amounts, events, observed, sets, pairs, series, facts,
      reservations, identifiers, texts;
} quhua__totals;

/* That an entry took back another, or leads back what it did. */
typedef struct quhua__retraction {
  uint32_t entry, target;
} quhua__retraction;

/* What the state keeps of a journal entry. */
typedef struct quhua__entry_record {
  quhua_digest digest;
  quhua_instant recorded;
  uint32_t actor, document; /* texts */
  quhua_date effective, decided;
  quhua_date earliest; /* the effective day lies between this one and `effective`, which is it for sure */
  quhua_entry_kind kind;
  bool retracts;               /* it took back other entries */
  bool amends;                 /* it corrected the record: its rows stand for rows of the same days */
  uint32_t next_of_document;   /* older entry of the same document in this layer */
  _Atomic uint32_t taken_back; /* sequence of the entry of this layer that took it back; 0: none did */
  quhua__totals totals;        /* after the entry: its own records lie between the totals before and these */
} quhua__entry_record;

typedef struct quhua__state quhua__state;

/* How much of a series lies in a unit on a day: what the engine asks of statistics, which stand above it. */
typedef struct quhua__held {
  uint32_t row;   /* asked: version of the unit that holds on the day */
  uint32_t scale; /* decimals of lo and hi */
  int64_t lo, hi;
  bool known; /* of all of the unit */
} quhua__held;

/* Answer for units of a day. QUHUA_OK, also for a series that nobody observed, or QUHUA_E_NOMEM. */
typedef quhua_status quhua__held_of(const quhua_snapshot *snapshot, quhua_str series, quhua_date day,
                                    quhua__held *list, size_t count);

struct quhua__state {
  const quhua_allocator *allocator;
  const quhua_scheme *scheme;
  quhua__held_of *held_of;  /* joined by the facade; NULL where there are no statistics */
  const quhua__state *base; /* NULL for a root */
  uint32_t base_known;      /* newest entry of the base that this overlay sees */
  quhua__totals below;      /* records of the base at that entry; zero for a root */
  quhua__segments rows, units, flows, amounts, events, observed, sets, pairs, entries, series, retractions,
      undoings, facts, identifiers;
  quhua__texts texts;
  quhua__index codes;                     /* (level, code) -> newest row */
  quhua__index prefixes;                  /* (level, code above the own segment) -> newest row */
  quhua__index facts_by_key;              /* (subject, key) -> newest fact */
  quhua__index documents;                 /* text -> newest entry */
  quhua__index units_by_identifier;       /* (key, value) -> newest identifier */
  _Atomic uint32_t top;                   /* newest row without a parent */
  quhua__table touched;                   /* overlay: number of a unit of the base -> quhua__unit */
  quhua__table closed_rows, closed_flows; /* overlay: number in the base -> quhua__closed */
  quhua__arena arena;                     /* overlay: memory of the three tables */
  uint32_t closed_row_count, closed_flow_count;
  uint32_t reservation_count; /* facts of this layer that reserve or release a code */
};

/* A record of the base that an overlay ends. */
typedef struct quhua__closed {
  uint32_t number;
  uint32_t recorded_to;
} quhua__closed;

void quhua__state_init(quhua__state *state, const quhua_allocator *allocator, const quhua_scheme *scheme);
/* An overlay on what the base knew at a sequence. */
void quhua__state_init_overlay(quhua__state *state, const quhua_allocator *allocator,
                               const quhua__state *base, uint32_t known);
void quhua__state_free(quhua__state *state);
/* Let a root begin anew. */
void quhua__state_empty(quhua__state *root);
/* From now on others may read what was recorded while the writer goes on. */
void quhua__state_share(quhua__state *state);

/* The arrays of records and the indexes of a state by position, from 0; NULL past the last. The texts have their own. */
quhua__segments *quhua__state_array(quhua__state *state, size_t index);
quhua__index *quhua__state_index(quhua__state *state, size_t index);

/* How many records there were after an entry; zeros for sequence 0. */
quhua__totals quhua__state_totals(const quhua__state *state, uint32_t sequence);
/* Newest sequence, and how many records there are now: for the writer only. */
uint32_t quhua__state_head(const quhua__state *state);
quhua__totals quhua__state_now(const quhua__state *state);

/* Records by number, from 1. */
const quhua__row *quhua__state_row(const quhua__state *state, uint32_t number);
const quhua__flow_row *quhua__state_flow(const quhua__state *state, uint32_t number);
quhua__amount quhua__state_amount(const quhua__state *state, uint32_t number);
const quhua__event *quhua__state_event(const quhua__state *state, uint32_t number);
const quhua__entry_record *quhua__state_entry(const quhua__state *state, uint32_t sequence);
const quhua__observed *quhua__state_observed(const quhua__state *state, uint32_t number);
quhua__attribute_set quhua__state_set(const quhua__state *state, uint32_t number);
quhua__attribute_pair quhua__state_pair(const quhua__state *state, uint32_t index); /* from 0 */
uint32_t quhua__state_series(const quhua__state *state, uint32_t index);            /* text; from 0 */
const quhua__fact *quhua__state_fact(const quhua__state *state, uint32_t number);
/* For apply.c: note the identifiers that an attribute of a unit lists. Room was reserved. */
void quhua__state_add_identifiers(quhua__state *state, uint32_t sequence, uint32_t unit,
                                  quhua_attribute pair);
const quhua__identifier *quhua__state_identifier(const quhua__state *state, uint32_t number);
/* The newest fact about a subject with a key, or 0; what is known at a sequence counts. */
uint32_t quhua__state_find_fact(const quhua__state *state, uint32_t known, quhua_str subject, quhua_str key);
quhua__retraction quhua__state_retraction(const quhua__state *state, uint32_t number);
quhua__retraction quhua__state_undoing(const quhua__state *state, uint32_t number);
/* The entry that leads back what another did (废止), as known at a sequence; 0 when there is none. */
uint32_t quhua__state_repeal_of(const quhua__state *state, uint32_t sequence, uint32_t known);
/* The newest entry of a document that is older than a sequence, or 0. */
uint32_t quhua__state_entry_of(const quhua__state *state, uint32_t document, uint32_t before);
/* Has an entry been taken back by someone who knows the journal up to a sequence? */
bool quhua__state_is_retracted(const quhua__state *state, uint32_t sequence, uint32_t known);
/* For apply.c: note that an entry takes back another. Room was reserved. */
void quhua__state_add_retraction(quhua__state *state, quhua__retraction retraction);
/* The chains of a unit in this layer alone; NULL when an overlay has none. */
quhua__unit *quhua__state_unit(const quhua__state *state, uint32_t unit);

/* Sequence that ended a record, or QUHUA__OPEN. */
uint32_t quhua__row_recorded_to(const quhua__state *state, uint32_t row);
uint32_t quhua__flow_recorded_to(const quhua__state *state, uint32_t flow);
/* Is the record visible to someone who knows the journal up to a sequence? */
bool quhua__row_visible(const quhua__state *state, uint32_t row, uint32_t known);
bool quhua__flow_visible(const quhua__state *state, uint32_t flow, uint32_t known);

/* The visible row that says what a row says: the row itself, or a copy that was made when an act that had ended it was
 * taken back. 0 when nothing says so any more. */
uint32_t quhua__row_standing(const quhua__state *state, uint32_t row, uint32_t known);
/* The entry that first said what a row says: taking back an act makes copies of what it had ended. */
uint32_t quhua__row_origin(const quhua__state *state, uint32_t row);

/* Where a chain is followed: the overlay first, then its base. */
typedef enum quhua__chain_kind {
  QUHUA__CHAIN_UNIT,
  QUHUA__CHAIN_CODE,
  QUHUA__CHAIN_PREFIX,
  QUHUA__CHAIN_PARENT,
  QUHUA__CHAIN_NAME,
  QUHUA__CHAIN_FLOWS_OUT,
  QUHUA__CHAIN_FLOWS_IN
} quhua__chain_kind;

typedef struct quhua__chain {
  const quhua__state *state; /* asked state */
  const quhua__state *layer; /* layer that is being walked; NULL at the end */
  uint32_t next;             /* next number in the layer */
  uint32_t known;
  quhua__chain_kind kind;
  bool ended_too; /* ended records as well */
  uint32_t key;   /* unit or stem */
  quhua_code code;
  quhua_level level;
} quhua__chain;

/* Begin a chain of records that are visible at `known`. */
quhua__chain quhua__chain_of_unit(const quhua__state *state, uint32_t known, uint32_t unit);
quhua__chain quhua__chain_of_code(const quhua__state *state, uint32_t known, quhua_level level,
                                  const quhua_code *code);
quhua__chain quhua__chain_of_children(const quhua__state *state, uint32_t known, uint32_t parent);
quhua__chain quhua__chain_of_stem(const quhua__state *state, uint32_t known, uint32_t stem);
quhua__chain quhua__chain_of_flows(const quhua__state *state, uint32_t known, uint32_t unit, bool out);
/* All rows ever recorded up to `known`, ended records included, below a code: what was ever used. */
quhua__chain quhua__chain_of_prefix(const quhua__state *state, uint32_t known, quhua_level level,
                                    const quhua_code *prefix);
/* All rows ever recorded of a unit up to `known`, ended records included. */
quhua__chain quhua__chain_of_records(const quhua__state *state, uint32_t known, uint32_t unit);
/* Next record, newest first within each layer; 0 at the end. */
uint32_t quhua__chain_next(quhua__chain *chain);

/* What an entry says about itself, for quhua__state_apply(). */
typedef struct quhua__entry_head {
  uint32_t sequence;
  quhua_instant recorded;
  quhua_entry_kind kind;
  quhua_str actor, document;
  quhua_date effective, decided;
  quhua_digest digest;
} quhua__entry_head;

/* QUHUA_E_CORRUPT: what is wrong with an entry, in both languages. */
quhua_status quhua__entry_corrupt(uint32_t sequence, const char *what_en, const char *what_zh,
                                  quhua_error *err);

/* Get everything ready so that applying cannot fail in a root: texts are interned, memory is reserved. What is
 * visible does not change. QUHUA_E_NOMEM, or QUHUA_E_CORRUPT when the effects are malformed. */
quhua_status quhua__state_prepare(quhua__state *state, const quhua__entry_head *head, quhua_str effects,
                                  quhua_error *err);
/* Make room for everything that an overlay of this root holds, after preparing its entries. */
quhua_status quhua__state_reserve_overlay(quhua__state *state, const quhua__state *overlay, quhua_error *err);
/* Apply an entry whose sequence is head + 1 and for which the state was prepared. On failure of an effect (contradiction
 * with the state) the state is unusable: QUHUA_E_CORRUPT. The new head is not published; that is the owner's
 * business. */
quhua_status quhua__state_apply(quhua__state *state, const quhua__entry_head *head, quhua_str effects,
                                quhua_error *err);

/* Prepare and apply. */
quhua_status quhua__state_fold(quhua__state *state, const quhua__entry_head *head, quhua_str effects,
                               quhua_error *err);

/* The value that the public interface returns for a row. */
quhua_unit quhua__row_unit(const quhua__state *state, uint32_t row);

#endif
