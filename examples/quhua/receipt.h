/* SPDX-License-Identifier: Apache-2.0 */
/* receipt.h: what verbs that write have in common. */
#ifndef TOOL_RECEIPT_H
#define TOOL_RECEIPT_H

#include "session.h"

/* Print the journal sequence and the head digest; returns an exit status. */
int receipt_print(const tool *t, const quhua_receipt *receipt);
/* Record facts as one entry by --actor and print its receipt; returns an exit status. */
int facts_record(const tool *t, const session *s, const quhua_fact *facts, size_t count);

#endif
