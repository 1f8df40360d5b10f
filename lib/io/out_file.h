/* SPDX-License-Identifier: Apache-2.0 */
/* out_file.h: output that appears whole or not at all. A file is written under another name in its folder and gets its
 * own when every byte is on disk; standard output, where it is a file, is cut back to where it was. */
#ifndef QUHUA_IO_OUT_FILE_H
#define QUHUA_IO_OUT_FILE_H

#include <stdint.h>

#include <quhua/error.h>
#include <quhua/io.h>
#include <quhua/memory.h>

typedef struct quhua__out_file {
  const quhua_allocator *allocator;
  const char *path; /* borrowed */
  char *temporary;  /* NULL for standard output */
  size_t temporary_size;
  int fd;        /* -1: not open */
  int64_t start; /* where standard output was; -1 where it cannot be cut back */
  int reason;    /* errno of the write that failed */
} quhua__out_file;

/* Begin; path "-" is standard output. A lasting file has the name PATH.part while it is written, stays when the run
 * fails, and is gone on with at `resume` bytes. */
quhua_status quhua__out_file_begin(quhua__out_file *file, const quhua_allocator *allocator, const char *path,
                                   bool lasting, uint64_t resume, quhua_error *err);
/* A writer into the file. */
quhua_writer quhua__out_file_writer(quhua__out_file *file);
/* Let every byte reach the disk. */
quhua_status quhua__out_file_sync(quhua__out_file *file, quhua_error *err);
/* Close; with QUHUA_OK give the file its name, else remove it unless it is to be kept. Returns status, or what went
 * wrong now. */
quhua_status quhua__out_file_end(quhua__out_file *file, quhua_status status, bool keep, quhua_error *err);

/* What the operating system refused, about a path. */
quhua_status quhua__refuse_write(int reason, const char *path, quhua_error *err);

#endif
