/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the commands of a formula that have arguments, or a meaning for what comes after them. */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "ponder-tex-private.h"
#include "ponder-tex-symbols.h"

/* TeX's unit of space between atoms. */
#define MU (1 / 18.0)

/* Reads what belongs to a command; NULL when it leaves nothing. */
typedef PonderTex *(*ReadFunc) (PonderTexReader *reader, double value, char stop);

typedef struct
{
  const char *name;
  ReadFunc    read;
  double      value;
} Command;

static PonderTex *
read_fraction (PonderTexReader *reader,
               double           value,
               char             stop)
{
  PonderTex *fraction = ponder_tex_new (reader, PONDER_TEX_FRACTION);

  fraction->style = (PonderTexStyle) value;
  ponder_tex_take (fraction, ponder_tex_reader_read_argument (reader));
  ponder_tex_take (fraction, ponder_tex_reader_read_argument (reader));
  return fraction;
}

static PonderTex *
read_binomial (PonderTexReader *reader,
               double           value,
               char             stop)
{
  PonderTex *fraction = read_fraction (reader, value, stop);

  fraction->flags = PONDER_TEX_BARE;
  fraction->symbol = '(';
  fraction->closing = ')';
  return fraction;
}

static PonderTex *
read_root (PonderTexReader *reader,
           double           value,
           char             stop)
{
  PonderTex *radical = ponder_tex_new (reader, PONDER_TEX_RADICAL);
  PonderTex *degree = ponder_tex_reader_read_option (reader);

  ponder_tex_take (radical, ponder_tex_reader_read_argument (reader));
  ponder_tex_take (radical, degree);
  return radical;
}

static PonderTex *
read_space (PonderTexReader *reader,
            double           value,
            char             stop)
{
  PonderTex *space = ponder_tex_new (reader, PONDER_TEX_SPACE);

  space->amount = value;
  return space;
}

static PonderTex *
read_length (PonderTexReader *reader,
             double           value,
             char             stop)
{
  PonderTex *space = ponder_tex_new (reader, PONDER_TEX_SPACE);
  g_autofree char *name = NULL;
  char *unit;

  ponder_tex_reader_accept (reader, '*');
  name = ponder_tex_reader_read_name (reader);
  space->amount = CLAMP (g_ascii_strtod (name, &unit), -4, 40);
  g_strchug (unit);
  if (strcmp (unit, "mu") == 0)
    space->amount *= MU;
  else if (strcmp (unit, "ex") == 0)
    space->amount *= 0.45;
  else if (strcmp (unit, "pt") == 0 || strcmp (unit, "px") == 0)
    space->amount /= 10;
  else if (strcmp (unit, "cm") == 0 || strcmp (unit, "mm") == 0)
    space->amount *= *unit == 'c' ? 2.8 : 0.28;
  else if (strcmp (unit, "em") != 0)
    ponder_tex_reader_fail (reader);
  return space;
}

static PonderTex *
read_words (PonderTexReader *reader,
            double           value,
            char             stop)
{
  return ponder_tex_reader_read_text (reader, (PonderTexFace) value);
}

/* \mathbf x */
static PonderTex *
read_face (PonderTexReader *reader,
           double           value,
           char             stop)
{
  PonderTexFace before = reader->face;
  PonderTex *argument;

  reader->face = (PonderTexFace) value;
  argument = ponder_tex_reader_read_argument (reader);
  reader->face = before;
  return argument;
}

/* {\bf x}: until the end of the group, which puts back what was before. */
static PonderTex *
switch_face (PonderTexReader *reader,
             double           value,
             char             stop)
{
  reader->face = (PonderTexFace) value;
  return NULL;
}

static PonderTex *
switch_style (PonderTexReader *reader,
              double           value,
              char             stop)
{
  PonderTex *styled = ponder_tex_new (reader, PONDER_TEX_STYLED);

  styled->style = (PonderTexStyle) value;
  ponder_tex_take (styled, ponder_tex_reader_read_row (reader, stop));
  return styled;
}

static PonderTex *
read_class (PonderTexReader *reader,
            double           value,
            char             stop)
{
  PonderTex *row = ponder_tex_new (reader, PONDER_TEX_ROW);

  row->class = (PonderTexClass) value;
  row->flags = row->class == PONDER_TEX_OPERATOR ? PONDER_TEX_LIMITS : 0;
  ponder_tex_take (row, ponder_tex_reader_read_argument (reader));
  return row;
}

static PonderTex *
new_words (PonderTexReader *reader,
           const char      *words,
           PonderTexClass   class)
{
  PonderTex *text = ponder_tex_new (reader, PONDER_TEX_TEXT);

  text->face = PONDER_TEX_ROMAN;
  text->class = class;
  text->text = g_strdup (words);
  return text;
}

static PonderTex *
read_operator_name (PonderTexReader *reader,
                    double           value,
                    char             stop)
{
  PonderTex *row = ponder_tex_new (reader, PONDER_TEX_ROW);

  row->class = PONDER_TEX_OPERATOR;
  ponder_tex_reader_skip_space (reader);
  if (ponder_tex_reader_accept (reader, '*'))
    row->flags = PONDER_TEX_LIMITS;
  ponder_tex_take (row, read_face (reader, PONDER_TEX_ROMAN, stop));
  return row;
}

/* (a mod n) */
static PonderTex *
read_modulus (PonderTexReader *reader,
              double           value,
              char             stop)
{
  PonderTex *row = ponder_tex_new (reader, PONDER_TEX_ROW);
  gboolean braced = value > 0;

  ponder_tex_take (row, read_space (reader, 10 * MU, stop));
  ponder_tex_take (row, new_words (reader, braced ? "(mod" : "mod", PONDER_TEX_ORDINARY));
  ponder_tex_take (row, read_space (reader, 6 * MU, stop));
  ponder_tex_take (row, ponder_tex_reader_read_argument (reader));
  if (braced)
    ponder_tex_take (row, new_words (reader, ")", PONDER_TEX_CLOSING));
  return row;
}

static PonderTex *
read_binary_mod (PonderTexReader *reader,
                 double           value,
                 char             stop)
{
  return new_words (reader, "mod", PONDER_TEX_BINARY);
}

static PonderTex *
read_delimiter (PonderTexReader *reader,
                double           value,
                char             stop)
{
  PonderTex *delimiter = ponder_tex_new (reader, PONDER_TEX_DELIMITER);

  /* The class is behind the size: 1.2 em as a relation is 1.2 + 10 · PONDER_TEX_RELATION. */
  delimiter->class = (PonderTexClass) (value / 10);
  delimiter->amount = value - 10 * delimiter->class;
  delimiter->symbol = ponder_tex_reader_read_delimiter (reader);
  return delimiter;
}

static PonderTex *
read_fence (PonderTexReader *reader,
            double           value,
            char             stop)
{
  PonderTex *fence = ponder_tex_new (reader, PONDER_TEX_FENCE);
  g_autoptr(GString) middles = g_string_new (NULL);
  PonderTexFace face = reader->face;

  fence->class = PONDER_TEX_INNER;
  fence->symbol = ponder_tex_reader_read_delimiter (reader);
  ponder_tex_take (fence, ponder_tex_reader_read_row (reader, '\0'));
  while (ponder_tex_reader_accept_command (reader, "middle"))
    {
      gunichar middle = ponder_tex_reader_read_delimiter (reader);

      if (middle == 0)
        ponder_tex_reader_fail (reader);
      g_string_append_unichar (middles, middle);
      ponder_tex_take (fence, ponder_tex_reader_read_row (reader, '\0'));
    }
  if (!ponder_tex_reader_accept_command (reader, "right"))
    ponder_tex_reader_fail (reader);
  fence->closing = ponder_tex_reader_read_delimiter (reader);
  fence->text = g_strdup (middles->str);
  reader->face = face;
  return fence;
}

/* \not= is one letter in Unicode, and so are the others that make sense. */
static PonderTex *
read_not (PonderTexReader *reader,
          double           value,
          char             stop)
{
  PonderTex *symbol = ponder_tex_reader_read_argument (reader);
  PonderTex *inner = symbol;
  gunichar negated;

  while (inner->kind == PONDER_TEX_ROW && inner->children != NULL && inner->children->len == 1)
    inner = ponder_tex_get (inner, 0);
  if (inner->kind != PONDER_TEX_SYMBOL || !g_unichar_compose (inner->symbol, 0x338, &negated))
    ponder_tex_reader_fail (reader);
  else
    inner->symbol = negated;
  symbol->class = PONDER_TEX_RELATION;
  return symbol;
}

/* \overset, \stackrel and, with a negative value, \underset: the class + 1. */
static PonderTex *
read_stack (PonderTexReader *reader,
            double           value,
            char             stop)
{
  PonderTex *stack = ponder_tex_new (reader, PONDER_TEX_SCRIPTS);
  PonderTex *script = ponder_tex_reader_read_argument (reader);
  PonderTex *base = ponder_tex_reader_read_argument (reader);

  stack->class = ABS (value) > 1 ? PONDER_TEX_RELATION : base->class;
  if (base->kind == PONDER_TEX_ROW && base->children != NULL && base->children->len == 1)
    stack->class = ponder_tex_get (base, 0)->class;
  stack->flags = PONDER_TEX_LIMITS | PONDER_TEX_STACKED;
  ponder_tex_take (stack, base);
  ponder_tex_take (stack, value < 0 ? script : NULL);
  ponder_tex_take (stack, value < 0 ? NULL : script);
  return stack;
}

static PonderTex *
read_arrow (PonderTexReader *reader,
            double           value,
            char             stop)
{
  PonderTex *arrow = ponder_tex_new (reader, PONDER_TEX_ARROW);
  PonderTex *below = ponder_tex_reader_read_option (reader);

  arrow->class = PONDER_TEX_RELATION;
  arrow->symbol = (gunichar) value;
  ponder_tex_take (arrow, below);
  ponder_tex_take (arrow, ponder_tex_reader_read_argument (reader));
  return arrow;
}

/* The states of quantum mechanics. */
static PonderTex *
read_state (PonderTexReader *reader,
            double           value,
            char             stop)
{
  gboolean closing = value > 0;
  PonderTex *fence = ponder_tex_new (reader, PONDER_TEX_FENCE);

  fence->symbol = closing ? '|' : 0x27e8;
  fence->closing = closing ? 0x27e9 : '|';
  fence->text = g_strdup ("");
  ponder_tex_take (fence, ponder_tex_reader_read_argument (reader));
  return fence;
}

static PonderTex *
read_substack (PonderTexReader *reader,
               double           value,
               char             stop)
{
  return ponder_tex_reader_read_substack (reader);
}

static PonderTex *
read_begin (PonderTexReader *reader,
            double           value,
            char             stop)
{
  return ponder_tex_reader_read_begin (reader);
}

static PonderTex *
read_box (PonderTexReader *reader,
          double           value,
          char             stop)
{
  PonderTex *box = ponder_tex_new (reader, PONDER_TEX_BOX);

  box->symbol = (gunichar) value;
  ponder_tex_take (box, ponder_tex_reader_read_argument (reader));
  return box;
}

static PonderTex *
read_phantom (PonderTexReader *reader,
              double           value,
              char             stop)
{
  PonderTex *phantom = ponder_tex_new (reader, PONDER_TEX_PHANTOM);

  phantom->flags = (PonderTexFlags) value;
  ponder_tex_take (phantom, ponder_tex_reader_read_argument (reader));
  return phantom;
}

static PonderTex *
read_strut (PonderTexReader *reader,
            double           value,
            char             stop)
{
  PonderTex *phantom = ponder_tex_new (reader, PONDER_TEX_PHANTOM);

  phantom->flags = PONDER_TEX_FLAT;
  ponder_tex_take (phantom, new_words (reader, "(", PONDER_TEX_ORDINARY));
  return phantom;
}

/* The page has its own colours, which can be read in the dark as well. */
static PonderTex *
read_color (PonderTexReader *reader,
            double           value,
            char             stop)
{
  g_autofree char *color = ponder_tex_reader_read_name (reader);

  return value > 0 ? ponder_tex_reader_read_argument (reader) : NULL;
}

/* Names of formulas that are only referred to. */
static PonderTex *
skip_name (PonderTexReader *reader,
           double           value,
           char             stop)
{
  g_autofree char *name = ponder_tex_reader_read_name (reader);

  return NULL;
}

static PonderTex *
skip (PonderTexReader *reader,
      double           value,
      char             stop)
{
  return NULL;
}

static PonderTex *
read_tag (PonderTexReader *reader,
          double           value,
          char             stop)
{
  PonderTex *row = ponder_tex_new (reader, PONDER_TEX_ROW);
  gboolean plain = ponder_tex_reader_accept (reader, '*');

  ponder_tex_take (row, read_space (reader, 2, stop));
  if (!plain)
    ponder_tex_take (row, new_words (reader, "(", PONDER_TEX_ORDINARY));
  ponder_tex_take (row, ponder_tex_reader_read_text (reader, PONDER_TEX_ROMAN));
  if (!plain)
    ponder_tex_take (row, new_words (reader, ")", PONDER_TEX_ORDINARY));
  return row;
}

#define OPEN (10 * PONDER_TEX_OPENING)
#define CLOSE (10 * PONDER_TEX_CLOSING)
#define MIDDLE (10 * PONDER_TEX_RELATION)

static const Command commands[] = {
  { " ", read_space, 6 * MU }, { "!", read_space, -3 * MU }, { ",", read_space, 3 * MU },
  { ":", read_space, 4 * MU }, { ";", read_space, 5 * MU }, { ">", read_space, 4 * MU },
  { "Bbb", read_face, PONDER_TEX_DOUBLE }, { "Huge", skip, 0 }, { "LARGE", skip, 0 }, { "Large", skip, 0 },
  { "allowbreak", skip, 0 }, { "bold", read_face, PONDER_TEX_BOLD }, { "bra", read_state, 0 },
  { "emph", read_words, PONDER_TEX_SLANTED }, { "huge", skip, 0 }, { "ket", read_state, 1 }, { "large", skip, 0 },
  { "normalsize", skip, 0 }, { "small", skip, 0 }, { "vspace", skip_name, 0 },
  { "Big", read_delimiter, 1.8 }, { "Bigg", read_delimiter, 3 }, { "Biggl", read_delimiter, OPEN + 3 },
  { "Biggm", read_delimiter, MIDDLE + 3 }, { "Biggr", read_delimiter, CLOSE + 3 },
  { "Bigl", read_delimiter, OPEN + 1.8 }, { "Bigm", read_delimiter, MIDDLE + 1.8 },
  { "Bigr", read_delimiter, CLOSE + 1.8 }, { "begin", read_begin, 0 }, { "bcancel", read_box, '\\' },
  { "bf", switch_face, PONDER_TEX_BOLD }, { "big", read_delimiter, 1.2 }, { "bigg", read_delimiter, 2.4 },
  { "biggl", read_delimiter, OPEN + 2.4 }, { "biggm", read_delimiter, MIDDLE + 2.4 },
  { "biggr", read_delimiter, CLOSE + 2.4 }, { "bigl", read_delimiter, OPEN + 1.2 },
  { "bigm", read_delimiter, MIDDLE + 1.2 }, { "bigr", read_delimiter, CLOSE + 1.2 },
  { "binom", read_binomial, PONDER_TEX_SAME_STYLE }, { "bm", read_face, PONDER_TEX_BOLD_ITALIC },
  { "bmod", read_binary_mod, 0 }, { "boldsymbol", read_face, PONDER_TEX_BOLD_ITALIC }, { "boxed", read_box, 0 },
  { "cal", switch_face, PONDER_TEX_SCRIPT }, { "cancel", read_box, '/' },
  { "cfrac", read_fraction, PONDER_TEX_DISPLAY_STYLE }, { "color", read_color, 0 },
  { "dbinom", read_binomial, PONDER_TEX_DISPLAY_STYLE }, { "dfrac", read_fraction, PONDER_TEX_DISPLAY_STYLE },
  { "displaystyle", switch_style, PONDER_TEX_DISPLAY_STYLE }, { "enspace", read_space, 0.5 },
  { "fbox", read_box, 0 }, { "frac", read_fraction, PONDER_TEX_SAME_STYLE },
  { "hphantom", read_phantom, PONDER_TEX_THIN }, { "hspace", read_length, 0 },
  { "it", switch_face, PONDER_TEX_SLANTED }, { "label", skip_name, 0 },
  { "left", read_fence, 0 }, { "mathbb", read_face, PONDER_TEX_DOUBLE }, { "mathbf", read_face, PONDER_TEX_BOLD },
  { "mathbin", read_class, PONDER_TEX_BINARY }, { "mathcal", read_face, PONDER_TEX_SCRIPT },
  { "mathclose", read_class, PONDER_TEX_CLOSING }, { "mathfrak", read_face, PONDER_TEX_FRAKTUR },
  { "mathinner", read_class, PONDER_TEX_INNER }, { "mathit", read_face, PONDER_TEX_SLANTED },
  { "mathnormal", read_face, PONDER_TEX_ITALIC }, { "mathop", read_class, PONDER_TEX_OPERATOR },
  { "mathopen", read_class, PONDER_TEX_OPENING }, { "mathord", read_class, PONDER_TEX_ORDINARY },
  { "mathpunct", read_class, PONDER_TEX_PUNCTUATION }, { "mathrel", read_class, PONDER_TEX_RELATION },
  { "mathrm", read_face, PONDER_TEX_ROMAN }, { "mathscr", read_face, PONDER_TEX_SCRIPT },
  { "mathsf", read_face, PONDER_TEX_SANS }, { "mathstrut", read_strut, 0 },
  { "mathtt", read_face, PONDER_TEX_MONOSPACE }, { "mbox", read_words, PONDER_TEX_ROMAN },
  { "mod", read_modulus, 0 }, { "negthinspace", read_space, -3 * MU }, { "nonumber", skip, 0 },
  { "not", read_not, 0 }, { "notag", skip, 0 }, { "operatorname", read_operator_name, 0 },
  { "overset", read_stack, 1 }, { "phantom", read_phantom, 0 }, { "pmb", read_face, PONDER_TEX_BOLD_ITALIC },
  { "pmod", read_modulus, 1 }, { "qquad", read_space, 2 }, { "quad", read_space, 1 },
  { "rm", switch_face, PONDER_TEX_ROMAN }, { "scriptscriptstyle", switch_style, PONDER_TEX_SCRIPT_SCRIPT_STYLE },
  { "scriptstyle", switch_style, PONDER_TEX_SCRIPT_STYLE }, { "sqrt", read_root, 0 },
  { "stackrel", read_stack, 2 }, { "substack", read_substack, 0 }, { "symbf", read_face, PONDER_TEX_BOLD },
  { "tag", read_tag, 0 }, { "tbinom", read_binomial, PONDER_TEX_TEXT_STYLE }, { "text", read_words, PONDER_TEX_ROMAN },
  { "textbf", read_words, PONDER_TEX_BOLD }, { "textcolor", read_color, 1 },
  { "textit", read_words, PONDER_TEX_SLANTED }, { "textnormal", read_words, PONDER_TEX_ROMAN },
  { "textrm", read_words, PONDER_TEX_ROMAN }, { "textsf", read_words, PONDER_TEX_SANS },
  { "textstyle", switch_style, PONDER_TEX_TEXT_STYLE }, { "texttt", read_words, PONDER_TEX_MONOSPACE },
  { "tfrac", read_fraction, PONDER_TEX_TEXT_STYLE }, { "thickspace", read_space, 5 * MU },
  { "thinspace", read_space, 3 * MU }, { "underset", read_stack, -1 }, { "vphantom", read_phantom, PONDER_TEX_FLAT },
  { "xLeftarrow", read_arrow, 0x21d0 }, { "xRightarrow", read_arrow, 0x21d2 }, { "xcancel", read_box, 'x' },
  { "xleftarrow", read_arrow, 0x2190 }, { "xleftrightarrow", read_arrow, 0x2194 },
  { "xmapsto", read_arrow, 0x21a6 }, { "xrightarrow", read_arrow, 0x2192 },
};

#undef OPEN
#undef CLOSE
#undef MIDDLE

static PonderTex *
read_accent (PonderTexReader *reader,
             gunichar         mark,
             PonderTexFlags   flags)
{
  PonderTex *accent = ponder_tex_new (reader, PONDER_TEX_ACCENT);

  accent->symbol = mark;
  accent->flags = flags;
  /* What is written at a brace stands at its tip. */
  if ((flags & PONDER_TEX_STACKED) != 0)
    {
      accent->class = PONDER_TEX_OPERATOR;
      accent->flags |= PONDER_TEX_LIMITS;
    }
  ponder_tex_take (accent, ponder_tex_reader_read_argument (reader));
  return accent;
}

static PonderTex *
new_symbol (PonderTexReader       *reader,
            const PonderTexSymbol *known)
{
  PonderTex *symbol = ponder_tex_new (reader, PONDER_TEX_SYMBOL);

  symbol->symbol = known->symbol;
  symbol->class = known->class;
  symbol->flags = known->flags;
  return symbol;
}

PonderTex *
ponder_tex_reader_read_command (PonderTexReader *self,
                                PonderTexWord    word,
                                char             stop)
{
  const PonderTexSymbol *symbol = ponder_tex_symbols_find (word.name, word.length);
  PonderTexFlags flags;
  const char *function;
  PonderTex *words;
  gunichar mark;

  if (symbol != NULL)
    return new_symbol (self, symbol);
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (ponder_tex_word_is (word, commands[i].name))
      return commands[i].read (self, commands[i].value, stop);
  if ((mark = ponder_tex_symbols_get_accent (word.name, word.length, &flags)) != 0)
    return read_accent (self, mark, flags);
  if ((function = ponder_tex_symbols_get_function (word.name, word.length, &flags)) != NULL)
    {
      words = new_words (self, function, PONDER_TEX_OPERATOR);
      words->flags = flags;
      return words;
    }
  ponder_tex_reader_fail (self);
  return ponder_tex_new (self, PONDER_TEX_ROW);
}
