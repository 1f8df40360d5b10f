/* SPDX-License-Identifier: Apache-2.0 */
/* image.h: a state as one piece of memory, so that opening a register need not replay its journal.
 *
 * An image is a cache of what the journal gives up to one entry: the arrays and indexes of a root state as they lie in
 * memory, with room to grow, so that a private mapping of a file can be used in place. It is bound to the digest of
 * that entry and to the layout of this build: any other image is no image. What came later is replayed on top.
 *
 * The checksums guard against accidents, not against people. An image that was brought from elsewhere is not used, because
 * it says in which place it was made; whoever can write in that place can make readers wrong or crash, but cannot change
 * the register, and verifying ignores images. */
#ifndef QUHUA_REGISTRY_IMAGE_H
#define QUHUA_REGISTRY_IMAGE_H

#include <quhua/sys/store_backend.h>

#include "registry/state.h"

/* Bytes of an image with its room to grow. */
uint64_t quhua__image_size(quhua__state *root);
/* Write a root state with at least one entry, for a place. false when `put` gave up. */
bool quhua__image_write(quhua__state *root, uint64_t place, quhua_store_image_put *put, void *to);

/* Let an empty root state use an image in place; the memory must be writable, aligned for any type, and live as long as the
 * state. false, and the state is still empty, when it is no image of this build and place, or its bytes are not what was
 * written. */
bool quhua__image_adopt(quhua__state *root, const quhua_store_image *image);

#endif
