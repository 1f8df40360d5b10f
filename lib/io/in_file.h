/* SPDX-License-Identifier: Apache-2.0 */
/* in_file.h: files that are read piece by piece. */
#ifndef QUHUA_IO_IN_FILE_H
#define QUHUA_IO_IN_FILE_H

#include <stddef.h>

#include <quhua/error.h>

/* Open; "-" is standard input. */
quhua_status quhua__in_file_open(const char *path, int *fd, quhua_error *err);
/* As many bytes as come at once; *got is 0 at the end, and on failure. */
quhua_status quhua__in_file_read(int fd, const char *path, char *out, size_t room, size_t *got,
                                 quhua_error *err);
/* Standard input stays open; -1 is nothing. */
void quhua__in_file_close(int fd);

#endif
