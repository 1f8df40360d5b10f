/* SPDX-License-Identifier: Apache-2.0 */
/* authority.h: on which level does an authority stand that approved something? Read from what people write:
 * "四川省人民政府", "绵阳市人民政府、三台县委", "三台民政局", "省民政厅". */
#ifndef QUHUA_RULES_AUTHORITY_H
#define QUHUA_RULES_AUTHORITY_H

#include <quhua/unit.h>

/* The highest level that the text may mean, so that nobody is blamed for a doubt. QUHUA_LEVEL_ANY: a national authority,
 * or it cannot be told. `above` are the units whose governments come into question, as far as the register names them.
 *
 * Several authorities are parted by 、 ， ； , ; or a space; the highest one counts. Of each, what stands before the first
 * word for an institution (人民政府, 民政局, 委 …) is its place; its level is, in this order,
 * 1. that of the institution, where it says it (民政厅: province; 行署: prefecture; 街道办; 村民委员会);
 * 2. that of the unit above whose name the place ends with, 三台县 or 三台; the longest name wins, then the higher unit;
 * 3. that of the place's last word: 省, 自治区, 地区, 自治州, 盟, 县, 旗, 区, 镇, 乡, 街道, 村, 社区. 市 may be a municipality, a
 *    prefecture or a county: the four municipalities are known by name, a bare 市 is the highest unit above that may be
 *    one, any other is taken for a prefecture. 新区, 开发区 and the like have no fixed level. */
quhua_level quhua__authority_level(quhua_str text, const quhua_unit *above, size_t count);

#endif
