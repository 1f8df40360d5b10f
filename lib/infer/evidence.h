/* SPDX-License-Identifier: Apache-2.0 */
/* evidence.h: by what units are paired, how sure that is, and the words for it. */
#ifndef QUHUA_INFER_EVIDENCE_H
#define QUHUA_INFER_EVIDENCE_H

#include <quhua/infer.h>

/* Confidence in ten-thousandths. */
#define QUHUA__CERTAIN 10000u

typedef enum quhua__evidence {
  QUHUA__EVIDENCE_NONE,
  QUHUA__EVIDENCE_HINT,           /* a known act says so */
  QUHUA__EVIDENCE_CODE_AND_NAME,  /* same code, same stem */
  QUHUA__EVIDENCE_NAME,           /* same stem below the same parent */
  QUHUA__EVIDENCE_PROPER_NAME,    /* same name but for the class word, below the same parent */
  QUHUA__EVIDENCE_CHILDREN,       /* most children went there */
  QUHUA__EVIDENCE_NAME_MOVED,     /* same stem below the heir of the parent */
  QUHUA__EVIDENCE_NAME_ELSEWHERE, /* same stem below the same unit two levels up */
  QUHUA__EVIDENCE_CODE,           /* same code, another name */
  QUHUA__EVIDENCE_SIMILAR_NAME,   /* nearly the same name below the heir of the parent */
  QUHUA__EVIDENCE_COMPOUND_NAME,  /* a name that takes up part of its name */
  QUHUA__EVIDENCE_NEIGHBOUR,      /* beside it in the order of codes */
  QUHUA__EVIDENCE_ONLY_ONE,       /* nothing else is there that could have taken it */
  QUHUA__EVIDENCE_LIMIT
} quhua__evidence;

/* What is said where nothing fits, or nothing came before. */
const char *quhua__evidence_text(quhua__evidence evidence, quhua_lang lang);
const char *quhua__vanished_text(quhua_lang lang);
const char *quhua__appeared_text(quhua_lang lang);

/* Confidence that grows with the part that agrees: from `none` at 0 of `all` to `full` at all of them. */
uint32_t quhua__confidence_of_part(uint32_t none, uint32_t full, uint64_t part, uint64_t all);

#endif
