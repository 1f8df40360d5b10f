/* SPDX-License-Identifier: Apache-2.0 */
#include "settings.h"

#include <stdlib.h>
#include <string.h>

void setting_list_free(setting_list *list) {
  for (size_t i = 0; i < list->count; i++)
    free((void *)(uintptr_t)list->items[i].key.ptr); /* key and value are one */
  free(list->items);
  *list = (setting_list){0};
}

/* Takes copies. */
static int add_pair(const tool *t, setting_list *list, quhua_str key, quhua_str value) {
  if (list->count == list->cap) {
    size_t cap = list->cap ? 2 * list->cap : 8;
    quhua_attribute *grown = realloc(list->items, cap * sizeof *grown);
    if (!grown) return no_memory(t);
    list->items = grown;
    list->cap = cap;
  }
  char *text = malloc(key.len + value.len + 1);
  if (!text) return no_memory(t);
  memcpy(text, key.ptr, key.len);
  if (value.len) memcpy(text + key.len, value.ptr, value.len);
  list->items[list->count++] = (quhua_attribute){{text, key.len}, {text + key.len, value.len}};
  return DONE;
}

/* A setting whose value is the text of a file, without a byte order mark. */
static int add_file(const tool *t, setting_list *list, quhua_str key, const char *path) {
  quhua_error err = {0};
  char *data = NULL;
  size_t len = 0;
  if (quhua_data_read(NULL, path, &data, &len, &err) != QUHUA_OK) return library_fault(t, &err);
  size_t mark = len >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
  int exit_status = add_pair(t, list, key, (quhua_str){data + mark, len - mark});
  quhua_data_free(NULL, data, len);
  return exit_status;
}

int setting_list_add(const tool *t, setting_list *list, const char *text, bool files) {
  const char *equals = strchr(text, '=');
  if (!equals || equals == text) return usage_fault(t, "“%s” must be KEY=VALUE", "“%s”应写作 键=值", text);
  quhua_str key = {text, (size_t)(equals - text)};
  if (files && equals[1] == '@') return add_file(t, list, key, equals + 2);
  return add_pair(t, list, key, quhua_str_from(equals + 1));
}

/* One of --rules: PACK, which blocks, or PACK=HOW. */
static int add_pack(const tool *t, setting_list *list, quhua_str pack) {
  char key[64];
  const char *equals = memchr(pack.ptr, '=', pack.len);
  size_t len = equals ? (size_t)(equals - pack.ptr) : pack.len;
  quhua_str how = equals ? (quhua_str){equals + 1, pack.len - len - 1} : quhua_str_from("block");
  if (len == 0 || len > 32 || how.len == 0)
    return usage_fault(t, "--rules: “%.*s” must be PACK or PACK=off|report|block",
                       "--rules：“%.*s”应写作 规则包 或 规则包=off|report|block", (int)pack.len, pack.ptr);
  int key_len = snprintf(key, sizeof key, "rules.%.*s", (int)len, pack.ptr);
  return add_pair(t, list, (quhua_str){key, (size_t)key_len}, how);
}

static int add_packs(const tool *t, setting_list *list, const char *text) {
  int exit_status = DONE;
  while (exit_status == DONE) {
    size_t len = strcspn(text, ",");
    exit_status = add_pack(t, list, (quhua_str){text, len});
    if (text[len] == '\0') break;
    text += len + 1;
  }
  return exit_status;
}

static int add_issue(const tool *t, setting_list *list, const char *how) {
  if (strcmp(how, "append") != 0 && strcmp(how, "fill") != 0 && strcmp(how, "explicit") != 0)
    return usage_fault(t, "there is no way “%s” to issue codes; write append, fill or explicit",
                       "没有编码方式“%s”，请写 append、fill 或 explicit", how);
  return add_pair(t, list, quhua_str_from("codes.issue"), quhua_str_from(how));
}

int settings_of_run(const tool *t, setting_list *out) {
  const char *const *value = t->opt.value;
  int exit_status = DONE;
  *out = (setting_list){0};
  if (value[OPT_ISSUE]) exit_status = add_issue(t, out, value[OPT_ISSUE]);
  if (exit_status == DONE && value[OPT_RULES]) exit_status = add_packs(t, out, value[OPT_RULES]);
  if (exit_status == DONE && value[OPT_SIZE])
    exit_status = add_file(t, out, quhua_str_from("cn-size.table"), value[OPT_SIZE]);
  if (exit_status == DONE && value[OPT_NEIGHBOURS])
    exit_status = add_file(t, out, quhua_str_from("shunxiang.neighbours"), value[OPT_NEIGHBOURS]);
  for (size_t i = 0; exit_status == DONE && i < t->opt.set_count; i++)
    exit_status = setting_list_add(t, out, t->opt.sets[i], true);
  if (exit_status != DONE) setting_list_free(out);
  return exit_status;
}
