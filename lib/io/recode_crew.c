/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L /* threads */
#include "io/recode_crew.h"

#include <pthread.h>
#include <stdio.h>

#include "base/fail.h"
#include "io/in_file.h"

/* What the threads share. */
typedef struct shared {
  const quhua__recode_crew *crew;

  pthread_mutex_t reading; /* the turn to read, and what follows */
  quhua__bytes carry;      /* the row that the last block has cut */
  uint64_t blocks;         /* that were read */
  uint64_t line;           /* of the next block */
  quhua__checksum before;  /* of everything that was read */
  quhua__recode_encoding encoding;
  bool names; /* are written, so that the encoding matters */
  bool ended;

  pthread_mutex_t lock; /* for what follows */
  pthread_cond_t passed;
  uint64_t turn; /* number of the block to be written */
  quhua_status status;
  quhua_error error;
} shared;

typedef struct worker {
  shared *s;
  quhua_recoder *recoder;
  quhua__bytes undo; /* part of the patch */
  pthread_t thread;
  uint64_t number; /* of its block */
  size_t len;
  uint64_t line;
  bool last;
  quhua__checksum before; /* of everything that was read up to its block, and behind it */
} worker;

/* --- the turn to write -------------------------------------------------------------------------------------------- */

/* false: another thread has failed with a block before this one. */
static bool await_turn(worker *w) {
  shared *s = w->s;
  pthread_mutex_lock(&s->lock);
  while (s->turn != w->number && !s->status) pthread_cond_wait(&s->passed, &s->lock);
  bool mine = s->turn == w->number && !s->status;
  pthread_mutex_unlock(&s->lock);
  return mine;
}

static void pass_turn(worker *w, quhua_status status, const quhua_error *error) {
  shared *s = w->s;
  pthread_mutex_lock(&s->lock);
  s->turn++;
  if (status) {
    s->status = status;
    s->error = *error;
  }
  pthread_cond_broadcast(&s->passed);
  pthread_mutex_unlock(&s->lock);
}

/* Most blocks are written when they are done. One that grows more than its room begins as soon as it is its turn. */
static bool write_in_turn(void *ctx, const char *data, size_t len) {
  worker *w = ctx;
  const quhua__recode_crew *crew = w->s->crew;
  if (!await_turn(w)) return false;
  if (crew->head->sums) quhua__checksum_add(&crew->head->after, data, len);
  return crew->output.write(crew->output.ctx, data, len);
}

static bool gather_undo(void *ctx, const char *data, size_t len) {
  worker *w = ctx;
  quhua__bytes_add(&w->undo, data, len);
  return !w->undo.failed;
}

static quhua_status refuse_undo(quhua_error *err) {
  return quhua__fail(err, QUHUA_E_IO, QUHUA__T("the patch cannot be written", "无法写出还原文件"),
                     QUHUA__T("check that the disk has room", "请检查磁盘空间"), QUHUA__NO_ARGS);
}

/* The part of the patch; the gap before its first edit began in blocks before. */
static quhua_status write_undo(worker *w, quhua_error *err) {
  const quhua__recode_crew *crew = w->s->crew;
  quhua_recoder *head = crew->head;
  char gap[24];
  if (w->undo.failed) return quhua__fail_nomem(err);
  if (!w->recoder->noted) return QUHUA_OK;
  unsigned long long bytes = head->counts.bytes_out - head->undone + w->recoder->first_gap;
  int len = snprintf(gap, sizeof gap, "%llu ", bytes);
  bool ok = crew->undo.write(crew->undo.ctx, gap, (size_t)len) &&
            crew->undo.write(crew->undo.ctx, w->undo.data, w->undo.len);
  head->undone = head->counts.bytes_out + w->recoder->undone;
  return ok ? QUHUA_OK : refuse_undo(err);
}

static quhua_status write_block(worker *w, quhua_error *err) {
  const quhua__recode_crew *crew = w->s->crew;
  quhua_recoder *head = crew->head;
  quhua_status status = quhua__recoder_block_end(w->recoder, err);
  if (!status && head->undoes) status = write_undo(w, err);
  quhua__recoder_count(&head->counts, &w->recoder->counts);
  if (status) return status;
  if (head->sums) head->before = w->before;
  head->scan.line = w->recoder->scan.line;
  head->encoding = w->recoder->encoding;
  return crew->written(crew->ctx, err);
}

/* --- the turn to read --------------------------------------------------------------------------------------------- */

/* Fill the buffer; *got 0 at the end of the stream. */
static quhua_status read_more(worker *w, size_t *got, quhua_error *err) {
  shared *s = w->s;
  quhua_recoder *r = w->recoder;
  quhua_status status = QUHUA_OK;
  size_t piece = 1, held = w->len;
  while (!status && piece && w->len < r->cap) {
    status =
        quhua__in_file_read(s->crew->input, s->crew->path, r->data + w->len, r->cap - w->len, &piece, err);
    w->len += piece;
  }
  *got = w->len - held;
  s->ended = status || !piece;
  if (s->crew->head->sums) quhua__checksum_add(&s->before, r->data + held, *got);
  return status;
}

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

/* Whole rows. A row that is longer than the longest is given to the recoder as it is, which says so. */
static quhua_status read_rows(worker *w, size_t *cut, uint64_t *lines, quhua_error *err) {
  shared *s = w->s;
  quhua_recoder *r = w->recoder;
  const size_t most = r->record_limit + 1;
  for (;;) {
    size_t got;
    quhua_status status = read_more(w, &got, err);
    if (status) return status;
    *cut = quhua__recoder_block_cut(r->data, w->len, lines);
    if (s->ended || (!*cut && w->len >= most)) *cut = w->len;
    if (*cut || s->ended) return QUHUA_OK;
    status = quhua__recoder_block_room(r, w->len, least(2 * r->cap, most), err);
    if (status) return status;
  }
}

/* Blocks of which only some have bytes that tell are of one encoding. */
static void note_encoding(worker *w) {
  w->recoder->encoding = w->s->encoding;
  w->recoder->len = w->len;
  if (w->s->names) w->s->encoding = quhua__recoder_encoding(w->recoder);
}

static quhua_status read_block(worker *w, quhua_error *err) {
  shared *s = w->s;
  size_t cut = 0;
  uint64_t lines = 0;
  quhua_status status = quhua__recoder_block_room(w->recoder, 0, s->carry.len + 1, err);
  if (status) return status;
  if (s->carry.len) memcpy(w->recoder->data, s->carry.data, s->carry.len);
  w->len = s->carry.len;
  s->carry.len = 0;
  status = read_rows(w, &cut, &lines, err);
  if (status) return status;
  note_encoding(w);
  quhua__bytes_add(&s->carry, w->recoder->data + cut, w->len - cut);
  w->len = cut;
  w->last = s->ended;
  w->before = s->before;
  s->line += lines;
  return s->carry.failed ? quhua__fail_nomem(err) : QUHUA_OK;
}

/* false: there is nothing left to read. */
static bool take_block(worker *w, quhua_status *status, quhua_error *err) {
  shared *s = w->s;
  pthread_mutex_lock(&s->reading);
  bool more = !s->ended;
  if (more) {
    w->number = s->blocks++;
    w->line = s->line;
    *status = read_block(w, err);
    s->ended |= *status != QUHUA_OK;
  }
  pthread_mutex_unlock(&s->reading);
  return more;
}

/* --- a thread ----------------------------------------------------------------------------------------------------- */

static void *work(void *argument) {
  worker *w = argument;
  quhua_error error = {0};
  quhua_status status = QUHUA_OK;
  while (!status && take_block(w, &status, &error)) {
    w->undo.len = 0;
    w->recoder->counts = (quhua_recode_counts){0};
    if (!status) status = quhua__recoder_block(w->recoder, w->len, w->line, w->last, &error);
    if (!await_turn(w)) break;
    if (!status)
      status = write_block(w, &error);
    else
      quhua__recoder_count(&w->s->crew->head->counts, &w->recoder->counts);
    pass_turn(w, status, &error);
  }
  return NULL;
}

static quhua_status hire(worker *w, shared *s, quhua_error *err) {
  quhua_writer output = {w, write_in_turn}, undo = {w, gather_undo};
  w->s = s;
  quhua__bytes_init(&w->undo, s->crew->head->allocator);
  return quhua__recoder_like(s->crew->head, &output, &undo, &w->recoder, err);
}

/* The calling thread is the first one. */
static void work_together(worker *list, uint32_t count) {
  uint32_t started = 1;
  while (started < count && pthread_create(&list[started].thread, NULL, work, &list[started]) == 0) started++;
  work(list);
  for (uint32_t i = 1; i < started; i++) pthread_join(list[i].thread, NULL);
}

/* What the head has read but not done is the beginning of the first block. */
static quhua_status begin(shared *s, quhua_error *err) {
  quhua_recoder *head = s->crew->head;
  quhua__bytes_init(&s->carry, head->allocator);
  quhua__bytes_add(&s->carry, head->data, head->len);
  head->len = 0;
  head->run = head->data;
  s->line = head->scan.line;
  s->before = head->before;
  s->encoding = head->encoding;
  s->names = head->column_count > head->code_count;
  return s->carry.failed ? quhua__fail_nomem(err) : quhua__recoder_flush(head, err);
}

quhua_status quhua__recode_crew_run(const quhua__recode_crew *crew, quhua_error *err) {
  const quhua_allocator *a = crew->head->allocator;
  shared s = {.crew = crew,
              .reading = PTHREAD_MUTEX_INITIALIZER,
              .lock = PTHREAD_MUTEX_INITIALIZER,
              .passed = PTHREAD_COND_INITIALIZER};
  size_t size = crew->threads * sizeof(worker);
  worker *list = a->alloc(a->ctx, size);
  if (!list) return quhua__fail_nomem(err);
  memset(list, 0, size);
  uint32_t hired = 0;
  quhua_status status = begin(&s, err);
  while (!status && hired < crew->threads) status = hire(&list[hired++], &s, err);
  if (!status) {
    work_together(list, hired);
    status = s.status;
    if (status && err) *err = s.error;
  }
  for (uint32_t i = 0; i < hired; i++) {
    quhua_recoder_free(list[i].recoder);
    quhua__bytes_free(&list[i].undo);
  }
  quhua__bytes_free(&s.carry);
  a->free(a->ctx, list, size);
  return status;
}
