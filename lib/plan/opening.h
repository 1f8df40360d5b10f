/* SPDX-License-Identifier: Apache-2.0 */
/* opening.h: from the units of the first day to effects. */
#ifndef QUHUA_PLAN_OPENING_H
#define QUHUA_PLAN_OPENING_H

#include <quhua/opening.h>

#include "base/bytes.h"

const quhua_scheme *quhua__opening_scheme(const quhua_opening *opening);
quhua_date quhua__opening_date(const quhua_opening *opening);

/* Append the effects that open every unit, parents first, implied parents included. QUHUA_E_INVALID with the
 * place for parents that form a cycle, are missing in a scheme without structure, or do not lie above. */
quhua_status quhua__opening_effects(const quhua_opening *opening, quhua__bytes *out, quhua_error *err);

#endif
