/* SPDX-License-Identifier: Apache-2.0 */
/* recode_checkpoint.h: where a run over files stands, so that another process goes on from there.
 *
 * A checkpoint is believed only when it is whole, belongs to the same map and options, and both files begin with the
 * bytes that it has checksums of: sizes and times of files say too little, and copies of files change them. */
#ifndef QUHUA_IO_RECODE_CHECKPOINT_H
#define QUHUA_IO_RECODE_CHECKPOINT_H

#include "recode/recoder.h"

typedef struct quhua__recode_checkpoint {
  uint64_t run; /* checksum of map and options */
  uint64_t
      fed; /* bytes of input that `before` is of: the rows that are done, and what was read behind them */
  uint64_t before;  /* checksum */
  uint64_t after;   /* checksum of the output */
  uint64_t patched; /* bytes of the patch; 0 without one */
  uint64_t undone;
  uint64_t line;
  uint64_t encoding;
  quhua_recode_counts counts;
} quhua__recode_checkpoint;

/* What a recoder has done; its output must be flushed. */
quhua__recode_checkpoint quhua__recode_checkpoint_of(const quhua_recoder *r, uint64_t patched);
/* Write a checkpoint to a file, which appears whole. */
quhua_status quhua__recode_checkpoint_write(const quhua__recode_checkpoint *c,
                                            const quhua_allocator *allocator, const char *path,
                                            quhua_error *err);
/* Read one; *found is false when there is no such file. QUHUA_E_MISMATCH when it is damaged. */
quhua_status quhua__recode_checkpoint_read(quhua__recode_checkpoint *c, const quhua_allocator *allocator,
                                           const char *path, bool *found, quhua_error *err);
/* Let a recoder that knows its columns go on from a checkpoint, after looking at the input (which then stands where the
 * recoder goes on) and at the output so far. QUHUA_E_MISMATCH when anything is not what it was. */
quhua_status quhua__recode_checkpoint_resume(const quhua__recode_checkpoint *c, quhua_recoder *r, int input,
                                             int output, const char *path, quhua_error *err);
/* QUHUA_E_MISMATCH: the checkpoint is of another run. */
quhua_status quhua__recode_checkpoint_refuse(const char *path, quhua_error *err);

#endif
