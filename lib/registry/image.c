/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/image.h"

#include <string.h>

#include "base/checksum.h"

#define MAGIC "QUHUAIMG"
#define FORMAT 1u
#define PARTS_MAX 32u
#define ALIGNMENT 64u
#define SCHEME_MAX 32u

/* Where one array or one index lies. */
typedef struct span {
  uint64_t offset;
  uint64_t len;  /* bytes in use, under the checksum */
  uint64_t room; /* bytes with room to grow */
  uint64_t checksum;
  uint64_t count; /* elements or keys */
} span;

typedef struct head {
  char magic[8];
  uint32_t format;
  uint32_t parts;
  uint64_t layout; /* of the build that wrote it */
  uint64_t size, place;
  uint64_t checksum; /* of the head, with this field 0 */
  uint32_t sequence, top, reservations, reserved;
  char scheme[SCHEME_MAX];
  span span[PARTS_MAX];
} head;

/* --- parts ------------------------------------------------------------------------------------------------------------ */

/* An array or an index; the other one is NULL. */
typedef struct part {
  quhua__segments *array;
  quhua__index *index;
} part;

typedef struct parts {
  part list[PARTS_MAX];
  uint32_t count;
} parts;

/* All parts of a state in the order in which they lie in an image. */
static parts parts_of(quhua__state *root) {
  parts p = {.count = 0};
  quhua__segments *array;
  quhua__index *index;
  for (size_t i = 0; (array = quhua__state_array(root, i)) != NULL; i++)
    p.list[p.count++] = (part){array, NULL};
  for (size_t i = 0; (index = quhua__state_index(root, i)) != NULL; i++)
    p.list[p.count++] = (part){NULL, index};
  p.list[p.count++] = (part){NULL, &root->texts.index};
  p.list[p.count++] = (part){&root->texts.items, NULL};
  p.list[p.count++] = (part){&root->texts.bytes, NULL};
  return p;
}

/* The headers of the build (QUHUA__LAYOUT, lib/CMakeLists.txt), the sizes of all records, the order of bytes, and how keys are
 * hashed. */
static uint64_t layout_of_build(const parts *p) {
  static const char probe[] = "libquhua image " QUHUA__LAYOUT;
  uint64_t facts[PARTS_MAX + 4] = {0};
  size_t count = 0;
  for (uint32_t i = 0; i < p->count; i++) facts[count++] = p->list[i].array ? p->list[i].array->elem : 0;
  facts[count++] = sizeof(quhua__index_table);
  facts[count++] = sizeof(head);
  facts[count++] = quhua__hash(probe, sizeof probe, 0);
  facts[count++] = UINT64_C(0x0102030405060708);
  return quhua__hash(facts, count * sizeof *facts, FORMAT);
}

/* Lengths of a part; the offset and the checksum are not known yet. */
static span measure(const part *p) {
  if (p->index) {
    uint64_t size = quhua__index_size(p->index);
    return (span){.count = p->index->count, .len = size, .room = size};
  }
  const quhua__segments *array = p->array;
  return (span){.count = array->count,
                .len = (uint64_t)array->count * array->elem,
                .room = quhua__segments_room(array->count) * array->elem};
}

static uint64_t align(uint64_t offset) { return (offset + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT; }

static head plan_image(const parts *p) {
  head h = {.format = FORMAT, .parts = p->count, .layout = layout_of_build(p), .size = align(sizeof h)};
  memcpy(h.magic, MAGIC, sizeof h.magic);
  for (uint32_t i = 0; i < p->count; i++) {
    h.span[i] = measure(&p->list[i]);
    h.span[i].offset = h.size;
    h.size = align(h.size + h.span[i].room);
  }
  return h;
}

uint64_t quhua__image_size(quhua__state *root) {
  parts p = parts_of(root);
  return plan_image(&p).size;
}

/* --- writing ---------------------------------------------------------------------------------------------------------- */

typedef struct writing {
  quhua_store_image_put *put;
  void *to;
  uint64_t offset;
  quhua__checksum sum;
} writing;

static bool put_next(writing *w, const void *data, size_t len) {
  uint64_t offset = w->offset;
  quhua__checksum_add(&w->sum, data, len);
  w->offset += len;
  return !len || w->put(w->to, offset, data, len);
}

static bool put_array(writing *w, const quhua__segments *array) {
  uint32_t run;
  for (uint32_t i = 0; i < array->count; i += run) {
    const void *elements = quhua__segments_run(array, i, &run);
    if (!put_next(w, elements, run * array->elem)) return false;
  }
  return true;
}

/* The link to outgrown tables is of this process. */
static bool put_index(writing *w, const quhua__index *index) {
  const quhua__index_table *table = atomic_load_explicit(&index->table, memory_order_relaxed);
  if (!table) return true;
  quhua__index_table own = {.older = NULL, .mask = table->mask};
  return put_next(w, &own, sizeof own) && put_next(w, table->slot, quhua__index_size(index) - sizeof own);
}

static bool put_part(writing *w, const part *p, span *at) {
  w->offset = at->offset;
  quhua__checksum_init(&w->sum);
  bool ok = p->array ? put_array(w, p->array) : put_index(w, p->index);
  at->checksum = quhua__checksum_end(&w->sum);
  return ok;
}

bool quhua__image_write(quhua__state *root, uint64_t place, quhua_store_image_put *put, void *to) {
  parts p = parts_of(root);
  head h = plan_image(&p);
  writing w = {.put = put, .to = to};
  const char *scheme = quhua_scheme_name(root->scheme);
  if (strlen(scheme) >= sizeof h.scheme) return false;
  memcpy(h.scheme, scheme, strlen(scheme));
  h.place = place;
  h.sequence = quhua__state_head(root);
  h.top = atomic_load_explicit(&root->top, memory_order_relaxed);
  h.reservations = root->reservation_count;
  for (uint32_t i = 0; i < p.count; i++)
    if (!put_part(&w, &p.list[i], &h.span[i])) return false;
  h.checksum = quhua__checksum_of(&h, sizeof h);
  return put(to, 0, &h, sizeof h);
}

/* --- reading ---------------------------------------------------------------------------------------------------------- */

static bool head_is_ours(const quhua__state *root, const parts *p, const head *h,
                         const quhua_store_image *image) {
  head copy = *h;
  copy.checksum = 0;
  return memcmp(h->magic, MAGIC, sizeof h->magic) == 0 && h->format == FORMAT && h->size == image->size &&
         h->place == image->place && h->parts == p->count &&
         h->checksum == quhua__checksum_of(&copy, sizeof copy) && h->layout == layout_of_build(p) &&
         strncmp(h->scheme, quhua_scheme_name(root->scheme), SCHEME_MAX) == 0;
}

static bool span_is_sound(const part *p, const span *at, uint64_t size) {
  bool inside = at->offset <= size && at->room <= size - at->offset && at->len <= at->room &&
                at->offset % ALIGNMENT == 0 && at->count <= UINT32_MAX;
  if (!inside || !p->array) return inside;
  return at->len == at->count * p->array->elem &&
         at->room == quhua__segments_room((uint32_t)at->count) * p->array->elem;
}

static bool spans_are_sound(const parts *p, const head *h, const char *memory) {
  for (uint32_t i = 0; i < p->count; i++) {
    const span *at = &h->span[i];
    if (!span_is_sound(&p->list[i], at, h->size) ||
        at->checksum != quhua__checksum_of(memory + at->offset, (size_t)at->len))
      return false;
  }
  return true;
}

/* Let the part of a state use its span of the memory. */
static bool adopt_part(const part *p, const span *at, char *memory) {
  char *data = memory + at->offset;
  uint32_t count = (uint32_t)at->count;
  if (p->index) return !at->len || quhua__index_adopt(p->index, data, (size_t)at->len, count);
  quhua__segments_adopt(p->array, data, count);
  return true;
}

bool quhua__image_adopt(quhua__state *root, const quhua_store_image *image) {
  parts p = parts_of(root);
  head h;
  if (image->size < sizeof h) return false;
  memcpy(&h, image->data, sizeof h);
  if (!head_is_ours(root, &p, &h, image) || !spans_are_sound(&p, &h, image->data)) return false;
  bool ok = true;
  for (uint32_t i = 0; i < p.count && ok; i++) ok = adopt_part(&p.list[i], &h.span[i], image->data);
  ok = ok && root->entries.count == h.sequence && h.sequence > 0;
  if (!ok) {
    quhua__state_empty(root); /* forgets what it adopted */
    return false;
  }
  atomic_store_explicit(&root->top, h.top, memory_order_release);
  root->reservation_count = h.reservations;
  return true;
}
