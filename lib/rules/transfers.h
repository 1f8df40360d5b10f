/* SPDX-License-Identifier: Apache-2.0 */
/* transfers.h: units that go from one county to another. */
#ifndef QUHUA_RULES_TRANSFERS_H
#define QUHUA_RULES_TRANSFERS_H

#include "rules/judge.h"

/* cn-law.transfer-pending: both sides have to agree, which is on record as the milestones agreed-out and agreed-in of the
 * document. One finding for each pair of counties. */
void quhua__judge_transfers(quhua__judge *judge);

#endif
