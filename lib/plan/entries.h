/* SPDX-License-Identifier: Apache-2.0 */
/* entries.h: journal entries as the subject of acts: 撤回, 自始无效, 废止, 延期 are about an act, not about units. */
#ifndef QUHUA_PLAN_ENTRIES_H
#define QUHUA_PLAN_ENTRIES_H

#include "plan/act.h"

/* The entry that a row is about: a journal sequence, or the newest act with that document that was not taken back. 0, with
 * a finding, when there is none. */
uint32_t quhua__act_target_entry(quhua__act *act, const quhua__act_row *row);
/* The document of an entry, or its number, for messages. */
quhua_str quhua__entry_title(quhua__act *act, uint32_t sequence);

/* A list of entries. */
typedef struct quhua__entry_list {
  uint32_t *list;
  size_t count;
} quhua__entry_list;
bool quhua__entry_list_has(const quhua__entry_list *entries, uint32_t sequence);

/* Report every later entry, outside the list, that uses what an entry did: it changed the same versions, stands on units
 * that the entry made, or gave a code away that would come back. */
void quhua__act_report_users(quhua__act *act, const quhua__act_row *row, const quhua__entry_list *taken_back,
                             uint32_t target);
/* For a repeal: report every entry that ended a unit which the target let live, whichever of the two was recorded first. */
void quhua__act_report_ends(quhua__act *act, const quhua__act_row *row, uint32_t target);

#endif
