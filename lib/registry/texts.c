/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/texts.h"

#include <string.h>

#include "base/text_internal.h"

void quhua__texts_init(quhua__texts *texts, const quhua_allocator *allocator, const quhua__texts *base,
                       uint32_t base_count) {
  texts->allocator = allocator;
  texts->base = base;
  texts->base_count = base_count;
  quhua__segments_init(&texts->items, allocator, sizeof(quhua__text));
  quhua__segments_init(&texts->bytes, allocator, 1);
  quhua__index_init(&texts->index, allocator);
  quhua__table_init(&texts->links, allocator);
  quhua__arena_init(&texts->arena, allocator);
}

void quhua__texts_free(quhua__texts *texts) {
  quhua__segments_free(&texts->items);
  quhua__segments_free(&texts->bytes);
  quhua__index_free(&texts->index);
  quhua__table_free(&texts->links);
  quhua__arena_free(&texts->arena);
}

uint32_t quhua__texts_count(const quhua__texts *texts) { return texts->base_count + texts->items.count; }

static quhua__text *own(const quhua__texts *texts, uint32_t number) {
  return quhua__segments_at(&texts->items, number - texts->base_count - 1);
}

quhua_str quhua__texts_at(const quhua__texts *texts, uint32_t number) {
  if (number == 0) return (quhua_str){"", 0};
  const quhua__texts *layer = number <= texts->base_count ? texts->base : texts;
  const quhua__text *text = own(layer, number);
  return (quhua_str){quhua__segments_at(&layer->bytes, text->at), text->len};
}

void quhua__texts_prefetch(const quhua__texts *texts, uint32_t number) {
  if (number > texts->base_count) __builtin_prefetch(own(texts, number));
}

uint32_t quhua__texts_stem(const quhua__texts *texts, uint32_t name) {
  uint32_t stem = 0;
  for (const quhua__texts *layer = texts; layer && name && !stem; layer = layer->base) {
    if (layer != texts && name > texts->base_count) break; /* a text that only the overlay has */
    const quhua__text_links *links = quhua__texts_links(layer, name);
    if (links) stem = atomic_load_explicit(&links->stem, memory_order_acquire);
    if (layer != texts && stem > texts->base_count) stem = 0; /* the base got it later: a number of its own */
  }
  return stem;
}

static bool equal(const void *ctx, uint32_t number, const void *key) {
  const quhua_str *text = key;
  quhua_str candidate = quhua__texts_at(ctx, number);
  return candidate.len == text->len && memcmp(candidate.ptr, text->ptr, text->len) == 0;
}

static uint64_t hash_of(quhua_str text) { return quhua__hash(text.ptr, text.len, 0); }

static uint32_t find_hashed(const quhua__texts *texts, quhua_str text, uint64_t hash) {
  uint32_t number = quhua__index_find(&texts->index, hash, equal, texts, &text);
  if (number || !texts->base) return number;
  number = quhua__index_find(&texts->base->index, hash, equal, texts->base, &text);
  return number <= texts->base_count ? number : 0; /* later texts of the base are not ours */
}

uint32_t quhua__texts_find(const quhua__texts *texts, quhua_str text) {
  return text.len ? find_hashed(texts, text, hash_of(text)) : 0;
}

/* Number of a text that begins the text `whole`, or of any text when that is 0. Most stems and proper names begin a name,
 * whose bytes they then share. */
static bool intern(quhua__texts *texts, quhua_str text, uint32_t whole, uint32_t *number) {
  *number = 0;
  if (text.len == 0) return true;
  if (text.len > UINT32_MAX) return false;
  uint64_t hash = hash_of(text);
  *number = find_hashed(texts, text, hash);
  if (*number) return true;
  if (!quhua__segments_reserve(&texts->items, 1) || !quhua__index_reserve(&texts->index, 1)) return false;
  uint32_t at;
  if (whole > texts->base_count)
    at = own(texts, whole)->at;
  else if (!quhua__segments_append_run(&texts->bytes, text.ptr, (uint32_t)text.len, &at))
    return false;
  quhua__text *fresh = quhua__segments_append(&texts->items);
  fresh->at = at;
  fresh->len = (uint32_t)text.len;
  *number = quhua__texts_count(texts);
  quhua__index_put(&texts->index, hash, *number, equal, texts, &text);
  return true;
}

bool quhua__texts_intern(quhua__texts *texts, quhua_str text, uint32_t *number) {
  return intern(texts, text, 0, number);
}

quhua__text_links *quhua__texts_links(const quhua__texts *texts, uint32_t number) {
  if (number > texts->base_count) return &own(texts, number)->links;
  return quhua__table_find(&texts->links, &number, sizeof number);
}

quhua__text_links *quhua__texts_links_make(quhua__texts *texts, uint32_t number) {
  quhua__text_links *links = quhua__texts_links(texts, number);
  if (links) return links;
  links = quhua__arena_alloc(&texts->arena, sizeof *links);
  if (!links || !quhua__table_add(&texts->links, &number, sizeof number, links)) return NULL;
  return links;
}

/* Let a stem be found by its proper name. */
static bool link_proper(quhua__texts *texts, uint32_t stem, quhua__text_links *stem_links) {
  quhua_str text = quhua__texts_at(texts, stem);
  quhua_str proper = {text.ptr, quhua__name_proper(text)};
  uint32_t number;
  if (proper.len == text.len) return true;
  if (!intern(texts, proper, stem, &number)) return false;
  quhua__text_links *links = quhua__texts_links_make(texts, number);
  if (!links) return false;
  uint32_t newest = atomic_load_explicit(&links->stems, memory_order_relaxed);
  atomic_store_explicit(&stem_links->next_stem, newest, memory_order_relaxed);
  atomic_store_explicit(&links->stems, stem, memory_order_release);
  return true;
}

/* Mark a text as a name with that stem. A stem is its own stem. */
static bool mark_name(quhua__texts *texts, uint32_t name, uint32_t stem) {
  if (quhua__texts_stem(texts, name)) return true;
  quhua__text_links *links = quhua__texts_links_make(texts, name);
  if (!links) return false;
  if (name == stem && !link_proper(texts, stem, links)) return false;
  atomic_store_explicit(&links->stem, stem, memory_order_release);
  return true;
}

bool quhua__texts_intern_name(quhua__texts *texts, quhua_str name, uint32_t *number) {
  if (!quhua__texts_intern(texts, name, number)) return false;
  if (*number == 0 || quhua__texts_stem(texts, *number)) return true;
  char buffer[512];
  quhua_str stem = {buffer, quhua_name_stem(name, buffer, sizeof buffer)};
  if (stem.len == 0 || stem.len > sizeof buffer) stem = name;
  bool begins = stem.len <= name.len && memcmp(stem.ptr, name.ptr, stem.len) == 0;
  uint32_t stem_number;
  return intern(texts, stem, begins ? *number : 0, &stem_number) &&
         mark_name(texts, stem_number, stem_number) && mark_name(texts, *number, stem_number);
}
