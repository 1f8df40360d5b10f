/* SPDX-License-Identifier: Apache-2.0 */
/* store_files.h: a folder for the files of a test, and another program that looks at them with SQL. */
#ifndef QUHUA_TESTS_STORE_FILES_H
#define QUHUA_TESTS_STORE_FILES_H

#include <stdbool.h>
#include <stddef.h>

#define STORE_PATH_MAX 512

/* A new folder of this test's own. */
void store_folder_make(char out[STORE_PATH_MAX]);
/* Remove all files in it. */
void store_folder_empty(const char *folder);
void store_folder_remove(const char *folder);
/* How many files it holds, hidden ones included. */
size_t store_folder_count(const char *folder);
/* "folder/name", in a buffer of the caller's. */
const char *store_path(char out[STORE_PATH_MAX], const char *folder, const char *name);

/* Write a file. */
void store_write_file(const char *path, const void *data, size_t len);
/* Read a whole file; to be freed. */
char *store_read_file(const char *path, size_t *len);

/* Run statements on a file as another program would. Returns SQLite's extended result. */
int store_sql(const char *path, const char *sql);
/* Run them with nothing that protects the file: for tampering. Must succeed. */
void store_tamper(const char *path, const char *sql);
/* All rows of a query: columns separated by '|', NULL as "~", each row ended by '\n'. */
void store_query(const char *path, const char *sql, char *out, size_t cap);

#endif
