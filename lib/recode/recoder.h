/* SPDX-License-Identifier: Apache-2.0 */
/* recoder.h: the inside of a filter, for the files that share it.
 *
 *   recoder.c  life, buffer, and the way of rows through it
 *   select.c   which columns are meant
 *   row.c      what becomes of a row
 *   split.c    rows that are repeated for each successor
 *   sink.c     output, and the patch that takes it back
 *   block.c    recoders that share a stream
 *   place.c    errors with line and column */
#ifndef QUHUA_RECODE_RECODER_H
#define QUHUA_RECODE_RECODER_H

#include "base/bytes.h"
#include "base/checksum.h"
#include "recode/map.h"
#include "recode/scan.h"

/* Rows that are looked at together, so that the places of their codes in the map are on the way from memory while
 * others are worked on. */
#define QUHUA__RECODE_BATCH 64

/* What a wanted column is for. */
typedef enum quhua__recode_role {
  QUHUA__RECODE_CODE,
  QUHUA__RECODE_NAME,
  QUHUA__RECODE_AMOUNT
} quhua__recode_role;

typedef struct quhua__recode_column {
  quhua_str given; /* name or number, as the caller wrote it; owned by the arena */
  quhua__recode_role role;
  uint32_t of;     /* a name: which of the columns with codes */
  uint32_t number; /* in the table, from 0 */
} quhua__recode_column;

/* The decision about a cell with a code. */
typedef struct quhua__recode_verdict {
  quhua_recode_outcome outcome;
  const quhua__recode_answer *answer; /* NULL: none */
  const quhua__recode_target *target; /* what is written; NULL: the cell stands */
  quhua_str code;                     /* the text of the cell without blanks */
} quhua__recode_verdict;

/* A cell's place in the map. */
typedef struct quhua__recode_query {
  quhua__recode_key key;
  uint64_t hash;
  uint32_t skip; /* blanks in front */
  uint32_t len;  /* 0: empty; more than QUHUA_CODE_MAX: no code */
} quhua__recode_query;

typedef enum quhua__recode_encoding {
  QUHUA__RECODE_ASCII, /* nothing else was seen yet */
  QUHUA__RECODE_UTF8,
  QUHUA__RECODE_GB18030
} quhua__recode_encoding;

struct quhua_recoder {
  const quhua_allocator *allocator;
  const quhua_recode_map *map;
  quhua__arena arena; /* texts and lists that live as long as the recoder */
  quhua_str source;
  quhua_recode_policy policy;
  bool stops; /* a row that cannot be decided ends the run */
  bool flags; /* rows get columns */
  quhua_recode_header header;
  size_t record_limit;

  quhua__recode_column *columns; /* in ascending order once they are known */
  size_t column_count;
  size_t code_count;
  uint32_t *wanted; /* numbers of the columns */
  uint32_t *codes;  /* positions of the columns with codes, in the order in which they were given */
  bool ready;       /* the columns are known */
  const char *line_end;
  quhua__recode_row tail; /* the row that was read last */

  char *data; /* followed by QUHUA__RECODE_SLACK readable bytes */
  size_t len, cap;
  quhua__recode_scan scan;
  quhua__recode_row rows[QUHUA__RECODE_BATCH];
  quhua__recode_cell *cells;       /* of each row: column_count */
  quhua__recode_query *queries;    /* of each row: code_count */
  quhua__recode_verdict *verdicts; /* of one row: code_count */
  quhua__recode_encoding encoding;
  quhua_str *names; /* of targets, in the encoding of the stream; ptr NULL: not made yet */
  uint32_t width;   /* cells of the header */

  const char *run; /* what of the buffer stands but is not written yet begins here */
  char *out;
  size_t out_len, out_cap;
  quhua_writer writer;
  quhua__bytes text; /* a cell, or rows, that are being made */
  bool undoes;
  bool sums; /* keep checksums of both streams: for a patch, or for checkpoints */
  quhua_writer undo;
  quhua__checksum before, after;
  uint64_t undone; /* bytes of output up to the end of the last edit in the patch */

  quhua_recode_counts counts;
  quhua_status failed;

  /* Of a recoder that has a block of a stream of others (block.c). */
  bool gathers;       /* nothing is written before its turn, unless there is no room for it */
  bool is_part;       /* the patch is a part of one, and lacks the first number, */
  bool noted;         /* if there is a first */
  uint64_t first_gap; /* : bytes of the block that stand before the first edit */
};

/* A code may be looked up at the very end of the buffer. */
#define QUHUA__RECODE_SLACK 16

/* Room in the buffer, never none; and that so many bytes were put there. */
char *quhua__recoder_room(quhua_recoder *r, size_t *room);
quhua_status quhua__recoder_took(quhua_recoder *r, size_t len, quhua_error *err);

/* Rows of the buffer, as far as they are whole; and that they are done, and what is left goes to the front. */
quhua_status quhua__recoder_rows(quhua_recoder *r, bool last, quhua_error *err);
quhua_status quhua__recoder_rows_end(quhua_recoder *r, quhua_error *err);
/* Everything that a recoder has of its own; cap and out_cap say how much. */
bool quhua__recoder_allocate(quhua_recoder *r);

/* --- block.c --- */
/* A recoder for blocks of the stream of another one, which knows its columns and must outlive it. */
quhua_status quhua__recoder_like(const quhua_recoder *model, const quhua_writer *writer,
                                 const quhua_writer *undo, quhua_recoder **out, quhua_error *err);
/* Room for so many bytes of a block, of which `held` are to stay. */
quhua_status quhua__recoder_block_room(quhua_recoder *r, size_t held, size_t cap, quhua_error *err);
/* The end of the last row that is whole, of bytes that begin with a row; 0: there is none. *lines: line ends before it. */
size_t quhua__recoder_block_cut(const char *data, size_t len, uint64_t *lines);
/* Work on the first bytes of the buffer, which begin with a row on a line and end with one. What was counted before is
 * the caller's to take and to set to zero. */
quhua_status quhua__recoder_block(quhua_recoder *r, size_t len, uint64_t line, bool last, quhua_error *err);
/* It is the turn of the block: write the rest of it. */
quhua_status quhua__recoder_block_end(quhua_recoder *r, quhua_error *err);
/* Add what was counted in the next block. */
void quhua__recoder_count(quhua_recode_counts *sum, const quhua_recode_counts *next);

/* --- select.c --- */
/* Copy what the caller wants. */
quhua_status quhua__recoder_want(quhua_recoder *r, const quhua_recode_options *options, quhua_error *err);
/* Find the columns in the first row; *is_header says what it was. */
quhua_status quhua__recoder_select(quhua_recoder *r, const quhua__recode_row *first, bool *is_header,
                                   quhua_error *err);

/* How many cells a row has. */
uint32_t quhua__recoder_count_cells(const quhua_recoder *r, const quhua__recode_row *row);

/* --- row.c --- */
/* The places in the map of the cells of a batch, of so many rows; they are on their way from memory then. */
void quhua__recoder_ask(quhua_recoder *r, size_t rows);
/* Rewrite the rows of a batch. */
quhua_status quhua__recoder_answer(quhua_recoder *r, size_t rows, quhua_error *err);
/* What becomes of one cell; sixteen bytes must be readable where it begins. */
quhua__recode_verdict quhua__recoder_decide(const quhua_recoder *r, const quhua__recode_cell *cell);
/* Does this end the run? Then say why: QUHUA_E_AMBIGUOUS. */
bool quhua__recoder_stops(const quhua_recoder *r, const quhua__recode_verdict *verdict);
quhua_status quhua__recoder_undecided(quhua_recoder *r, const quhua__recode_verdict *verdict,
                                      quhua_error *err);
/* The header gets its new columns. */
quhua_status quhua__recoder_head(quhua_recoder *r, const quhua__recode_row *row, quhua_error *err);
/* "510723114201=2/5 510723114202=3/5". */
void quhua__recoder_candidates(const quhua_recoder *r, const quhua__recode_verdict *verdict,
                               quhua__bytes *out);

/* The columns of the flag policy, behind a row. */
void quhua__recoder_add_flags(quhua_recoder *r);
/* The name of a target as the content of a cell, into r->text. */
quhua_status quhua__recoder_add_name(quhua_recoder *r, const quhua__recode_target *target,
                                     const quhua__recode_cell *cell, quhua_error *err);

/* --- split.c --- */
/* The rows that take the place of one, into r->text. */
quhua_status quhua__recoder_split(quhua_recoder *r, const quhua__recode_row *row,
                                  const quhua__recode_cell *cells, quhua_error *err);

/* What the stream is written in, once a byte tells. */
quhua__recode_encoding quhua__recoder_encoding(quhua_recoder *r);

/* --- sink.c --- */
/* Let new bytes stand in place of `len` bytes at a place of the buffer that is not before the last edit. */
quhua_status quhua__recoder_edit(quhua_recoder *r, char *at, size_t len, quhua_str bytes, quhua_error *err);
/* Everything before a place of the buffer is done. */
quhua_status quhua__recoder_done(quhua_recoder *r, const char *upto, quhua_error *err);
quhua_status quhua__recoder_flush(quhua_recoder *r, quhua_error *err);
quhua_status quhua__recoder_begin_undo(quhua_recoder *r, quhua_error *err);
quhua_status quhua__recoder_end_undo(quhua_recoder *r, quhua_error *err);

/* --- place.c --- */
/* Give an error that was just raised the place of a byte in a row. */
quhua_status quhua__recoder_fail_at(const quhua_recoder *r, const quhua__recode_row *row, const char *at,
                                    quhua_status status, quhua_error *err);
quhua_status quhua__recoder_refuse_row(quhua_recoder *r, quhua__recode_found found, quhua_error *err);
quhua_status quhua__recoder_refuse_long(quhua_recoder *r, quhua_error *err);

#endif
