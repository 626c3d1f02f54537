/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A text as the words by which it is found. */

#include "config.h"

#include "ponder-words.h"

#include <string.h>

/* The longest decomposition of one character. */
#define DECOMPOSED PONDER_WORDS_MOST_FOLDED

typedef enum
{
  BREAK,
  LETTER,                       /* one of many in a word */
  SINGLE,                       /* a word of its own */
  IGNORED,                      /* as if it were not there */
} Kind;

typedef struct
{
  gunichar first;
  gunichar last;
} Range;

typedef struct
{
  gunichar    c;
  const char *plain;
} Folding;

/* One pass over one text. */
typedef struct
{
  const char     *text;
  gsize           length;
  PonderWordFunc  func;
  gpointer        user_data;
  char            word[PONDER_LONGEST_WORD + 8];
  gsize           word_length;
  gsize           start;
  gsize           end;
} Scan;

/* In order. Only letters, digits and marks of these count. */
static const Range single_ranges[] = {
  { 0x0e00, 0x0eff },           /* Thai, Lao */
  { 0x1000, 0x109f },           /* Burmese */
  { 0x1100, 0x11ff },           /* hangul in pieces */
  { 0x1780, 0x17ff },           /* Khmer */
  { 0x2e80, 0x2fdf },           /* radicals */
  { 0x3005, 0x3007 },
  { 0x3021, 0x3029 },
  { 0x3031, 0x303c },
  { 0x3041, 0x318e },           /* kana, bopomofo, hangul letters */
  { 0x31a0, 0x31ff },
  { 0x3400, 0x4dbf },
  { 0x4e00, 0x9fff },
  { 0xa960, 0xa97c },
  { 0xaa60, 0xaa7f },
  { 0xac00, 0xd7fb },
  { 0xf900, 0xfaff },
  { 0xff66, 0xffdc },           /* kana and hangul of half width */
  { 0x1aff0, 0x1b16f },
  { 0x20000, 0x323af },
};

static const Range emoji_ranges[] = {
  { 0x2600, 0x27bf },
  { 0x1f000, 0x1f3fa },
  { 0x1f400, 0x1faff },
};

/* Accents and vowel points; marks of other scripts are part of how a word is spelled. */
static const Range ignored_ranges[] = {
  { 0x00ad, 0x00ad },           /* soft hyphen */
  { 0x0300, 0x036f },
  { 0x0591, 0x05bd },
  { 0x05bf, 0x05bf },
  { 0x05c1, 0x05c2 },
  { 0x05c4, 0x05c5 },
  { 0x05c7, 0x05c7 },
  { 0x0610, 0x061a },
  { 0x0640, 0x0640 },           /* tatweel */
  { 0x064b, 0x065f },
  { 0x0670, 0x0670 },
  { 0x06d6, 0x06dc },
  { 0x06df, 0x06e4 },
  { 0x06e7, 0x06e8 },
  { 0x06ea, 0x06ed },
  { 0x1ab0, 0x1aff },
  { 0x1dc0, 0x1dff },
  { 0x200b, 0x200f },           /* joiners and directions */
  { 0x2060, 0x2060 },
  { 0x20d0, 0x20ff },
  { 0x3099, 0x309a },           /* a voiced mark that its kana did not take */
  { 0xfe00, 0xfe0f },           /* variants */
  { 0xfe20, 0xfe2f },
  { 0xfeff, 0xfeff },
  { 0xff9e, 0xff9f },
  { 0x1f3fb, 0x1f3ff },         /* colours of skin */
  { 0xe0100, 0xe01ef },
};

/* What Unicode does not decompose and people type without. */
static const Folding foldings[] = {
  { 0x00c6, "ae" }, { 0x00d8, "o" }, { 0x00df, "ss" }, { 0x00e6, "ae" }, { 0x00f8, "o" },
  { 0x0110, "d" }, { 0x0111, "d" }, { 0x0126, "h" }, { 0x0127, "h" }, { 0x0131, "i" },
  { 0x0141, "l" }, { 0x0142, "l" }, { 0x0152, "oe" }, { 0x0153, "oe" }, { 0x03c2, "σ" },
  { 0x1e9e, "ss" },
};

static gboolean
is_in (const Range *ranges,
       gsize        n_ranges,
       gunichar     c)
{
  gsize low = 0;
  gsize high = n_ranges;

  while (low < high)
    {
      gsize middle = (low + high) / 2;

      if (c > ranges[middle].last)
        low = middle + 1;
      else if (c < ranges[middle].first)
        high = middle;
      else
        return TRUE;
    }
  return FALSE;
}

#define IS_IN(ranges, c) is_in (ranges, G_N_ELEMENTS (ranges), c)

static Kind
get_kind (gunichar c)
{
  if (c < 0x80)
    return g_ascii_isalnum ((char) c) ? LETTER : BREAK;
  /* Most of Chinese, before any table is asked. */
  if (c >= 0x4e00 && c <= 0x9fff)
    return SINGLE;
  if (IS_IN (ignored_ranges, c))
    return IGNORED;
  if (g_unichar_isalnum (c) || g_unichar_ismark (c))
    return IS_IN (single_ranges, c) ? SINGLE : LETTER;

  return IS_IN (emoji_ranges, c) ? SINGLE : BREAK;
}

/* The character at *@place, which moves past it; U+FFFD for a byte that is none. */
static gunichar
read_char (Scan  *self,
           gsize *place)
{
  const char *at = self->text + *place;
  gunichar c = (guchar) *at;

  if (c < 0x80)
    {
      *place += 1;
      return c;
    }

  c = g_utf8_get_char_validated (at, (gssize) (self->length - *place));
  if (c == (gunichar) -1 || c == (gunichar) -2)
    {
      *place += 1;
      return 0xfffd;
    }

  *place += (gsize) (g_utf8_next_char (at) - at);
  return c;
}

static int
end_word (Scan *self)
{
  gsize length = self->word_length;

  self->word_length = 0;
  return length > 0 ? self->func (self->user_data, self->word, length, self->start, self->end) : 0;
}

/* What goes past the longest word is left out whole. */
static void
add_bytes (Scan       *self,
           const char *bytes,
           gsize       n_bytes)
{
  if (self->word_length + n_bytes > PONDER_LONGEST_WORD)
    return;

  memcpy (self->word + self->word_length, bytes, n_bytes);
  self->word_length += n_bytes;
}

static void
add_char (Scan     *self,
          gunichar  c)
{
  char bytes[6];

  add_bytes (self, bytes, (gsize) g_unichar_to_utf8 (c, bytes));
}

static const char *
find_folding (gunichar c)
{
  for (gsize i = 0; i < G_N_ELEMENTS (foldings); i++)
    if (foldings[i].c == c)
      return foldings[i].plain;

  return NULL;
}

static void
add_folded (Scan     *self,
            gunichar  c)
{
  const char *plain = find_folding (c);

  if (plain != NULL)
    add_bytes (self, plain, strlen (plain));
  else if (get_kind (c) == LETTER)
    add_char (self, g_unichar_tolower (c));
}

static void
add_letter (Scan     *self,
            gunichar  c)
{
  gunichar pieces[DECOMPOSED];
  gsize n_pieces;

  if (c < 0x80)
    {
      char byte = g_ascii_tolower ((char) c);

      add_bytes (self, &byte, 1);
      return;
    }

  n_pieces = g_unichar_fully_decompose (c, TRUE, pieces, G_N_ELEMENTS (pieces));
  for (gsize i = 0; i < n_pieces; i++)
    add_folded (self, pieces[i]);
}

/* Other forms of the same character: of half width, for compatibility, a radical. */
static gunichar
unify (gunichar c)
{
  gunichar pieces[DECOMPOSED];

  if ((c >= 0x2e80 && c <= 0x2fdf) || (c >= 0xf900 && c <= 0xfaff) || c >= 0x2f800 ||
      (c >= 0xff66 && c <= 0xffdc))
    {
      g_unichar_fully_decompose (c, TRUE, pieces, G_N_ELEMENTS (pieces));
      return pieces[0];
    }
  return c;
}

/* Hangul and kana may come in pieces, as names of files on a Mac do. */
static gunichar
compose (Scan     *self,
         gunichar  c,
         gsize    *place)
{
  gsize next = *place;

  while (next < self->length && (guchar) self->text[next] >= 0x80)
    {
      gunichar piece = read_char (self, &next);
      gunichar composed;

      /* The mark of half width is the one that goes with it in full width. */
      if (piece == 0xff9e || piece == 0xff9f)
        piece = 0x3099 + (piece - 0xff9e);
      if (!g_unichar_compose (c, piece, &composed))
        break;
      c = composed;
      *place = next;
    }
  return c;
}

static int
scan_single (Scan     *self,
             gunichar  c,
             gsize     start,
             gsize    *place)
{
  int code = end_word (self);

  if (code != 0)
    return code;

  c = unify (c);
  if ((c >= 0x1100 && c <= 0x11ff) || (c >= 0x3041 && c <= 0x30ff) || (c >= 0xac00 && c <= 0xd7a3))
    c = compose (self, c, place);
  add_char (self, c);
  self->start = start;
  self->end = *place;
  return end_word (self);
}

int
ponder_words_scan (const char     *text,
                   gsize           length,
                   PonderWordFunc  func,
                   gpointer        user_data)
{
  Scan scan = { .text = text, .length = length, .func = func, .user_data = user_data };
  gsize place = 0;
  int code = 0;

  while (place < length && code == 0)
    {
      gsize start = place;
      gunichar c = read_char (&scan, &place);

      switch (get_kind (c))
        {
        case LETTER:
          if (scan.word_length == 0)
            scan.start = start;
          add_letter (&scan, c);
          scan.end = place;
          break;
        case SINGLE:
          code = scan_single (&scan, c, start, &place);
          break;
        case BREAK:
          code = end_word (&scan);
          break;
        case IGNORED:
          if (scan.word_length > 0)
            scan.end = place;
          break;
        }
    }
  return code != 0 ? code : end_word (&scan);
}

gboolean
ponder_word_is_single (const char *word)
{
  g_return_val_if_fail (word != NULL, FALSE);

  return get_kind (g_utf8_get_char (word)) == SINGLE;
}

/* What is one character to its readers stays one: kana with their marks. */
static gboolean
stays_whole (gunichar c)
{
  return (c >= 0x4e00 && c <= 0x9fff) || (c >= 0x3041 && c <= 0x30ff);
}

static guint
fold_piece (gunichar  c,
            gunichar *folded)
{
  const char *plain;
  guint n_folded = 0;

  if (IS_IN (ignored_ranges, c))
    return 0;
  if (!(plain = find_folding (c)))
    {
      folded[0] = g_unichar_isspace (c) ? ' ' : g_unichar_tolower (c);
      return 1;
    }
  for (; *plain != '\0'; plain = g_utf8_next_char (plain))
    folded[n_folded++] = g_utf8_get_char (plain);
  return n_folded;
}

guint
ponder_words_fold (gunichar c,
                   gunichar folded[PONDER_WORDS_MOST_FOLDED])
{
  gunichar pieces[DECOMPOSED];
  gunichar piece[2];
  gsize n_pieces;
  guint n_folded = 0;

  if (c < 0x80 || stays_whole (c))
    {
      folded[0] = c >= 0x80 || c == '\n' ? c : g_ascii_isspace ((char) c) ? ' ' : (gunichar) g_ascii_tolower ((char) c);
      return 1;
    }

  n_pieces = g_unichar_fully_decompose (c, TRUE, pieces, G_N_ELEMENTS (pieces));
  for (gsize i = 0; i < n_pieces; i++)
    {
      guint n = fold_piece (pieces[i], piece);

      for (guint k = 0; k < n && n_folded < PONDER_WORDS_MOST_FOLDED; k++)
        folded[n_folded++] = piece[k];
    }
  return n_folded;
}
