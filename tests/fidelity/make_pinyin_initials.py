#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Write lib/base/pinyin_initials.c from the codec gb2312 of Python.

    make_pinyin_initials.py > lib/base/pinyin_initials.c

GB/T 2312-1980 lists the 3,755 characters of its first level (rows 16 to 55) in the order of their Pinyin, so the first
character of each letter tells the initials of all of them. The standard puts a character with several readings under
one of them only. The 3,008 characters of the second level are in the order of their radicals: nothing is known of them.
"""
HAN_FIRST, HAN_LAST = 0x4E00, 0x9FA5
LEVEL_1 = (b"\xb0\xa1", b"\xd7\xf9")  # 啊 to 座
# The first character of each letter; no reading begins with i, u or v.
FIRSTS = dict(zip("abcdefghjklmnopqrstwxyz", "啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝"))


def letter(point):
    try:
        code = chr(point).encode("gb2312")
    except UnicodeEncodeError:
        return "."
    if not LEVEL_1[0] <= code <= LEVEL_1[1]:
        return "."
    return max(c for c, first in FIRSTS.items() if first.encode("gb2312") <= code)


def main():
    letters = "".join(letter(point) for point in range(HAN_FIRST, HAN_LAST + 1))
    print("/* SPDX-License-Identifier: Apache-2.0 */")
    print("/* Written by tests/fidelity/make_pinyin_initials.py: change that, not this. */")
    print('#include "base/pinyin.h"\n')
    print("/* clang-format off */")
    print("const char quhua__pinyin_initials[QUHUA__PINYIN_ROWS][QUHUA__PINYIN_COLUMNS + 1] = {")
    for start in range(0, len(letters), 100):
        print(f'    "{letters[start:start + 100]}",')
    print("};")
    print("/* clang-format on */")


if __name__ == "__main__":
    main()
