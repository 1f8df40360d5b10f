/* SPDX-License-Identifier: Apache-2.0 */
/* output_file.h: files that appear whole or not at all. */
#ifndef TOOL_OUTPUT_FILE_H
#define TOOL_OUTPUT_FILE_H

#include <stdio.h>

#include "tool.h"

typedef struct output_file {
  FILE *stream;
  char *path;      /* name that the file will have */
  char *temporary; /* name while it is written, in the same folder */
} output_file;

/* Make a folder and those above it. Returns an exit status. */
int folder_make(const tool *t, const char *path);
/* Begin a file in a folder; write to its stream. Returns an exit status. */
int output_file_begin(const tool *t, const char *folder, const char *name, output_file *out);
/* Give the file its name, when `exit_status` is DONE and every byte is on disk; else remove it. Returns exit_status,
 * or FAILED. */
int output_file_end(const tool *t, output_file *file, int exit_status);

#endif
