/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The piece of a text in which words were found. */

#include "config.h"

#include "ponder-snippet.h"

#include <string.h>

#include "ponder-words.h"

/* In characters: what is shown, how much of it before the first word, and how far back a word's beginning
 * may be so that none is cut. */
#define SNIPPET_LENGTH 160
#define CONTEXT        30
#define WORD_SLACK     12

/* In bytes: words that are so close are in one snippet. */
#define SPAN 120

/* Places that are looked at; a text that is full of the word need not be read to its end. */
#define MOST_MATCHES 200

#define ELLIPSIS "…"

/* A place where the term of this number is. */
typedef struct
{
  gsize start;
  gsize end;
  guint term;
} Match;

/* A word of the text that was just read. */
typedef struct
{
  char  word[PONDER_LONGEST_WORD + 1];
  gsize length;
  gsize start;
} Past;

/* One pass over a text; @past is a ring of as many words as the longest term has. */
typedef struct
{
  PonderSearchQuery *query;
  Past              *past;
  guint              n_past;
  gsize              n_words;
  GArray            *matches;
} Finder;

static gboolean
is_word (const Past *past,
         const char *word,
         gboolean    prefix)
{
  gsize length = strlen (word);

  return (prefix ? past->length >= length : past->length == length) &&
         memcmp (past->word, word, length) == 0;
}

/* Whether @term ends with the word read last. */
static gboolean
ends_here (Finder                 *self,
           const PonderSearchTerm *term)
{
  guint n_words = term->words->len;

  if (self->n_words < n_words)
    return FALSE;

  for (guint i = 0; i < n_words; i++)
    {
      guint nth = n_words - 1 - i;
      Past *past = &self->past[(self->n_words - 1 - i) % self->n_past];

      if (!is_word (past, g_ptr_array_index (term->words, nth), term->prefix && i == 0))
        return FALSE;
    }
  return TRUE;
}

static int
word_cb (gpointer    user_data,
         const char *word,
         gsize       length,
         gsize       start,
         gsize       end)
{
  Finder *self = user_data;
  Past *past = &self->past[self->n_words % self->n_past];

  memcpy (past->word, word, length);
  past->word[length] = '\0';
  past->length = length;
  past->start = start;
  self->n_words++;

  for (guint i = 0; i < self->query->terms->len; i++)
    {
      const PonderSearchTerm *term = g_ptr_array_index (self->query->terms, i);

      if (ends_here (self, term))
        {
          gsize first = (self->n_words - term->words->len) % self->n_past;
          Match match = { self->past[first].start, end, i };

          g_array_append_val (self->matches, match);
        }
    }
  return self->matches->len >= MOST_MATCHES;
}

static int
compare_matches (gconstpointer a,
                 gconstpointer b)
{
  const Match *one = a;
  const Match *other = b;

  if (one->start != other->start)
    return one->start < other->start ? -1 : 1;
  return one->end == other->end ? 0 : one->end < other->end ? -1 : 1;
}

/* In the order of their beginnings. */
static GArray *
find_matches (PonderSearchQuery *query,
              const char        *text,
              gsize              length)
{
  Finder finder = { .query = query, .n_past = 1 };

  finder.matches = g_array_new (FALSE, FALSE, sizeof (Match));
  for (guint i = 0; i < query->terms->len; i++)
    {
      const PonderSearchTerm *term = g_ptr_array_index (query->terms, i);

      finder.n_past = MAX (finder.n_past, term->words->len);
    }
  finder.past = g_new (Past, finder.n_past);
  if (query->terms->len > 0)
    ponder_words_scan (text, length, word_cb, &finder);
  g_free (finder.past);
  g_array_sort (finder.matches, compare_matches);
  return finder.matches;
}

/* How many different terms are close behind match @first, it included. */
static guint
count_terms (GArray *matches,
             guint   first)
{
  gsize end = g_array_index (matches, Match, first).start + SPAN;
  guint32 seen = 0;
  guint n_terms = 0;

  for (guint i = first; i < matches->len; i++)
    {
      const Match *match = &g_array_index (matches, Match, i);

      if (match->start > end)
        break;
      if ((seen & (1u << match->term)) == 0)
        n_terms++;
      seen |= 1u << match->term;
    }
  return n_terms;
}

static guint
choose (GArray *matches)
{
  guint best = 0;
  guint most = 0;

  for (guint i = 0; i < matches->len; i++)
    {
      guint n_terms = count_terms (matches, i);

      if (n_terms > most)
        {
          most = n_terms;
          best = i;
        }
    }
  return best;
}

static gboolean
is_blank (gunichar c)
{
  return g_unichar_isspace (c) || g_unichar_iscntrl (c);
}

/* A little before @place; not within a word if its beginning is near. */
static const char *
go_back (const char *text,
         const char *place)
{
  guint n_slack = 0;

  for (guint i = 0; i < CONTEXT && place > text; i++)
    place = g_utf8_prev_char (place);
  while (place > text && n_slack < WORD_SLACK &&
         g_unichar_isalnum (g_utf8_get_char (place)) &&
         g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (place))))
    {
      place = g_utf8_prev_char (place);
      n_slack++;
    }
  return place;
}

/* The matches as ranges of the text; those that overlap are one. */
static GArray *
merge (GArray *matches)
{
  GArray *ranges = g_array_new (FALSE, FALSE, sizeof (PonderTextRange));

  for (guint i = 0; i < matches->len; i++)
    {
      const Match *match = &g_array_index (matches, Match, i);
      PonderTextRange range = { (guint) match->start, (guint) match->end };
      PonderTextRange *last = ranges->len > 0 ? &g_array_index (ranges, PonderTextRange, ranges->len - 1) : NULL;

      if (last != NULL && range.start < last->end)
        last->end = MAX (last->end, range.end);
      else
        g_array_append_val (ranges, range);
    }
  return ranges;
}

/* A line that is written, each blank as one space, and which ranges of the text are where in it. */
typedef struct
{
  GString *string;
  GArray  *marks;
  GArray  *ranges;
  guint    next;                /* the first range that has not ended */
  guint    marked;              /* the last one that is marked, counted from 1 */
} Line;

/* The line has the character from @place of the text, from @start on. */
static void
mark_char (Line  *self,
           guint  place,
           guint  start)
{
  PonderTextRange mark = { start, (guint) self->string->len };

  while (self->next < self->ranges->len &&
         g_array_index (self->ranges, PonderTextRange, self->next).end <= place)
    self->next++;
  if (self->next >= self->ranges->len ||
      g_array_index (self->ranges, PonderTextRange, self->next).start > place)
    return;

  if (self->marked == self->next + 1)
    g_array_index (self->marks, PonderTextRange, self->marks->len - 1).end = mark.end;
  else
    g_array_append_val (self->marks, mark);
  self->marked = self->next + 1;
}

/* Where the line ends. */
static const char *
write_line (Line       *line,
            const char *text,
            const char *place)
{
  gboolean blank = TRUE;
  guint n_chars = 0;

  for (; *place != '\0' && n_chars < SNIPPET_LENGTH; place = g_utf8_next_char (place))
    {
      gunichar c = g_utf8_get_char (place);
      guint start = (guint) line->string->len;

      if (is_blank (c) && blank)
        continue;

      blank = is_blank (c);
      g_string_append_unichar (line->string, blank ? ' ' : c);
      mark_char (line, (guint) (place - text), start);
      n_chars++;
    }
  return place;
}

static PonderSnippet *
make (const char *text,
      const char *place,
      GArray     *matches)
{
  g_autoptr(GString) string = g_string_new (place > text ? ELLIPSIS : NULL);
  g_autoptr(GArray) ranges = merge (matches);
  PonderSnippet *self = g_new0 (PonderSnippet, 1);
  Line line = { .string = string, .ranges = ranges };

  self->marks = g_array_new (FALSE, FALSE, sizeof (PonderTextRange));
  line.marks = self->marks;
  place = write_line (&line, text, place);
  if (*place != '\0')
    g_string_append (string, ELLIPSIS);
  else if (g_str_has_suffix (string->str, " "))
    g_string_truncate (string, string->len - 1);
  self->text = g_strdup (string->str);
  return self;
}

PonderSnippet *
ponder_snippet_find (PonderSearchQuery *query,
                     const char        *text)
{
  g_autoptr(GArray) matches = NULL;
  const Match *best;

  g_return_val_if_fail (query != NULL, NULL);
  g_return_val_if_fail (text != NULL, NULL);

  matches = find_matches (query, text, strlen (text));
  if (matches->len == 0)
    return NULL;

  best = &g_array_index (matches, Match, choose (matches));
  return make (text, go_back (text, text + best->start), matches);
}

PonderSnippet *
ponder_snippet_begin (PonderSearchQuery *query,
                      const char        *text)
{
  g_autoptr(GArray) matches = NULL;

  g_return_val_if_fail (query != NULL, NULL);
  g_return_val_if_fail (text != NULL, NULL);

  matches = find_matches (query, text, MIN (strlen (text), SNIPPET_LENGTH * 6));
  return make (text, text, matches);
}

PonderSnippet *
ponder_snippet_new_empty (void)
{
  PonderSnippet *self = g_new0 (PonderSnippet, 1);

  self->text = g_strdup ("");
  self->marks = g_array_new (FALSE, FALSE, sizeof (PonderTextRange));
  return self;
}

void
ponder_snippet_free (PonderSnippet *self)
{
  g_free (self->text);
  g_array_unref (self->marks);
  g_free (self);
}
