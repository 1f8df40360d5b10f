#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Write lib/rules/common_characters.c from the codecs gb2312 and gbk of Python.

    make_common_characters.py > lib/rules/common_characters.c

Codecs disagree about GBK at its edge. Python's has no euro sign (the single byte 80 of code page 936) and none of the 80
characters that GBK puts at FE50 to FEA0, for most of which Unicode had no place when GBK was written (㭎 U+3B4E, FE68,
is one of them). Code page 936 has not got those 80 either, so a name with one of them is lost in practice: they are
not GBK here.
"""
HAN_FIRST, HAN_LAST = 0x4E00, 0x9FA5


def has(codec, point):
    try:
        return len(chr(point).encode(codec)) == 2
    except UnicodeEncodeError:
        return False


def gb2312_words():
    words = [0] * ((HAN_LAST - HAN_FIRST) // 32 + 1)
    for point in range(HAN_FIRST, HAN_LAST + 1):
        if has("gb2312", point):
            words[(point - HAN_FIRST) // 32] |= 1 << (point - HAN_FIRST) % 32
    return words


def gbk_ranges():
    ranges = []
    for point in range(0x80, 0x10000):
        if not has("gbk", point):
            continue
        if ranges and ranges[-1][1] == point - 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    return ranges


def rows(items, in_a_row):
    for start in range(0, len(items), in_a_row):
        print("    " + ", ".join(items[start:start + in_a_row]) + ",")


def main():
    print("/* SPDX-License-Identifier: Apache-2.0 */")
    print("/* Written by tests/fidelity/make_common_characters.py: change that, not this. */")
    print('#include "rules/common_characters.h"\n')
    print("/* clang-format off */")
    print("const uint32_t quhua__gb2312_han[QUHUA__GB2312_WORDS] = {")
    rows([f"0x{word:08X}" for word in gb2312_words()], 8)
    print("};\n")
    print("const quhua__character_range quhua__gbk[QUHUA__GBK_RANGES] = {")
    rows([f"{{0x{first:04X}, 0x{last:04X}}}" for first, last in gbk_ranges()], 5)
    print("};")
    print("/* clang-format on */")


if __name__ == "__main__":
    main()
