/* SPDX-License-Identifier: Apache-2.0 */
/* The layout of a register's file, as data: one text for each table, index, trigger and view. The texts are kept by
 * SQLite as they stand here, and compared with these when a register is opened: what differs was changed by somebody
 * else. So a released text never changes; a new layout gets a new number. */
#include <string.h>

#include "base/fail.h"
#include "store/sqlite_internal.h"

typedef enum object_stage {
  WITH_TABLES, /* needed to insert */
  AFTER_ROWS   /* made when the rows of the opening are in */
} object_stage;

typedef struct object {
  const char *type;
  const char *name;
  object_stage stage;
  const char *sql;
} object;

#define DAY "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]"
#define INSTANT DAY "T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9][0-9][0-9][0-9]Z"

static const char meta_table[] = "CREATE TABLE meta(\n"
                                 "  key   TEXT NOT NULL PRIMARY KEY CHECK (key <> ''),\n"
                                 "  value TEXT NOT NULL CHECK (value <> '')\n"
                                 ") STRICT, WITHOUT ROWID";

/* `bytes` stands last so that the columns before it are read without walking through a large entry. */
static const char journal_table[] =
    "CREATE TABLE journal(\n"
    "  sequence  INTEGER PRIMARY KEY CHECK (sequence >= 1),\n"
    "  recorded  TEXT NOT NULL CHECK (recorded GLOB '" INSTANT "'),\n"
    "  kind      TEXT NOT NULL CHECK (kind IN ('opening', 'act', 'record')),\n"
    "  actor     TEXT CHECK (actor <> ''),\n"
    "  document  TEXT CHECK (document <> ''),\n"
    "  effective TEXT NOT NULL CHECK (effective IS date(effective, '+0 days')),\n"
    "  earliest  TEXT CHECK (earliest IS date(earliest, '+0 days') AND earliest < effective),\n"
    "  decided   TEXT CHECK (decided IS date(decided, '+0 days')),\n"
    "  link      BLOB NOT NULL CHECK (length(link) = 32),\n"
    "  digest    BLOB NOT NULL CHECK (length(digest) = 32),\n"
    "  bytes     BLOB NOT NULL CHECK (length(bytes) > 0)\n"
    ") STRICT";

static const char attempt_table[] = "CREATE TABLE attempt(\n"
                                    "  number   INTEGER PRIMARY KEY CHECK (number >= 1),\n"
                                    "  recorded TEXT NOT NULL CHECK (recorded GLOB '" INSTANT "'),\n"
                                    "  actor    TEXT CHECK (actor <> ''),\n"
                                    "  subject  TEXT CHECK (subject <> ''),\n"
                                    "  outcome  TEXT NOT NULL CHECK (outcome GLOB 'QUHUA_*'),\n"
                                    "  detail   TEXT CHECK (detail <> '')\n"
                                    ") STRICT";

static const char unit_version_table[] =
    "CREATE TABLE unit_version(\n"
    "  row           INTEGER PRIMARY KEY CHECK (row >= 1),\n"
    "  unit          INTEGER NOT NULL CHECK (unit >= 1),\n"
    "  level         INTEGER NOT NULL CHECK (level BETWEEN 1 AND 6),\n"
    "  code          TEXT CHECK (length(code) BETWEEN 1 AND 15),\n"
    "  name          TEXT CHECK (name <> ''),\n"
    "  kind          TEXT CHECK (kind <> ''),\n"
    "  parent        INTEGER CHECK (parent >= 1 AND parent <> unit),\n"
    "  standing      TEXT NOT NULL CHECK (standing IN ('formal', 'implied')),\n"
    "  valid_from    TEXT NOT NULL CHECK (valid_from IS date(valid_from, '+0 days')),\n"
    "  valid_to      TEXT CHECK (valid_to IS date(valid_to, '+0 days') AND valid_to >= valid_from),\n"
    "  recorded_from INTEGER NOT NULL REFERENCES journal DEFERRABLE INITIALLY DEFERRED,\n"
    "  recorded_to   INTEGER REFERENCES journal DEFERRABLE INITIALLY DEFERRED\n"
    "                CHECK (recorded_to >= recorded_from)\n"
    ") STRICT";

static const char attribute_table[] =
    "CREATE TABLE attribute(\n"
    "  row   INTEGER NOT NULL REFERENCES unit_version DEFERRABLE INITIALLY DEFERRED,\n"
    "  key   TEXT NOT NULL CHECK (key <> ''),\n"
    "  value TEXT NOT NULL CHECK (value <> ''),\n"
    "  PRIMARY KEY (row, key)\n"
    ") STRICT, WITHOUT ROWID";

static const char flow_table[] =
    "CREATE TABLE flow(\n"
    "  number       INTEGER PRIMARY KEY CHECK (number >= 1),\n"
    "  sequence     INTEGER NOT NULL REFERENCES journal DEFERRABLE INITIALLY DEFERRED,\n"
    "  event        INTEGER NOT NULL CHECK (event >= 1),\n"
    "  relation     TEXT CHECK (relation <> ''),\n"
    "  declared     TEXT CHECK (declared <> ''),\n"
    "  old_unit     INTEGER CHECK (old_unit >= 1),\n"
    "  new_unit     INTEGER CHECK (new_unit >= 1),\n"
    "  date         TEXT NOT NULL CHECK (date IS date(date, '+0 days')),\n"
    "  share_kind   TEXT NOT NULL CHECK (share_kind IN ('whole', 'exact', 'interval', 'unknown', "
    "'children')),\n"
    "  share_lo_num INTEGER NOT NULL CHECK (share_lo_num BETWEEN 0 AND share_lo_den),\n"
    "  share_lo_den INTEGER NOT NULL CHECK (share_lo_den >= 1),\n"
    "  share_hi_num INTEGER NOT NULL CHECK (share_hi_num BETWEEN 0 AND share_hi_den),\n"
    "  share_hi_den INTEGER NOT NULL CHECK (share_hi_den >= 1),\n"
    "  confidence   INTEGER CHECK (confidence BETWEEN 0 AND 10000),\n"
    "  reason       TEXT CHECK (reason <> ''),\n"
    "  note         TEXT CHECK (note <> ''),\n"
    "  recorded_to  INTEGER REFERENCES journal DEFERRABLE INITIALLY DEFERRED CHECK (recorded_to >= "
    "sequence),\n"
    "  CHECK (old_unit IS NOT NULL OR new_unit IS NOT NULL)\n"
    ") STRICT";

static const char observation_table[] =
    "CREATE TABLE observation(\n"
    "  number   INTEGER PRIMARY KEY CHECK (number >= 1),\n"
    "  sequence INTEGER NOT NULL REFERENCES journal DEFERRABLE INITIALLY DEFERRED,\n"
    "  unit     INTEGER NOT NULL CHECK (unit >= 1),\n"
    "  date     TEXT NOT NULL CHECK (date IS date(date, '+0 days')),\n"
    "  series   TEXT NOT NULL CHECK (series <> ''),\n"
    "  value    TEXT NOT NULL CHECK (value <> '')\n"
    ") STRICT";

static const char fact_table[] =
    "CREATE TABLE fact(\n"
    "  number   INTEGER PRIMARY KEY CHECK (number >= 1),\n"
    "  sequence INTEGER NOT NULL REFERENCES journal DEFERRABLE INITIALLY DEFERRED,\n"
    "  subject  TEXT CHECK (subject <> ''),\n"
    "  key      TEXT NOT NULL CHECK (key <> ''),\n"
    "  date     TEXT NOT NULL CHECK (date IS date(date, '+0 days')),\n"
    "  value    TEXT CHECK (value <> '')\n"
    ") STRICT";

/* Code first: other programs often know a code without its level. */
static const char code_index[] = "CREATE INDEX unit_version_code ON unit_version(code, level)";
static const char unit_index[] = "CREATE INDEX unit_version_unit ON unit_version(unit)";
static const char parent_index[] = "CREATE INDEX unit_version_parent ON unit_version(parent)\n"
                                   "  WHERE recorded_to IS NULL AND parent IS NOT NULL";
static const char name_index[] = "CREATE INDEX unit_version_name ON unit_version(name)\n"
                                 "  WHERE recorded_to IS NULL AND name IS NOT NULL";
static const char flow_old_index[] = "CREATE INDEX flow_old_unit ON flow(old_unit)";
static const char flow_new_index[] = "CREATE INDEX flow_new_unit ON flow(new_unit)";
static const char fact_index[] = "CREATE INDEX fact_subject ON fact(subject, key)";
static const char observation_index[] = "CREATE INDEX observation_unit ON observation(unit, series, date)";

/* The triggers keep other programs from changing the record by mistake. Whoever removes them is found by verify.
 * Inserts are looked at too, because INSERT OR REPLACE removes a row without a DELETE trigger. */
static const char journal_append_trigger[] =
    "CREATE TRIGGER journal_append BEFORE INSERT ON journal\n"
    "WHEN NEW.sequence IS NOT (SELECT coalesce(max(sequence), 0) + 1 FROM journal)\n"
    "  OR NEW.link IS NOT coalesce((SELECT digest FROM journal WHERE sequence = NEW.sequence - 1), "
    "zeroblob(32))\n"
    "BEGIN SELECT RAISE(ABORT, 'a journal entry follows the newest one and is linked to it'); END";
static const char journal_update_trigger[] =
    "CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal\n"
    "BEGIN SELECT RAISE(ABORT, 'journal entries are never changed'); END";
static const char journal_delete_trigger[] =
    "CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal\n"
    "BEGIN SELECT RAISE(ABORT, 'journal entries are never removed'); END";

static const char attempt_append_trigger[] =
    "CREATE TRIGGER attempt_append BEFORE INSERT ON attempt\n"
    "WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM attempt)\n"
    "BEGIN SELECT RAISE(ABORT, 'attempts are numbered without gaps'); END";
static const char attempt_update_trigger[] = "CREATE TRIGGER attempt_no_update BEFORE UPDATE ON attempt\n"
                                             "BEGIN SELECT RAISE(ABORT, 'attempts are never changed'); END";
static const char attempt_delete_trigger[] = "CREATE TRIGGER attempt_no_delete BEFORE DELETE ON attempt\n"
                                             "BEGIN SELECT RAISE(ABORT, 'attempts are never removed'); END";

static const char version_insert_trigger[] =
    "CREATE TRIGGER unit_version_no_replace BEFORE INSERT ON unit_version\n"
    "WHEN EXISTS (SELECT 1 FROM unit_version WHERE row = NEW.row)\n"
    "BEGIN SELECT RAISE(ABORT, 'versions are never replaced'); END";
static const char version_update_trigger[] =
    "CREATE TRIGGER unit_version_ends_once BEFORE UPDATE ON unit_version\n"
    "WHEN OLD.recorded_to IS NOT NULL OR NEW.recorded_to IS NULL\n"
    "  OR (OLD.row, OLD.unit, OLD.level, OLD.code, OLD.name, OLD.kind, OLD.parent, OLD.standing,\n"
    "      OLD.valid_from, OLD.valid_to, OLD.recorded_from)\n"
    "  IS NOT (NEW.row, NEW.unit, NEW.level, NEW.code, NEW.name, NEW.kind, NEW.parent, NEW.standing,\n"
    "      NEW.valid_from, NEW.valid_to, NEW.recorded_from)\n"
    "BEGIN SELECT RAISE(ABORT, 'of a version only the end of its record is set, once'); END";
static const char version_delete_trigger[] =
    "CREATE TRIGGER unit_version_no_delete BEFORE DELETE ON unit_version\n"
    "BEGIN SELECT RAISE(ABORT, 'versions are never removed'); END";

static const char attribute_insert_trigger[] =
    "CREATE TRIGGER attribute_no_replace BEFORE INSERT ON attribute\n"
    "WHEN EXISTS (SELECT 1 FROM attribute WHERE row = NEW.row AND key = NEW.key)\n"
    "BEGIN SELECT RAISE(ABORT, 'attributes are never replaced'); END";
static const char attribute_update_trigger[] =
    "CREATE TRIGGER attribute_no_update BEFORE UPDATE ON attribute\n"
    "BEGIN SELECT RAISE(ABORT, 'attributes are never changed'); END";
static const char attribute_delete_trigger[] =
    "CREATE TRIGGER attribute_no_delete BEFORE DELETE ON attribute\n"
    "BEGIN SELECT RAISE(ABORT, 'attributes are never removed'); END";

static const char flow_insert_trigger[] = "CREATE TRIGGER flow_no_replace BEFORE INSERT ON flow\n"
                                          "WHEN EXISTS (SELECT 1 FROM flow WHERE number = NEW.number)\n"
                                          "BEGIN SELECT RAISE(ABORT, 'flows are never replaced'); END";
static const char flow_update_trigger[] =
    "CREATE TRIGGER flow_ends_once BEFORE UPDATE ON flow\n"
    "WHEN OLD.recorded_to IS NOT NULL OR NEW.recorded_to IS NULL\n"
    "  OR (OLD.number, OLD.sequence, OLD.event, OLD.relation, OLD.declared, OLD.old_unit, OLD.new_unit, "
    "OLD.date,\n"
    "      OLD.share_kind, OLD.share_lo_num, OLD.share_lo_den, OLD.share_hi_num, OLD.share_hi_den,\n"
    "      OLD.confidence, OLD.reason, OLD.note)\n"
    "  IS NOT (NEW.number, NEW.sequence, NEW.event, NEW.relation, NEW.declared, NEW.old_unit, NEW.new_unit, "
    "NEW.date,\n"
    "      NEW.share_kind, NEW.share_lo_num, NEW.share_lo_den, NEW.share_hi_num, NEW.share_hi_den,\n"
    "      NEW.confidence, NEW.reason, NEW.note)\n"
    "BEGIN SELECT RAISE(ABORT, 'of a flow only the end of its record is set, once'); END";
static const char flow_delete_trigger[] = "CREATE TRIGGER flow_no_delete BEFORE DELETE ON flow\n"
                                          "BEGIN SELECT RAISE(ABORT, 'flows are never removed'); END";

static const char observation_insert_trigger[] =
    "CREATE TRIGGER observation_no_replace BEFORE INSERT ON observation\n"
    "WHEN EXISTS (SELECT 1 FROM observation WHERE number = NEW.number)\n"
    "BEGIN SELECT RAISE(ABORT, 'observations are never replaced'); END";
static const char observation_update_trigger[] =
    "CREATE TRIGGER observation_no_update BEFORE UPDATE ON observation\n"
    "BEGIN SELECT RAISE(ABORT, 'observations are never changed'); END";
static const char observation_delete_trigger[] =
    "CREATE TRIGGER observation_no_delete BEFORE DELETE ON observation\n"
    "BEGIN SELECT RAISE(ABORT, 'observations are never removed'); END";

static const char fact_insert_trigger[] = "CREATE TRIGGER fact_no_replace BEFORE INSERT ON fact\n"
                                          "WHEN EXISTS (SELECT 1 FROM fact WHERE number = NEW.number)\n"
                                          "BEGIN SELECT RAISE(ABORT, 'facts are never replaced'); END";
static const char fact_update_trigger[] = "CREATE TRIGGER fact_no_update BEFORE UPDATE ON fact\n"
                                          "BEGIN SELECT RAISE(ABORT, 'facts are never changed'); END";
static const char fact_delete_trigger[] = "CREATE TRIGGER fact_no_delete BEFORE DELETE ON fact\n"
                                          "BEGIN SELECT RAISE(ABORT, 'facts are never removed'); END";

static const char current_units_view[] =
    "CREATE VIEW current_units AS\n"
    "SELECT v.unit, v.level, v.code, v.name, v.kind, v.standing, v.valid_from,\n"
    "       v.parent, p.level AS parent_level, p.code AS parent_code, p.name AS parent_name, v.row\n"
    "FROM unit_version AS v\n"
    "LEFT JOIN unit_version AS p ON p.unit = v.parent AND p.recorded_to IS NULL AND p.valid_to IS NULL\n"
    "WHERE v.recorded_to IS NULL AND v.valid_to IS NULL";

/* NULL and NULL are one subject, the register: so IS and not =. */
static const char current_facts_view[] =
    "CREATE VIEW current_facts AS\n"
    "SELECT f.subject, f.key, f.date, f.value, f.sequence, f.number\n"
    "FROM fact AS f\n"
    "WHERE f.value IS NOT NULL AND NOT EXISTS (SELECT 1 FROM fact AS later\n"
    "  WHERE later.subject IS f.subject AND later.key = f.key AND later.number > f.number)";

/* Several acts on one day leave versions without a day, [d, d). The entry that ended a version is the one that recorded
 * its end. So the unit before is the version whose end this entry recorded, or else the one that held on the day
 * before; the unit after is a version that a later entry ended on the same day, or else the one that holds on it. */
static const char crosswalk_view[] =
    "CREATE VIEW crosswalk AS\n"
    "SELECT f.number, f.sequence, f.event, f.date, f.relation, f.declared, j.document,\n"
    "       f.old_unit, o.level AS old_level, o.code AS old_code, o.name AS old_name, o.kind AS old_kind,\n"
    "       f.new_unit, n.level AS new_level, n.code AS new_code, n.name AS new_name, n.kind AS new_kind,\n"
    "       f.share_kind, f.share_lo_num, f.share_lo_den, f.share_hi_num, f.share_hi_den,\n"
    "       f.confidence, f.reason, f.note, j.earliest\n"
    "FROM flow AS f\n"
    "JOIN journal AS j ON j.sequence = f.sequence\n"
    "LEFT JOIN unit_version AS o ON o.row = coalesce(\n"
    "  (SELECT min(v.row) FROM unit_version AS v WHERE v.unit = f.old_unit AND v.recorded_to IS NULL\n"
    "   AND v.valid_to = f.date AND v.recorded_from = f.sequence),\n"
    "  (SELECT max(v.row) FROM unit_version AS v WHERE v.unit = f.old_unit AND v.recorded_to IS NULL\n"
    "   AND v.valid_from < f.date AND (v.valid_to IS NULL OR v.valid_to >= f.date)))\n"
    "LEFT JOIN unit_version AS n ON n.row = coalesce(\n"
    "  (SELECT min(v.row) FROM unit_version AS v WHERE v.unit = f.new_unit AND v.recorded_to IS NULL\n"
    "   AND v.valid_from = f.date AND v.valid_to = f.date AND v.recorded_from > f.sequence),\n"
    "  (SELECT max(v.row) FROM unit_version AS v WHERE v.unit = f.new_unit AND v.recorded_to IS NULL\n"
    "   AND v.valid_from <= f.date AND (v.valid_to IS NULL OR v.valid_to > f.date)))\n"
    "WHERE f.recorded_to IS NULL";

static const object objects[] = {
    {"table", "meta", WITH_TABLES, meta_table},
    {"table", "journal", WITH_TABLES, journal_table},
    {"table", "attempt", WITH_TABLES, attempt_table},
    {"table", "unit_version", WITH_TABLES, unit_version_table},
    {"table", "attribute", WITH_TABLES, attribute_table},
    {"table", "flow", WITH_TABLES, flow_table},
    {"table", "observation", WITH_TABLES, observation_table},
    {"table", "fact", WITH_TABLES, fact_table},
    {"index", "unit_version_code", AFTER_ROWS, code_index},
    {"index", "unit_version_unit", AFTER_ROWS, unit_index},
    {"index", "unit_version_parent", AFTER_ROWS, parent_index},
    {"index", "unit_version_name", AFTER_ROWS, name_index},
    {"index", "flow_old_unit", AFTER_ROWS, flow_old_index},
    {"index", "flow_new_unit", AFTER_ROWS, flow_new_index},
    {"index", "observation_unit", AFTER_ROWS, observation_index},
    {"index", "fact_subject", AFTER_ROWS, fact_index},
    {"trigger", "journal_append", AFTER_ROWS, journal_append_trigger},
    {"trigger", "journal_no_update", AFTER_ROWS, journal_update_trigger},
    {"trigger", "journal_no_delete", AFTER_ROWS, journal_delete_trigger},
    {"trigger", "attempt_append", AFTER_ROWS, attempt_append_trigger},
    {"trigger", "attempt_no_update", AFTER_ROWS, attempt_update_trigger},
    {"trigger", "attempt_no_delete", AFTER_ROWS, attempt_delete_trigger},
    {"trigger", "unit_version_no_replace", AFTER_ROWS, version_insert_trigger},
    {"trigger", "unit_version_ends_once", AFTER_ROWS, version_update_trigger},
    {"trigger", "unit_version_no_delete", AFTER_ROWS, version_delete_trigger},
    {"trigger", "attribute_no_replace", AFTER_ROWS, attribute_insert_trigger},
    {"trigger", "attribute_no_update", AFTER_ROWS, attribute_update_trigger},
    {"trigger", "attribute_no_delete", AFTER_ROWS, attribute_delete_trigger},
    {"trigger", "flow_no_replace", AFTER_ROWS, flow_insert_trigger},
    {"trigger", "flow_ends_once", AFTER_ROWS, flow_update_trigger},
    {"trigger", "flow_no_delete", AFTER_ROWS, flow_delete_trigger},
    {"trigger", "observation_no_replace", AFTER_ROWS, observation_insert_trigger},
    {"trigger", "observation_no_update", AFTER_ROWS, observation_update_trigger},
    {"trigger", "observation_no_delete", AFTER_ROWS, observation_delete_trigger},
    {"trigger", "fact_no_replace", AFTER_ROWS, fact_insert_trigger},
    {"trigger", "fact_no_update", AFTER_ROWS, fact_update_trigger},
    {"trigger", "fact_no_delete", AFTER_ROWS, fact_delete_trigger},
    {"view", "current_units", AFTER_ROWS, current_units_view},
    {"view", "current_facts", AFTER_ROWS, current_facts_view},
    {"view", "crosswalk", AFTER_ROWS, crosswalk_view},
};
#define OBJECT_COUNT (sizeof objects / sizeof objects[0])

static quhua_status create(quhua__sqlite *store, object_stage stage, quhua_error *err) {
  for (size_t i = 0; i < OBJECT_COUNT; i++) {
    if (objects[i].stage != stage) continue;
    quhua_status status = quhua__sqlite_exec(store, objects[i].sql, err);
    if (status) return status;
  }
  return QUHUA_OK;
}

quhua_status quhua__sqlite_schema_create(quhua__sqlite *store, quhua_error *err) {
  return create(store, WITH_TABLES, err);
}

quhua_status quhua__sqlite_schema_finish(quhua__sqlite *store, quhua_error *err) {
  return create(store, AFTER_ROWS, err);
}

/* Does the text of the file's object stand in the column? */
static bool same_text(sqlite3_stmt *stmt, int column, const char *text) {
  const unsigned char *found = sqlite3_column_text(stmt, column);
  return found && strcmp((const char *)found, text) == 0;
}

static quhua_status check_object(quhua__sqlite *store, sqlite3_stmt *stmt, const object *wanted,
                                 quhua_error *err) {
  sqlite3_bind_text(stmt, 1, wanted->name, -1, SQLITE_STATIC);
  int rc = sqlite3_step(stmt);
  bool same = rc == SQLITE_ROW && same_text(stmt, 0, wanted->type) && same_text(stmt, 1, wanted->sql);
  sqlite3_reset(stmt);
  if (rc != SQLITE_ROW && rc != SQLITE_DONE) return quhua__sqlite_fail(store, rc, err);
  if (same) return QUHUA_OK;
  return quhua__sqlite_corrupt(store, "the layout of the register was changed: {1} is missing or not ours",
                               "登记册的表结构被改动：{1} 缺失或与原样不符", wanted->name, err);
}

static bool is_our_table(const char *name) {
  for (size_t i = 0; i < OBJECT_COUNT; i++)
    if (strcmp(objects[i].type, "table") == 0 && sqlite3_stricmp(objects[i].name, name) == 0) return true;
  return false;
}

static bool is_our_trigger(const char *name) {
  for (size_t i = 0; i < OBJECT_COUNT; i++)
    if (strcmp(objects[i].type, "trigger") == 0 && strcmp(objects[i].name, name) == 0) return true;
  return false;
}

/* A trigger of somebody else on our tables changes what other programs write there; ours run none. */
static quhua_status check_foreign_triggers(quhua__sqlite *store, quhua_error *err) {
  sqlite3_stmt *stmt;
  quhua_status status = quhua__sqlite_prepare(
      store, "SELECT name, tbl_name FROM sqlite_schema WHERE type = 'trigger'", &stmt, err);
  if (status) return status;
  int rc;
  while (!status && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
    const char *name = (const char *)sqlite3_column_text(stmt, 0);
    const char *table = (const char *)sqlite3_column_text(stmt, 1);
    bool ours = name && is_our_trigger(name);
    bool harmless = table && !is_our_table(table);
    if (!ours && !harmless)
      status = quhua__sqlite_corrupt(store, "a foreign trigger stands on the register's tables: {1}",
                                     "登记册的表上有外来触发器：{1}", name ? name : "?", err);
  }
  if (!status && rc != SQLITE_DONE) status = quhua__sqlite_fail(store, rc, err);
  sqlite3_finalize(stmt);
  return status;
}

quhua_status quhua__sqlite_schema_check(quhua__sqlite *store, bool all, quhua_error *err) {
  sqlite3_stmt *stmt;
  quhua_status status =
      quhua__sqlite_prepare(store, "SELECT type, sql FROM sqlite_schema WHERE name = ?1", &stmt, err);
  if (status) return status;
  for (size_t i = 0; i < OBJECT_COUNT && !status; i++) {
    bool convenience = objects[i].type[0] == 'v' || objects[i].type[0] == 'i';
    if (all || !convenience) status = check_object(store, stmt, &objects[i], err);
  }
  sqlite3_finalize(stmt);
  return status ? status : check_foreign_triggers(store, err);
}
