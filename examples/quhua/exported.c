/* SPDX-License-Identifier: Apache-2.0 */
#include "exported.h"

#include <string.h>

#include "answers.h"

#define IDS_SHOWN 20

/* The exports before and after a commit, which records none itself: position i is the same export in both. */
typedef struct comparison {
  quhua_exports *before;
  quhua_exports *after;
  quhua_sequence known; /* of `before` */
  quhua_host_answer host;
} comparison;

/* The cheap question comes first, and what is still true need not be asked of the past. */
static quhua_status was_made_false(const comparison *c, size_t index, bool *out, quhua_error *err) {
  quhua_export_standing then = QUHUA_EXPORT_CHANGED, now = QUHUA_EXPORT_TRUE;
  *out = false;
  if (quhua_exports_is_untouched(c->after, index, c->known)) return QUHUA_OK;
  quhua_status status = quhua_exports_check(c->after, index, &c->host, &now, err);
  if (status == QUHUA_OK && now != QUHUA_EXPORT_TRUE)
    status = quhua_exports_check(c->before, index, &c->host, &then, err);
  *out = then == QUHUA_EXPORT_TRUE;
  return status;
}

/* An answer that was given to several stands there several times. */
static bool is_named(const buffer *ids, const char *id) {
  size_t len = strlen(id);
  for (size_t at = 0; at + len < ids->len; at += len + 1)
    if (memcmp(ids->data + at + 1, id, len) == 0) return true;
  return false;
}

/* The ids, each with a blank in front. */
static quhua_status collect(const comparison *c, buffer *ids, quhua_error *err) {
  quhua_status status = QUHUA_OK;
  for (size_t i = 0; status == QUHUA_OK && i < quhua_exports_count(c->after); i++) {
    bool made_false;
    const char *id = quhua_exports_at(c->after, i)->id;
    status = was_made_false(c, i, &made_false, err);
    if (status != QUHUA_OK || !made_false || is_named(ids, id)) continue;
    buffer_add(ids, " ", 1);
    buffer_add(ids, id, strlen(id));
  }
  return status;
}

static void say_ids(const tool *t, const buffer *ids) {
  size_t each = 1 + strlen("x0123456789abcdef");
  size_t count = ids->len / each, shown = count < IDS_SHOWN ? count : IDS_SHOWN;
  if (count == 0) return;
  say(t, "exported answers that are no longer true (%zu):%.*s%s", "不再有效的已导出答复（%zu 份）：%.*s%s",
      count, (int)(shown * each), ids->data, shown < count ? " …" : "");
  say(t, "quhua exports %s --changed --diff shows what has changed",
      "quhua exports %s --changed --diff 查看变化", t->opt.args[0]);
}

void say_changed_exports(const tool *t, const session *before) {
  quhua_error err = {0};
  quhua_snapshot *newest = NULL;
  answerer self = {t, before->registry};
  comparison c = {.known = quhua_snapshot_known(before->snapshot), .host = answers_of_tool(&self)};
  buffer ids = {0};
  quhua_status status = quhua_snapshot_new(before->registry, QUHUA_SEQUENCE_OPEN, &newest, &err);
  if (status == QUHUA_OK) status = quhua_exports_new(before->snapshot, &c.before, &err);
  if (status == QUHUA_OK) status = quhua_exports_new(newest, &c.after, &err);
  if (status == QUHUA_OK) status = collect(&c, &ids, &err);
  if (status == QUHUA_OK && !ids.failed)
    say_ids(t, &ids);
  else
    say(t, "done, but exported answers could not be checked: quhua exports %s --changed",
        "已完成，但未能核对已导出的答复：quhua exports %s --changed", t->opt.args[0]);
  buffer_free(&ids);
  quhua_exports_free(c.before);
  quhua_exports_free(c.after);
  quhua_snapshot_free(newest);
}
