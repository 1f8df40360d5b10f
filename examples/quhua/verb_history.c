/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "entries.h"
#include "resolve.h"
#include "session.h"
#include "table.h"
#include "units.h"
#include "verbs.h"

/* A version or a flow of one unit, ready to be put in order. */
typedef struct happening {
  quhua_date date;
  quhua_unit_id unit;
  quhua_unit version; /* a version; for a flow the unit on its own side */
  quhua_flow flow;    /* sequence 0 for a version */
  bool inward;        /* the flow leads into the unit */
  size_t order;       /* keeps the order of equals */
} happening;

typedef struct happenings {
  happening *items;
  size_t count;
  size_t cap;
  bool failed;
} happenings;

static void add_happening(happenings *list, happening item) {
  if (list->count == list->cap) {
    size_t cap = list->cap * 2 + 16;
    happening *grown = realloc(list->items, cap * sizeof *grown);
    if (!grown) {
      list->failed = true;
      return;
    }
    list->items = grown;
    list->cap = cap;
  }
  item.order = list->count;
  list->items[list->count++] = item;
}

static int three_way(uint64_t a, uint64_t b) { return (a > b) - (a < b); }

/* In time order; on one day in the order of the journal, flows before the versions that they open. */
static int compare(const void *pa, const void *pb) {
  const happening *a = pa;
  const happening *b = pb;
  if (a->date != b->date) return a->date < b->date ? -1 : 1;
  quhua_sequence sa = a->flow.sequence ? a->flow.sequence : a->version.recorded_from;
  quhua_sequence sb = b->flow.sequence ? b->flow.sequence : b->version.recorded_from;
  if (sa != sb) return three_way(sa, sb);
  bool flow_a = a->flow.sequence != 0;
  bool flow_b = b->flow.sequence != 0;
  if (flow_a != flow_b) return flow_a ? -1 : 1;
  return three_way(a->order, b->order);
}

static bool says_the_same(const quhua_unit *a, const quhua_unit *b) {
  return a->valid.from == b->valid.from && a->parent == b->parent && a->kind == b->kind &&
         quhua_code_compare(&a->code, &b->code) == 0 && quhua_str_equal(a->name, b->name);
}

/* The journal entry that began a version. An entry that ends the version records it anew with its end, so the record
 * that holds now may be younger than the act that people mean. */
static quhua_sequence first_recorded(const quhua_registry *registry, const quhua_unit *version) {
  quhua_sequence sequence = version->recorded_from;
  for (bool older = true; older && sequence > 1;) {
    quhua_snapshot *before = NULL;
    quhua_unit then;
    older = quhua_snapshot_new(registry, sequence - 1, &before, NULL) == QUHUA_OK &&
            quhua_unit_find_id(before, version->id, version->valid.from, &then) == QUHUA_OK &&
            says_the_same(version, &then);
    if (older) sequence = then.recorded_from;
    quhua_snapshot_free(before);
  }
  return sequence;
}

static quhua_status collect(const session *s, quhua_unit_id id, happenings *out, quhua_error *err) {
  const quhua_snapshot *snapshot = s->snapshot;
  quhua_cursor *cursor = NULL;
  quhua_flows *flows = NULL;
  quhua_unit version;
  quhua_status status = quhua_cursor_new_versions(snapshot, id, &cursor, err);
  if (status == QUHUA_OK) status = quhua_flows_new(snapshot, id, &flows, err);
  if (status == QUHUA_OK) {
    while (quhua_cursor_next(cursor, &version)) {
      version.recorded_from = first_recorded(s->registry, &version);
      add_happening(out, (happening){.date = version.valid.from, .unit = id, .version = version});
    }
    for (size_t i = 0; i < quhua_flows_count(flows); i++) {
      const quhua_flow *flow = quhua_flows_at(flows, i);
      bool inward = flow->new_unit == id;
      add_happening(out, (happening){.date = flow->date,
                                     .unit = id,
                                     .version = unit_beside_flow(snapshot, id, flow->date, !inward),
                                     .flow = *flow,
                                     .inward = inward});
    }
  }
  quhua_flows_free(flows);
  quhua_cursor_free(cursor);
  return status;
}

/* The units that ever held the code, each once. */
static quhua_status find_holders(const quhua_snapshot *snapshot, quhua_level level, const quhua_code *code,
                                 unit_list *out, quhua_error *err) {
  quhua_cursor *cursor = NULL;
  quhua_unit unit;
  quhua_status status = quhua_cursor_new_holders(snapshot, level, code, &cursor, err);
  while (status == QUHUA_OK && quhua_cursor_next(cursor, &unit)) {
    bool known = false;
    for (size_t i = 0; i < out->count && !known; i++) known = out->items[i].id == unit.id;
    if (!known) unit_list_add(out, &unit);
  }
  quhua_cursor_free(cursor);
  return status;
}

/* Ten-thousandths as a decimal, "0.85"; empty when the flow is no inference. */
static void add_confidence(table *b, int32_t confidence) {
  char text[16] = "";
  if (confidence >= 0) {
    int digits = 4, part = (int)(confidence % 10000);
    for (; digits && part % 10 == 0; part /= 10) digits--;
    int len = snprintf(text, sizeof text, "%d", (int)(confidence / 10000));
    if (digits) snprintf(text + len, sizeof text - (size_t)len, ".%0*d", digits, part);
  }
  table_add_text(b, text);
}

/* The cells from the document on: what is told of the act. */
static void add_entry_cells(const quhua_entry *act, const char *direction, int32_t confidence, table *b) {
  table_add(b, act->document);
  table_add_text(b, direction);
  table_add_date(b, act->earliest == act->effective ? QUHUA_DATE_NONE : act->earliest);
  add_confidence(b, confidence);
  table_add_waivers(b, act);
  table_add(b, act->actor);
}

static void add_unit_cells(const tool *t, const quhua_snapshot *snapshot, const happening *item, table *b) {
  const quhua_unit *unit = &item->version;
  quhua_unit parent =
      unit_beside_flow(snapshot, unit->parent, item->date, item->flow.sequence && !item->inward);
  table_add_text(b, item->flow.sequence ? "flow" : "version");
  table_add_number(b, item->unit);
  table_add_text(b, unit->code.text);
  table_add(b, unit->name);
  table_add_kind(b, t, unit->kind);
  table_add_number(b, (uint64_t)unit->level);
  table_add_text(b, parent.code.text);
}

static void add_version(const tool *t, const quhua_snapshot *snapshot, const happening *item,
                        const quhua_entry *act, table *b) {
  add_unit_cells(t, snapshot, item, b);
  table_add_date(b, item->version.valid.from);
  table_add_date(b, item->version.valid.to);
  table_add_number(b, item->version.recorded_from);
  for (int empty = 0; empty < 5; empty++) table_add_text(b, "");
  add_entry_cells(act, "", -1, b);
}

static void add_flow(const tool *t, const quhua_snapshot *snapshot, const happening *item,
                     const quhua_entry *act, table *b) {
  const quhua_flow *flow = &item->flow;
  bool itself = flow->old_unit == flow->new_unit;
  quhua_unit_id other_id = item->inward ? flow->old_unit : flow->new_unit;
  quhua_unit other = unit_beside_flow(snapshot, other_id, flow->date, item->inward);
  char share[QUHUA_SHARE_TEXT_MAX];
  quhua_share_format(flow->share, share);
  add_unit_cells(t, snapshot, item, b);
  table_add_date(b, flow->date);
  table_add_text(b, "");
  table_add_number(b, flow->sequence);
  table_add_number(b, flow->event);
  table_add_text(b, quhua_relation_word(flow->relation, t->lang));
  table_add_text(b, share);
  table_add_text(b, other.code.text);
  table_add(b, other.name);
  add_entry_cells(act, itself ? "itself" : item->inward ? "in" : "out", flow->confidence, b);
}

static int print_history(const tool *t, const session *s, happenings *list) {
  quhua_error err = {0};
  quhua_entry act;
  table b;
  if (list->count) qsort(list->items, list->count, sizeof *list->items, compare);
  table_init(&b, (const char *const[]){"record",   "unit",      "code",     "name",       "kind",
                                       "level",    "parent",    "from",     "to",         "sequence",
                                       "event",    "relation",  "share",    "other_code", "other_name",
                                       "document", "direction", "earliest", "confidence", "waivers",
                                       "actor"},
             21);
  quhua_status status = QUHUA_OK;
  bool failed = list->failed;
  for (size_t i = 0; !failed && i < list->count; i++) {
    const happening *item = &list->items[i];
    quhua_sequence sequence = item->flow.sequence ? item->flow.sequence : item->version.recorded_from;
    status = quhua_entry_find(s->registry, sequence, &act, &err);
    if (status != QUHUA_OK) break;
    if (item->flow.sequence)
      add_flow(t, s->snapshot, item, &act, &b);
    else
      add_version(t, s->snapshot, item, &act, &b);
  }
  int exit_status = status != QUHUA_OK ? library_fault(t, &err)
                    : failed           ? no_memory(t)
                                       : table_print(&b, t, stdout);
  table_free(&b);
  return exit_status;
}

/* The units that a code or a name means. A name means one unit, of any day. */
static int find_units(const tool *t, const session *s, unit_list *out) {
  quhua_error err = {0};
  quhua_code code;
  quhua_level level;
  quhua_unit unit;
  const char *text = t->opt.args[1];
  lookup q = {.t = t, .snapshot = s->snapshot, .text = text, .any_day = true};
  if (!date_option(t, OPT_AT, "at", today(), &q.day)) return BAD_USAGE;
  const quhua_scheme *scheme = quhua_snapshot_scheme(s->snapshot);
  bool must_be_code = quhua_scheme_is_structured(scheme) && looks_like_code(text);
  bool may_be_code = must_be_code || !quhua_scheme_is_structured(scheme);
  quhua_status status = may_be_code ? read_code(scheme, text, &code, &level, &err) : QUHUA_E_INVALID;
  if (status == QUHUA_OK && (status = find_holders(s->snapshot, level, &code, out, &err)) != QUHUA_OK)
    return library_fault(t, &err);
  if (out->count || out->failed) return DONE;
  if (must_be_code) return status == QUHUA_OK ? DONE : library_fault(t, &err);
  int exit_status = resolve(&q, &unit);
  if (exit_status == DONE) unit_list_add(out, &unit);
  return exit_status;
}

static int history_of(const tool *t, const session *s, const unit_list *units) {
  quhua_error err = {0};
  happenings list = {0};
  quhua_status status = QUHUA_OK;
  for (size_t i = 0; status == QUHUA_OK && i < units->count; i++)
    status = collect(s, units->items[i].id, &list, &err);
  list.failed |= units->failed;
  int exit_status = ANSWER_IS_NO;
  if (status != QUHUA_OK)
    exit_status = library_fault(t, &err);
  else if (units->count == 0 && !list.failed)
    say(t, "no unit ever held the code %s", "从未有单位使用代码 %s", t->opt.args[1]);
  else
    exit_status = print_history(t, s, &list);
  free(list.items);
  return exit_status;
}

int verb_history(tool *t) {
  session s;
  unit_list units = {0};
  int exit_status = session_open(t, SESSION_READ, &s);
  if (exit_status != DONE) return exit_status;
  exit_status = find_units(t, &s, &units);
  if (exit_status == DONE) exit_status = history_of(t, &s, &units);
  unit_list_free(&units);
  session_close(&s);
  return exit_status;
}
