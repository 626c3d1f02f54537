/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The letters of Unicode's mathematical alphabets. */

#include "config.h"

#include "ponder-math-alphabet.h"

/* Where the alphabets begin: A, a, 0, capital alpha, alpha; 0 where there is none. */
typedef struct
{
  gunichar capital;
  gunichar small;
  gunichar digit;
  gunichar greek_capital;
  gunichar greek_small;
} Alphabet;

static const Alphabet alphabets[] = {
  [PONDER_TEX_ITALIC] = { 0x1d434, 0x1d44e, 0, 0, 0x1d6fc },
  [PONDER_TEX_ROMAN] = { 0, 0, 0, 0, 0 },
  [PONDER_TEX_BOLD] = { 0x1d400, 0x1d41a, 0x1d7ce, 0x1d6a8, 0x1d6c2 },
  [PONDER_TEX_BOLD_ITALIC] = { 0x1d468, 0x1d482, 0x1d7ce, 0x1d71c, 0x1d736 },
  [PONDER_TEX_SLANTED] = { 0x1d434, 0x1d44e, 0, 0x1d6e2, 0x1d6fc },
  [PONDER_TEX_SANS] = { 0x1d5a0, 0x1d5ba, 0x1d7e2, 0, 0 },
  [PONDER_TEX_MONOSPACE] = { 0x1d670, 0x1d68a, 0x1d7f6, 0, 0 },
  [PONDER_TEX_DOUBLE] = { 0x1d538, 0x1d552, 0x1d7d8, 0, 0 },
  [PONDER_TEX_SCRIPT] = { 0x1d49c, 0x1d4b6, 0, 0, 0 },
  [PONDER_TEX_FRAKTUR] = { 0x1d504, 0x1d51e, 0, 0, 0 },
};

/* Letters that Unicode had before it had the alphabets: their places there are empty. */
static const struct
{
  gunichar empty;
  gunichar letter;
} exceptions[] = {
  { 0x1d455, 0x210e }, { 0x1d49d, 0x212c }, { 0x1d4a0, 0x2130 }, { 0x1d4a1, 0x2131 }, { 0x1d4a3, 0x210b },
  { 0x1d4a4, 0x2110 }, { 0x1d4a7, 0x2112 }, { 0x1d4a8, 0x2133 }, { 0x1d4ad, 0x211b }, { 0x1d4ba, 0x212f },
  { 0x1d4bc, 0x210a }, { 0x1d4c4, 0x2134 }, { 0x1d506, 0x212d }, { 0x1d50b, 0x210c }, { 0x1d50c, 0x2111 },
  { 0x1d515, 0x211c }, { 0x1d51d, 0x2128 }, { 0x1d53a, 0x2102 }, { 0x1d53f, 0x210d }, { 0x1d545, 0x2115 },
  { 0x1d547, 0x2119 }, { 0x1d548, 0x211a }, { 0x1d549, 0x211d }, { 0x1d551, 0x2124 },
};

/* Forms of Greek letters that stand behind omega, and where: others are not in order. */
static const gunichar greek_forms[] = { 0x2202, 0x3f5, 0x3d1, 0x3f0, 0x3d5, 0x3f1, 0x3d6 };

static gunichar
map_greek (gunichar symbol,
           gunichar alpha)
{
  if (alpha == 0)
    return symbol;
  if (symbol >= 0x3b1 && symbol <= 0x3c9)
    return alpha + (symbol - 0x3b1);
  for (guint i = 0; i < G_N_ELEMENTS (greek_forms); i++)
    if (greek_forms[i] == symbol)
      return alpha + 25 + i;
  return symbol;
}

static gunichar
map_latin (gunichar symbol,
           gunichar first,
           gunichar a)
{
  gunichar letter = a + (symbol - first);

  if (a == 0)
    return symbol;
  for (guint i = 0; i < G_N_ELEMENTS (exceptions); i++)
    if (exceptions[i].empty == letter)
      return exceptions[i].letter;
  return letter;
}

gunichar
ponder_math_alphabet_map (gunichar      symbol,
                          PonderTexFace face)
{
  const Alphabet *alphabet = &alphabets[face];

  if (symbol >= 'A' && symbol <= 'Z')
    return map_latin (symbol, 'A', alphabet->capital);
  if (symbol >= 'a' && symbol <= 'z')
    return map_latin (symbol, 'a', alphabet->small);
  if (symbol >= '0' && symbol <= '9')
    return alphabet->digit != 0 ? alphabet->digit + (symbol - '0') : symbol;
  if (symbol >= 0x391 && symbol <= 0x3a9)
    return alphabet->greek_capital != 0 ? alphabet->greek_capital + (symbol - 0x391) : symbol;
  if (symbol == 0x131 && alphabet->small == 0x1d44e)
    return 0x1d6a4;
  if (symbol == 0x237 && alphabet->small == 0x1d44e)
    return 0x1d6a5;
  return map_greek (symbol, alphabet->greek_small);
}
