/* SPDX-License-Identifier: Apache-2.0 */
/* going_on.h: what an announcement says of one unit alone: that it goes on as something else, and where its office is. */
#ifndef QUHUA_REPORT_GOING_ON_H
#define QUHUA_REPORT_GOING_ON_H

#include "report/arrival.h"
#include "report/prose.h"

/* A whole unit goes on: under another name, code, kind, place or attribute. */
void quhua__tell_going_on(quhua__prose *prose, const quhua__arrival *arrival);
/* The unit after the act, with the unit above it where the sentence needs it. */
void quhua__say_now(quhua__prose *prose, const quhua__arrival *arrival);
/* ，C镇人民政府驻…: only what is on record. `named`: the sentence is about several units, so it is said whose seat. */
void quhua__say_seat(quhua__prose *prose, const quhua__arrival *arrival, bool named);

#endif
