/* SPDX-License-Identifier: Apache-2.0 */
/* act.h: the working set of one act while it is planned.
 *
 * Planning goes through these steps, each in a file of its own:
 *   resolve.c    which units the rows name
 *   identity.c   which rows mean one unit after the act, and whether it is one that lived before (rule 4)
 *   outcome.c    what the units are after the act: name, kind, level, parent, attributes
 *   recode.c     what follows for codes and for everything below (rule 5)
 *   carry.c      identifiers and tags that go on with the territory
 *   check.c      what the rules say about the end of the act
 *   territory.c  which flows the act means, on every level (rules 3 and 6)
 *   amounts.c    whether what rows list of a series is there
 *   events.c     which flows are one event, and what it is called (rule 7)
 *   effects.c    the effects
 * Everything is one simultaneous assignment: nothing is applied before the end. */
#ifndef QUHUA_PLAN_ACT_H
#define QUHUA_PLAN_ACT_H

#include <quhua/plan.h>

#include "base/arena.h"
#include "base/table.h"
#include "plan/event_name.h"
#include "registry/registry_internal.h"
#include "rules/findings.h"
#include "rules/settings.h"

typedef struct quhua__member quhua__member;
typedef struct quhua__target quhua__target;
typedef struct quhua__act_flow quhua__act_flow;

/* One row of the act. */
typedef struct quhua__act_row {
  const quhua_flow_row *row;
  uint32_t number;                    /* in the changeset */
  quhua__member *old;                 /* NULL: 设立 */
  quhua__target *target;              /* NULL: ends without successor */
  struct quhua__act_row *next_of_old; /* next row that starts at the same old unit */
} quhua__act_row;

/* A unit that the act touches: named by a row, or pulled along by its parent. */
struct quhua__member {
  uint32_t unit;       /* identity; new units get the next numbers */
  uint32_t row_before; /* version just before the act; 0 for a unit that begins, or begins again */
  quhua_code code;     /* after the act */
  quhua_str name;
  quhua_level level, level_before;
  quhua_kind kind;
  uint32_t parent; /* unit above after the act; 0 at the top */
  quhua_standing standing;
  const quhua_attribute *attributes; /* that the act sets, or that come along; an empty value drops one */
  size_t attribute_count;
  size_t given_count;         /* of these, the first are the act's own words */
  uint32_t place;             /* row of the act that first named it, for findings */
  bool fresh;                 /* a new identity, not one that lives again */
  bool old_side;              /* some row starts at it */
  bool ends;                  /* does not live after the act */
  bool code_given;            /* the code was written in the table */
  bool code_settled;          /* the code is final */
  bool cited;                 /* a receiver: rows lead to it and say nothing of its own place */
  uint8_t width;              /* of a new group's number: 2 or 3 digits */
  size_t rows_out;            /* rows that start at it */
  quhua__act_row *rows;       /* those rows, last first */
  quhua__target *target;      /* what the rows say of it after the act; NULL when none does */
  quhua__act_flow *flows_out; /* in order */
  bool receives;              /* a flow from another unit leads to it */
  quhua__member *event;       /* representative of its event (union-find) */
  size_t event_number;        /* of a representative: from 1, in the order of first flows */
  size_t seen_old, seen_new;  /* number of the event in which it was counted last on each side */
};

/* What the rows say of one unit after the act. */
struct quhua__target {
  quhua__member *member;
  quhua__act_row **rows;
  size_t row_count, row_cap;
  quhua_code code; /* given; empty when not */
  quhua_level code_level;
  quhua_str label; /* of "@label" */
};

/* A flow that the act means: of a row, or derived from moved children. */
struct quhua__act_flow {
  quhua__member *from, *to;  /* NULL on one side for 设立 and ends */
  const quhua__act_row *row; /* NULL: derived */
  quhua_share share;
  quhua__act_flow *next_out; /* next flow of the same old unit */
};

/* Growing list of pointers in the planner's memory. */
typedef struct quhua__list {
  void **items;
  size_t count, cap;
} quhua__list;

typedef struct quhua__act {
  const quhua_allocator *allocator;
  quhua__arena *arena;
  const quhua__state *state; /* as before the act, acts of the same plan included */
  uint32_t known;
  const quhua_scheme *scheme;
  const quhua__settings *settings;
  quhua__findings *findings;
  quhua_str document;
  quhua_date date;
  quhua_attribute *milestones; /* that the rows state, each once */
  size_t milestone_count;
  quhua__act_row *rows;
  size_t row_count;
  quhua__table by_unit; /* unit -> member */
  quhua__table by_key;  /* "what is meant after the act" -> target */
  quhua__list members, targets, flows;
  uint32_t next_unit; /* number for the next new unit */
  uint32_t *undone;   /* of 废止: entries whose doing is led back */
  size_t undone_count;
  bool repeals;  /* 废止: what lies below comes back by a record of its own, or never changed */
  bool hopeless; /* a finding that cannot be waived: no effects */
  bool failed;   /* out of memory */
} quhua__act;

/* The steps. Each does nothing when memory ran out; later ones are not called for a hopeless act. */
void quhua__act_resolve(quhua__act *act);
void quhua__act_identify(quhua__act *act);
void quhua__act_outcome(quhua__act *act);
void quhua__act_recode(quhua__act *act);
void quhua__act_check(quhua__act *act);
void quhua__act_territory(quhua__act *act);
void quhua__act_carry(quhua__act *act);
void quhua__act_amounts(quhua__act *act);
void quhua__act_effects(quhua__act *act, quhua__bytes *out);
/* What the row of a flow says of how much goes with it. */
void quhua__act_put_amounts(quhua__act *act, const quhua__act_flow *flow, quhua__bytes *out);
/* What the rows say of the document rather than of units: milestones, and a window of days for the effective one. */
void quhua__act_put_facts(quhua__act *act, quhua_str document, quhua__bytes *out);
/* What the rows say of the books of old units; after the units of the rows are known. And what an act that is postponed said
 * of them, for its new day. */
void quhua__act_put_ledgers(quhua__act *act, quhua__bytes *out);
void quhua__act_put_ledgers_again(quhua__act *act, uint32_t target, quhua__bytes *out);
/* Acts that are about other acts, or about the record, go these ways instead: 撤回 自始无效 延期; 废止, which prepares members
 * and flows for the steps from recoding on; 更正. */
void quhua__act_withdraw(quhua__act *act, quhua__bytes *out);
void quhua__act_repeal(quhua__act *act);
void quhua__act_correct(quhua__act *act, quhua__bytes *out);

/* Members. */
quhua__member *quhua__act_member(quhua__act *act, uint32_t unit,
                                 uint32_t place);                      /* existing unit; made when new */
quhua__member *quhua__act_new_member(quhua__act *act, uint32_t place); /* new unit */
quhua__member *quhua__act_find_member(const quhua__act *act, uint32_t unit); /* NULL when not touched */
/* An ended unit that lives again, with the name, level, kind and parent that it had last. */
quhua__member *quhua__act_reopened_member(quhua__act *act, uint32_t unit, uint32_t place);
/* Whichever of the two fits. */
quhua__member *quhua__act_unit(quhua__act *act, uint32_t unit, uint32_t place);

/* Flows. A row is NULL for what is derived. NULL when out of memory. */
quhua__act_flow *quhua__act_add_flow(quhua__act *act, quhua__member *from, quhua__member *to,
                                     const quhua__act_row *row, quhua_share share);
quhua__act_flow *quhua__act_find_flow(const quhua__member *from, const quhua__member *to);

/* Attributes after the act: those of before with what the act sets, sorted by key. NULL when out of memory. */
quhua_attribute *quhua__act_attributes_after(quhua__act *act, const quhua__member *member, size_t *count);

/* The target that was given a code, or that carries a label; NULL when there is none. */
quhua__target *quhua__act_target_of_code(const quhua__act *act, const quhua_code *code, quhua_level level);
quhua__target *quhua__act_target_of_label(const quhua__act *act, quhua_str label);

/* Lists; false (and act->failed) when out of memory. */
bool quhua__list_add(quhua__act *act, quhua__list *list, void *item);

/* Where a unit that no row names stands after the act: its parent, or NULL's 0. */
uint32_t quhua__act_parent_after(const quhua__act *act, uint32_t unit);
/* Does the unit live after the act? */
bool quhua__act_lives_after(const quhua__act *act, uint32_t unit);
/* Is there anything about the unit that differs after the act? */
bool quhua__member_changes(const quhua__act *act, const quhua__member *member);
/* Code and level after the act; false when it does not live. */
bool quhua__act_code_after(const quhua__act *act, uint32_t unit, quhua_code *code, quhua_level *level);

/* Where the children of a unit go when no row says more: the unit itself while it lives, else its only successor; 0 when
 * there is none, or several. Known for the levels above once a level is identified. */
uint32_t quhua__act_heir(const quhua__act *act, uint32_t unit);

/* The version that holds just before the act, or 0. */
uint32_t quhua__act_row_before(const quhua__act *act, uint32_t unit);

/* Findings. The place is that of a member (NULL: none) or of a row. */
void quhua__act_report(quhua__act *act, quhua__rule rule, const quhua__member *member, const quhua_str *args,
                       size_t count);
void quhua__act_report_row(quhua__act *act, quhua__rule rule, const quhua__act_row *row,
                           const quhua_str *args, size_t count);
/* Where a finding about a member belongs; NULL: the act. */
quhua__finding_place quhua__act_place(const quhua__act *act, const quhua__member *member);
/* How a unit is called in messages: name and code, before the act (or after, when new). */
quhua_str quhua__act_title(quhua__act *act, const quhua__member *member);
quhua_str quhua__act_title_of_row(quhua__act *act, uint32_t row);
/* Copy of a date or a plain text in the planner's memory. */
quhua_str quhua__act_date_text(quhua__act *act, quhua_date date);
quhua_str quhua__act_join(quhua__act *act, quhua_str a, quhua_str b, quhua_str c);

/* The kind that a name's class word says on a level, or QUHUA_KIND_NONE. */
quhua_kind quhua__kind_of_name(quhua_level level, quhua_str name);
bool quhua__same_stem(quhua_str a, quhua_str b);

/* events.c: union of the events of two members; the name of an event. */
quhua__member *quhua__event_of(quhua__member *member);
void quhua__event_join(quhua__member *a, quhua__member *b);
/* The name of the flows of one event, which has a number of its own. */
quhua__event_name quhua__event_derive(const quhua__act *act, quhua__act_flow *const *flows, size_t count,
                                      size_t event);

#endif
