/* SPDX-License-Identifier: Apache-2.0 */
/* digest.h: SM3 over pieces of data, through libcrypto. */
#ifndef QUHUA_BASE_DIGEST_H
#define QUHUA_BASE_DIGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The algorithms, with the number that journal entries carry. */
typedef enum quhua__digest_algorithm { QUHUA__SM3 = 1, QUHUA__SHA256 = 2 } quhua__digest_algorithm;

/* A digest under construction; opaque. */
typedef struct quhua__hasher quhua__hasher;

/* NULL when the provider has no such algorithm or no memory. */
quhua__hasher *quhua__hasher_new(quhua__digest_algorithm algorithm);
/* Feeding cannot be answered at once: a failure is remembered and reported by finish. */
void quhua__hasher_add(quhua__hasher *hasher, const void *data, size_t len);
/* Writes 32 bytes and frees the hasher. false when the provider failed. */
bool quhua__hasher_finish(quhua__hasher *hasher, uint8_t out[32]);

#endif
