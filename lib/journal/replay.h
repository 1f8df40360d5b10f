/* SPDX-License-Identifier: Apache-2.0 */
/* replay.h: from a store's entries to a state. */
#ifndef QUHUA_JOURNAL_REPLAY_H
#define QUHUA_JOURNAL_REPLAY_H

#include "journal/entry.h"
#include "registry/registry_internal.h"

/* Read an entry, check its digest, its place and its link to the entry before, and take it apart. `link` is the digest
 * of the entry before, zeros for the first. The view borrows from the store until its next read.
 * QUHUA_E_CORRUPT names the entry. */
quhua_status quhua__replay_read(quhua_store_backend *store, uint32_t sequence, const quhua_digest *link,
                                quhua__entry_view *out, quhua_error *err);

/* Digest of the newest entry of a state, zeros when it has none. */
quhua_digest quhua__state_head_digest(const quhua__state *state);

#endif
