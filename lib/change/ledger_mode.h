/* SPDX-License-Identifier: Apache-2.0 */
/* ledger_mode.h: words for what became of the books of a unit. */
#ifndef QUHUA_CHANGE_LEDGER_MODE_H
#define QUHUA_CHANGE_LEDGER_MODE_H

#include <quhua/change.h>

/* QUHUA_E_INVALID for a word that is none of the four, which the remedy lists. */
quhua_status quhua__ledger_mode_refuse(quhua_str word, quhua_error *err);

#endif
