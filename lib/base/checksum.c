/* SPDX-License-Identifier: Apache-2.0 */
#include "base/checksum.h"

#include <string.h>

/* Four lanes of multiply and rotate, one word of 8 bytes each, so that no step waits for the one before. */
#define BLOCK 32u
#define SEED UINT64_C(0x9E3779B97F4A7C15)
#define FACTOR UINT64_C(0xff51afd7ed558ccd)

static uint64_t mix(uint64_t lane, uint64_t word) {
  lane = (lane ^ word) * FACTOR;
  return lane << 29 | lane >> 35;
}

static uint64_t word_at(const unsigned char *p) {
  uint64_t word;
  memcpy(&word, p, sizeof word);
  return word;
}

/* Written out, because a loop over the lanes keeps them in memory at -O2, and takes twice as long. */
static void add_blocks(quhua__checksum *sum, const unsigned char *p, size_t blocks) {
  uint64_t a = sum->lane[0], b = sum->lane[1], c = sum->lane[2], d = sum->lane[3];
  for (; blocks; blocks--, p += BLOCK) {
    a = mix(a, word_at(p));
    b = mix(b, word_at(p + 8));
    c = mix(c, word_at(p + 16));
    d = mix(d, word_at(p + 24));
  }
  memcpy(sum->lane, (uint64_t[4]){a, b, c, d}, sizeof sum->lane);
}

void quhua__checksum_init(quhua__checksum *c) {
  *c = (quhua__checksum){.lane = {SEED, SEED * 3, SEED * 5, SEED * 7}};
}

/* Bytes that complete the block that is held, or as many as there are. */
static size_t complete(quhua__checksum *c, const unsigned char *p, size_t len) {
  size_t take = BLOCK - c->held < len ? BLOCK - c->held : len;
  memcpy(c->rest + c->held, p, take);
  c->held += take;
  if (c->held < BLOCK) return take;
  add_blocks(c, c->rest, 1);
  c->held = 0;
  return take;
}

void quhua__checksum_add(quhua__checksum *c, const void *data, size_t len) {
  const unsigned char *p = data;
  c->len += len;
  if (c->held) {
    size_t taken = complete(c, p, len);
    p += taken;
    len -= taken;
  }
  if (!len) return;
  add_blocks(c, p, len / BLOCK);
  complete(c, p + len / BLOCK * BLOCK, len % BLOCK);
}

uint64_t quhua__checksum_end(quhua__checksum *c) {
  if (c->held) {
    memset(c->rest + c->held, 0, BLOCK - c->held);
    add_blocks(c, c->rest, 1);
  }
  uint64_t sum = c->len;
  for (int i = 0; i < 4; i++) sum = mix(sum, c->lane[i]);
  return sum ^ sum >> 31;
}

uint64_t quhua__checksum_of(const void *data, size_t len) {
  quhua__checksum c;
  quhua__checksum_init(&c);
  quhua__checksum_add(&c, data, len);
  return quhua__checksum_end(&c);
}
