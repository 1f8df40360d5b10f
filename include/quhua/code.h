/* SPDX-License-Identifier: Apache-2.0 */
/** @file code.h
 * Codes of divisions (区划代码) as text, and the schemes that give them structure.
 *
 * A code is text, never a number: street codes begin with 0. It is an attribute of a unit on a day, never its
 * identity: real codes are reused and permuted. A scheme is data: widths of the segments, kinds of unit and
 * the range of numbers each kind takes.
 *
 * Scheme `cn-stat` is the national statistical scheme: 12 digits 省2 + 地2 + 县2 + 乡3 + 村3, higher levels
 * padded with zeros; groups have 14 (+2) or 15 (+3) digits. Source: 国统字〔2009〕91号. Digits 1 to 6 are
 * taken as given (GB/T 2260 has exceptions such as 441900). Scheme `opaque` has codes of 1 to 15 letters and
 * digits without structure; it never issues a code.
 *
 * Grids (网格) stand beside the groups of a village: the 12 digits of the village, `G` and a number from 01 to
 * 99, as 510722109204G01. The form is this library's own: that of CJ/T 349-2010 has 20 digits and GB/T 31000
 * and local rules have others, so an official code of a grid is kept as an identifier that rides along. What
 * the form takes from the rules is that a grid belongs to one village or community and is numbered within it
 * (DB6101/T 3185-2024). */
#ifndef QUHUA_CODE_H
#define QUHUA_CODE_H

#include <stdbool.h>
#include <stdint.h>

#include <quhua/error.h>
#include <quhua/export.h>
#include <quhua/text.h>

QUHUA_BEGIN_DECLS

/** Longest code in characters. */
#define QUHUA_CODE_MAX 15

/** A code: at most 15 ASCII letters and digits, terminated and zero-filled. All zero bytes: no code. */
typedef struct quhua_code {
  char text[QUHUA_CODE_MAX + 1]; /**< terminated text */
} quhua_code;

/** Level of a unit. The key of a code is (level, code): 441900000000 is a prefecture and its own county. */
typedef enum quhua_level {
  QUHUA_LEVEL_ANY = 0,        /**< in questions: not said */
  QUHUA_LEVEL_PROVINCE = 1,   /**< 省级 */
  QUHUA_LEVEL_PREFECTURE = 2, /**< 地级 */
  QUHUA_LEVEL_COUNTY = 3,     /**< 县级 */
  QUHUA_LEVEL_TOWNSHIP = 4,   /**< 乡级: 街道, 镇, 乡 */
  QUHUA_LEVEL_VILLAGE = 5,    /**< 村级: 村委会, 居委会 (社区) */
  QUHUA_LEVEL_GROUP = 6       /**< 组级: 村民小组, 居民小组, 网格 */
} quhua_level;

/** Deepest level. */
#define QUHUA_LEVEL_MAX 6

/** Kind of a unit. Numbers are stable: the journal stores them. */
typedef enum quhua_kind {
  QUHUA_KIND_NONE = 0,                   /**< not said */
  QUHUA_KIND_PROVINCE = 1,               /**< 省 */
  QUHUA_KIND_AUTONOMOUS_REGION = 2,      /**< 自治区 */
  QUHUA_KIND_MUNICIPALITY = 3,           /**< 直辖市 */
  QUHUA_KIND_SPECIAL_REGION = 4,         /**< 特别行政区 */
  QUHUA_KIND_PREFECTURE_CITY = 10,       /**< 地级市 */
  QUHUA_KIND_PREFECTURE = 11,            /**< 地区 */
  QUHUA_KIND_AUTONOMOUS_PREFECTURE = 12, /**< 自治州 */
  QUHUA_KIND_LEAGUE = 13,                /**< 盟 */
  QUHUA_KIND_PREFECTURE_AGGREGATE = 14,  /**< 汇总码: 市辖区, 县, 省直辖县级行政区划 */
  QUHUA_KIND_DISTRICT = 20,              /**< 市辖区 */
  QUHUA_KIND_COUNTY = 21,                /**< 县 */
  QUHUA_KIND_COUNTY_CITY = 22,           /**< 县级市 */
  QUHUA_KIND_AUTONOMOUS_COUNTY = 23,     /**< 自治县 */
  QUHUA_KIND_BANNER = 24,                /**< 旗 */
  QUHUA_KIND_AUTONOMOUS_BANNER = 25,     /**< 自治旗 */
  QUHUA_KIND_COUNTY_LIKE = 26,           /**< 类似县级: 林区, 特区, 开发区 … */
  QUHUA_KIND_SUBDISTRICT = 30,           /**< 街道 */
  QUHUA_KIND_TOWN = 31,                  /**< 镇 */
  QUHUA_KIND_TOWNSHIP = 32,              /**< 乡 */
  QUHUA_KIND_ETHNIC_TOWNSHIP = 33,       /**< 民族乡 */
  QUHUA_KIND_SUMU = 34,                  /**< 苏木 */
  QUHUA_KIND_ETHNIC_SUMU = 35,           /**< 民族苏木 */
  QUHUA_KIND_TOWNSHIP_LIKE = 36,         /**< 类似乡级单位: 开发区, 工矿区, 农场 */
  QUHUA_KIND_COMMUNITY = 40,             /**< 居委会 (社区) */
  QUHUA_KIND_VILLAGE = 41,               /**< 村委会 (行政村) */
  QUHUA_KIND_COMMUNITY_LIKE = 42,        /**< 类似居委会 */
  QUHUA_KIND_VILLAGE_LIKE = 43,          /**< 类似村委会 */
  QUHUA_KIND_VIRTUAL_COMMUNITY = 44,     /**< 虚拟社区, segment 498 */
  QUHUA_KIND_VIRTUAL_VILLAGE = 45,       /**< 虚拟生活区, segment 598 */
  QUHUA_KIND_VILLAGER_GROUP = 50,        /**< 村民小组 */
  QUHUA_KIND_RESIDENT_GROUP = 51,        /**< 居民小组 */
  QUHUA_KIND_GRID = 52,                  /**< 网格: a side hierarchy beside the groups */
  QUHUA_KIND_UNIT = 60                   /**< a unit of a foreign register */
} quhua_kind;

/** One more than the largest kind number. */
#define QUHUA_KIND_LIMIT 61

/** A scheme of codes: opaque, static, immutable. */
typedef struct quhua_scheme quhua_scheme;

/** Find a built-in scheme.
 * @param name "cn-stat" or "opaque"
 * @return borrowed, static; NULL when there is none of that name
 * @threadsafe */
QUHUA_API const quhua_scheme *quhua_scheme_find(quhua_str name);

/** The name of a scheme.
 * @param scheme a scheme
 * @return static text
 * @threadsafe */
QUHUA_API const char *quhua_scheme_name(const quhua_scheme *scheme);

/** True when the scheme gives codes structure (segments, parents, ranges) and issues them.
 * @param scheme a scheme
 * @return false for `opaque`
 * @threadsafe */
QUHUA_API bool quhua_scheme_is_structured(const quhua_scheme *scheme);

/** Read a code and bring it to normal form.
 *
 * In `cn-stat`, 2, 4, 6 and 9 digits are short forms of levels 1 to 4 and are padded with zeros to 12; 14 and
 * 15 digits are groups; 12 digits, `G` (`g` is read as well) and 01 to 99 are a grid. The level of 12 digits is
 * read from the trailing zeros unless @p level says more (the county 441900000000 needs level 3). Leading
 * `LEVEL:` (1 to 6 and a colon) sets the level.
 *
 * @param scheme scheme of the code
 * @param text the code as written, without surrounding spaces
 * @param level level if known, else QUHUA_LEVEL_ANY
 * @param out normal form; untouched on failure
 * @param out_level its level: for `cn-stat` the one read from the code; for `opaque` @p level. May be NULL
 * @param err reason, with the column of the first bad character. May be NULL
 * @return QUHUA_OK, or QUHUA_E_INVALID: wrong length, a character that cannot be there, a level that cannot be
 * @threadsafe */
QUHUA_API quhua_status quhua_code_parse(const quhua_scheme *scheme, quhua_str text, quhua_level level,
                                        quhua_code *out, quhua_level *out_level, quhua_error *err);

/** Compare two codes.
 * @param a one code
 * @param b the other
 * @return less than, equal to or greater than 0 in text order
 * @threadsafe */
QUHUA_API int quhua_code_compare(const quhua_code *a, const quhua_code *b);

/** The code of the parent one level up, by structure only; whether such a unit exists is another question.
 * @param scheme scheme of the code
 * @param code a code in normal form
 * @param level its level
 * @param out code of the level above, in normal form
 * @return false at level 1 and in schemes without structure
 * @threadsafe */
QUHUA_API bool quhua_code_parent(const quhua_scheme *scheme, const quhua_code *code, quhua_level level,
                                 quhua_code *out);

/** The own segment (顺序码) of a code: its number below the parent.
 * @param scheme scheme of the code
 * @param code a code in normal form
 * @param level its level
 * @return the number, for example 114 for town 510723114000; 1000 more than its number for a grid, so that
 * grids and groups of one village never share a segment; -1 in schemes without structure
 * @threadsafe */
QUHUA_API int quhua_code_segment(const quhua_scheme *scheme, const quhua_code *code, quhua_level level);

/** The kind that a code's range and a name say. Range first (国统字〔2009〕91号), then words in the name tell
 * kinds that share a range apart (民族乡, 苏木; 县, 区, 市 at county level).
 * @param scheme scheme of the code
 * @param code a code in normal form
 * @param level its level
 * @param name the name, may be empty
 * @return the kind; QUHUA_KIND_UNIT in schemes without structure
 * @threadsafe */
QUHUA_API quhua_kind quhua_kind_of_code(const quhua_scheme *scheme, const quhua_code *code, quhua_level level,
                                        quhua_str name);

/** Find a kind by its word: 镇, 村委会, 社区, 行政村 …, or the English keyword.
 * @param word the word
 * @return the kind; QUHUA_KIND_NONE when the word is not known
 * @threadsafe */
QUHUA_API quhua_kind quhua_kind_find(quhua_str word);

/** The word of a kind.
 * @param kind a kind
 * @param lang QUHUA_LANG_ZH: 镇; QUHUA_LANG_EN: the keyword "town"
 * @return static text; "" for a number that is no kind
 * @threadsafe */
QUHUA_API const char *quhua_kind_word(quhua_kind kind, quhua_lang lang);

/** The level on which a kind lives.
 * @param kind a kind
 * @return its level; QUHUA_LEVEL_ANY for QUHUA_KIND_UNIT and QUHUA_KIND_NONE
 * @threadsafe */
QUHUA_API quhua_level quhua_kind_level(quhua_kind kind);

/** True when the code's segment lies in a range of the kind. Always true in schemes without structure and at
 * county level and above, where digits are taken as given.
 * @param scheme scheme of the code
 * @param code a code in normal form
 * @param level its level
 * @param kind the kind
 * @return whether the range holds the segment
 * @threadsafe */
QUHUA_API bool quhua_code_in_range(const quhua_scheme *scheme, const quhua_code *code, quhua_level level,
                                   quhua_kind kind);

QUHUA_END_DECLS
#endif
