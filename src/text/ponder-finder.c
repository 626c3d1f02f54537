/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where in a text something stands, as it was typed but for case and accents. */

#include "config.h"

#include "ponder-finder.h"

#include "ponder-words.h"

/* Folded characters, and for each how much of the needle is still right when the next one is not. */
typedef struct
{
  gunichar *chars;
  guint    *borders;
  guint     n_chars;
} Needle;

/* Unchanging, so that threads may share it. */
struct _PonderFinder
{
  GArray  *needles;             /* of Needle */
  gboolean words;               /* only at the beginnings of words */
};

/* One pass over one text. */
typedef struct
{
  const Needle *needle;
  gsize        *starts;         /* where each of the last n_chars characters stands; a ring */
  gsize         n_read;         /* characters, folded */
  guint         n_right;        /* of the needle */
} Scan;

static void
needle_clear (gpointer data)
{
  Needle *self = data;

  g_free (self->chars);
  g_free (self->borders);
}

/* Knuth, Morris and Pratt's table: a text is read once, however often the needle almost fits. */
static void
find_borders (Needle *self)
{
  guint border = 0;

  for (guint i = 1; i < self->n_chars; i++)
    {
      while (border > 0 && self->chars[i] != self->chars[border])
        border = self->borders[border - 1];
      if (self->chars[i] == self->chars[border])
        border++;
      self->borders[i] = border;
    }
}

static void
add_needle (PonderFinder *self,
            const char   *text)
{
  Needle needle = { NULL, NULL, 0 };
  gunichar folded[PONDER_WORDS_MOST_FOLDED];
  gsize most = (gsize) g_utf8_strlen (text, -1) * PONDER_WORDS_MOST_FOLDED;

  needle.chars = g_new (gunichar, MAX (most, 1));
  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    {
      guint n_folded = ponder_words_fold (g_utf8_get_char (c), folded);

      for (guint i = 0; i < n_folded; i++)
        needle.chars[needle.n_chars++] = folded[i];
    }
  needle.borders = g_new0 (guint, MAX (needle.n_chars, 1));
  find_borders (&needle);
  if (needle.n_chars > 0)
    g_array_append_val (self->needles, needle);
  else
    needle_clear (&needle);
}

static PonderFinder *
finder_new (gboolean words)
{
  PonderFinder *self = g_atomic_rc_box_new0 (PonderFinder);

  self->needles = g_array_new (FALSE, FALSE, sizeof (Needle));
  g_array_set_clear_func (self->needles, needle_clear);
  self->words = words;
  return self;
}

PonderFinder *
ponder_finder_new (const char *needle)
{
  PonderFinder *self;

  g_return_val_if_fail (needle != NULL, NULL);

  self = finder_new (FALSE);
  add_needle (self, needle);
  return self;
}

PonderFinder *
ponder_finder_new_words (const char **needles)
{
  PonderFinder *self;

  g_return_val_if_fail (needles != NULL, NULL);

  self = finder_new (TRUE);
  for (; *needles != NULL; needles++)
    add_needle (self, *needles);
  return self;
}

PonderFinder *
ponder_finder_ref (PonderFinder *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
finder_clear (gpointer data)
{
  g_array_unref (((PonderFinder *) data)->needles);
}

void
ponder_finder_unref (PonderFinder *self)
{
  g_atomic_rc_box_release_full (self, finder_clear);
}

gboolean
ponder_finder_is_empty (PonderFinder *self)
{
  return self->needles->len == 0;
}

gboolean
ponder_finder_narrows (PonderFinder *self,
                       PonderFinder *other)
{
  const Needle *longer;
  const Needle *shorter;

  if (self->words || other->words || self->needles->len == 0 || other->needles->len == 0)
    return FALSE;

  longer = &g_array_index (self->needles, Needle, 0);
  shorter = &g_array_index (other->needles, Needle, 0);
  for (guint i = 0; i < shorter->n_chars; i++)
    if (i >= longer->n_chars || longer->chars[i] != shorter->chars[i])
      return FALSE;
  return TRUE;
}

/* TRUE when the needle ends with @c, which stands at byte @start. */
static gboolean
read_folded (Scan     *self,
             gunichar  c,
             gsize     start)
{
  const Needle *needle = self->needle;

  self->starts[self->n_read++ % needle->n_chars] = start;
  while (self->n_right > 0 && needle->chars[self->n_right] != c)
    self->n_right = needle->borders[self->n_right - 1];
  if (needle->chars[self->n_right] == c)
    self->n_right++;
  if (self->n_right < needle->n_chars)
    return FALSE;

  self->n_right = 0;
  return TRUE;
}

static gboolean
begins_word (const char *text,
             gsize       start,
             gsize       place)
{
  gunichar c = g_utf8_get_char (text + place);

  return place == start || !g_unichar_isalnum (c) || (c >= 0x2e80 && c < 0x1f000)
         || !g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (text + place)));
}

/* Accents that follow the last letter belong to it. */
static gsize
skip_accents (const char *text,
              gsize       place,
              gsize       end)
{
  gunichar folded[PONDER_WORDS_MOST_FOLDED];

  while (place < end && ponder_words_fold (g_utf8_get_char (text + place), folded) == 0)
    place = (gsize) (g_utf8_next_char (text + place) - text);
  return MIN (place, end);
}

static void
add_found (GArray *found,
           gsize   start,
           gsize   end)
{
  PonderFound place = { start, end };

  if (found != NULL)
    g_array_append_val (found, place);
}

static guint
find_needle (PonderFinder *self,
             const Needle *needle,
             const char   *text,
             gsize         start,
             gsize         end,
             GArray       *found)
{
  g_autofree gsize *starts = g_new (gsize, needle->n_chars);
  Scan scan = { needle, starts, 0, 0 };
  gunichar folded[PONDER_WORDS_MOST_FOLDED];
  guint n_found = 0;
  gsize last = start;

  for (gsize place = start; place < end;)
    {
      gsize next = (gsize) (g_utf8_next_char (text + place) - text);
      guint n_folded = ponder_words_fold (g_utf8_get_char (text + place), folded);

      for (guint i = 0; i < n_folded; i++)
        {
          gsize first;

          if (!read_folded (&scan, folded[i], place))
            continue;
          first = starts[scan.n_read % needle->n_chars];
          /* One character may be two letters. */
          if (first < last || (self->words && !begins_word (text, start, first)))
            continue;
          n_found++;
          last = next;
          add_found (found, first, skip_accents (text, next, end));
        }
      place = next;
    }
  return n_found;
}

static int
compare_found (gconstpointer a,
               gconstpointer b)
{
  const PonderFound *one = a;
  const PonderFound *other = b;

  return one->start != other->start ? (one->start < other->start ? -1 : 1)
                                    : (one->end > other->end) - (one->end < other->end);
}

/* What several needles have found may overlap: the first stays. */
static void
merge (GArray *found)
{
  guint n_kept = 0;

  g_array_sort (found, compare_found);
  for (guint i = 0; i < found->len; i++)
    {
      PonderFound place = g_array_index (found, PonderFound, i);

      if (n_kept > 0 && place.start < g_array_index (found, PonderFound, n_kept - 1).end)
        continue;
      g_array_index (found, PonderFound, n_kept++) = place;
    }
  g_array_set_size (found, n_kept);
}

guint
ponder_finder_find (PonderFinder *self,
                    const char   *text,
                    gsize         start,
                    gsize         end,
                    GArray       *found)
{
  g_autoptr(GArray) own = NULL;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (text != NULL, 0);

  if (self->needles->len == 1)
    return find_needle (self, &g_array_index (self->needles, Needle, 0), text, start, end, found);

  own = g_array_new (FALSE, FALSE, sizeof (PonderFound));
  for (guint i = 0; i < self->needles->len; i++)
    find_needle (self, &g_array_index (self->needles, Needle, i), text, start, end, own);
  merge (own);
  if (found != NULL && own->len > 0)
    g_array_append_vals (found, own->data, own->len);
  return own->len;
}
