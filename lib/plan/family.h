/* SPDX-License-Identifier: Apache-2.0 */
/* family.h: codes for the members of an act that need one, family by family: those of one level below one code. */
#ifndef QUHUA_PLAN_FAMILY_H
#define QUHUA_PLAN_FAMILY_H

#include "plan/act.h"

typedef struct quhua__coding {
  quhua__act *act;
  quhua__table given;        /* code above -> numbers that are settled on the level in work */
  quhua__table reservations; /* level and code above -> first reservation there */
  bool knows_reservations;   /* they are looked up when the first code is needed */
} quhua__coding;

void quhua__coding_begin(quhua__coding *coding, quhua__act *act);
void quhua__coding_end(quhua__coding *coding);
/* Begin a level, on which some codes are settled and others needed. */
void quhua__coding_level(quhua__coding *coding, quhua_level level);
/* Settle codes of the level for members with one parent: those that lived before by their old codes, then new ones. Who gets
 * none has a finding. */
void quhua__coding_settle(quhua__coding *coding, quhua_level level, quhua__member *const *list, size_t count);

/* Does a unit that goes through the act stand under another code than before, or is it new? */
bool quhua__act_is_recoded(const quhua__act *act, uint32_t unit);

#endif
