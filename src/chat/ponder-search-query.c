/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person typed to find something, understood. */

#include "config.h"

#include "ponder-search-query.h"

#include <string.h>

#include "ponder-enum-private.h"
#include "ponder-words.h"

/* More than anybody types. What a pasted text has beyond it only would have narrowed the search. */
#define MOST_TERMS 32
#define MOST_WORDS 64

/* What begins with one or two letters is everywhere: all of it would have to be gathered. */
#define SHORTEST_PREFIX 3

/* The number in “7d” and the years of a date. */
#define MOST_DIGITS 4

typedef gboolean (*FilterFunc) (PonderSearchQuery *self,
                                const char        *value,
                                GDateTime         *now);

typedef struct
{
  const char *name;
  FilterFunc  func;
} Filter;

/* One thing between spaces, or quotes. */
typedef struct
{
  gboolean  excluded;
  gboolean  quoted;
  char     *name;               /* what stands before a colon, or NULL */
  char     *value;
  char     *whole;              /* both */
} Item;

static void
item_clear (Item *item)
{
  g_free (item->name);
  g_free (item->value);
  g_free (item->whole);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Item, item_clear)

G_DEFINE_ENUM_TYPE (PonderSearchOrder, ponder_search_order,
                    G_DEFINE_ENUM_VALUE (PONDER_SEARCH_NEWEST, "newest"),
                    G_DEFINE_ENUM_VALUE (PONDER_SEARCH_BEST, "best"))

static void
term_free (gpointer data)
{
  PonderSearchTerm *term = data;

  g_ptr_array_unref (term->words);
  g_free (term);
}

static int
add_word_cb (gpointer    user_data,
             const char *word,
             gsize       length,
             gsize       start,
             gsize       end)
{
  GPtrArray *words = user_data;

  g_ptr_array_add (words, g_strndup (word, length));
  return words->len >= MOST_WORDS;
}

/* Quotes as keyboards for Chinese have them, too. */
static gboolean
is_quote (gunichar c)
{
  return c == '"' || c == 0x201c || c == 0x201d || c == 0xff02;
}

static gboolean
is_colon (gunichar c)
{
  return c == ':' || c == 0xff1a;
}

static gboolean
is_minus (gunichar c)
{
  return c == '-' || c == 0xff0d || c == 0x2212;
}

/* A day, or the first one of a month or a year. */
static GDateTime *
parse_date (const char *value,
            GDateTime  *now)
{
  int numbers[3] = { 0, 1, 1 };
  g_auto(GStrv) pieces = g_strsplit (value, "-", 4);
  guint n_pieces = g_strv_length (pieces);

  if (n_pieces < 1 || n_pieces > 3 || strlen (pieces[0]) != MOST_DIGITS)
    return NULL;

  for (guint i = 0; i < n_pieces; i++)
    {
      guint64 number;

      if (!g_ascii_string_to_unsigned (pieces[i], 10, 1, 9999, &number, NULL))
        return NULL;
      numbers[i] = (int) number;
    }
  return g_date_time_new (g_date_time_get_timezone (now), numbers[0], numbers[1], numbers[2], 0, 0, 0);
}

/* So many days, weeks, months or years ago. */
static GDateTime *
parse_age (const char *value,
           GDateTime  *now)
{
  gsize n_digits = strspn (value, "0123456789");
  int number;

  if (n_digits == 0 || n_digits > MOST_DIGITS || value[n_digits] == '\0' || value[n_digits + 1] != '\0')
    return NULL;

  number = (int) g_ascii_strtoull (value, NULL, 10);
  switch (value[n_digits])
    {
    case 'd':
      return g_date_time_add_days (now, -number);
    case 'w':
      return g_date_time_add_weeks (now, -number);
    case 'm':
      return g_date_time_add_months (now, -number);
    case 'y':
      return g_date_time_add_years (now, -number);
    default:
      return NULL;
    }
}

static gboolean
parse_time (const char *value,
            GDateTime  *now,
            gint64     *time)
{
  g_autoptr(GDateTime) then = parse_age (value, now);

  if (then == NULL && !(then = parse_date (value, now)))
    return FALSE;

  *time = g_date_time_to_unix (then) * G_USEC_PER_SEC;
  return TRUE;
}

static gboolean
filter_after (PonderSearchQuery *self,
              const char        *value,
              GDateTime         *now)
{
  return parse_time (value, now, &self->after);
}

static gboolean
filter_before (PonderSearchQuery *self,
               const char        *value,
               GDateTime         *now)
{
  return parse_time (value, now, &self->before);
}

static gboolean
filter_in (PonderSearchQuery *self,
           const char        *value,
           GDateTime         *now)
{
  if (g_ascii_strcasecmp (value, "title") == 0)
    self->place = PONDER_SEARCH_TITLE;
  else if (g_ascii_strcasecmp (value, "reasoning") == 0)
    self->place = PONDER_SEARCH_REASONING;
  else
    return FALSE;
  return TRUE;
}

static gboolean
filter_is (PonderSearchQuery *self,
           const char        *value,
           GDateTime         *now)
{
  if (g_ascii_strcasecmp (value, "pinned") == 0)
    self->pinned = TRUE;
  else if (g_ascii_strcasecmp (value, "archived") == 0)
    self->archived = TRUE;
  else
    return FALSE;
  return TRUE;
}

static gboolean
filter_model (PonderSearchQuery *self,
              const char        *value,
              GDateTime         *now)
{
  g_free (self->model);
  self->model = g_utf8_strdown (value, -1);
  return TRUE;
}

static gboolean
filter_role (PonderSearchQuery *self,
             const char        *value,
             GDateTime         *now)
{
  g_autofree char *name = g_ascii_strdown (value, -1);
  PonderRole role;

  if (!ponder_role_from_string (name, &role))
    return FALSE;

  g_free (self->role);
  self->role = g_steal_pointer (&name);
  return TRUE;
}

static gboolean
filter_tag (PonderSearchQuery *self,
            const char        *value,
            GDateTime         *now)
{
  if (self->tags->len < MOST_TERMS)
    g_ptr_array_add (self->tags, g_strdup (value));
  return TRUE;
}

static const Filter filters[] = {
  { "after", filter_after }, { "before", filter_before }, { "in", filter_in },
  { "is", filter_is },       { "model", filter_model },   { "role", filter_role },
  { "tag", filter_tag },
};

/* TRUE when @item is a filter, be it one that is not typed to its end. */
static gboolean
apply_filter (PonderSearchQuery *self,
              const Item        *item,
              GDateTime         *now)
{
  if (item->excluded || item->name == NULL)
    return FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (filters); i++)
    if (g_ascii_strcasecmp (filters[i].name, item->name) == 0)
      return *item->value == '\0' || filters[i].func (self, item->value, now);

  return FALSE;
}

static void
add_term (PonderSearchQuery *self,
          const Item        *item,
          gboolean           last)
{
  GPtrArray *terms = item->excluded ? self->excluded : self->terms;
  g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  const char *word;
  PonderSearchTerm *term;

  ponder_words_scan (item->whole, strlen (item->whole), add_word_cb, words);
  if (words->len == 0 || terms->len >= MOST_TERMS)
    return;

  word = g_ptr_array_index (words, words->len - 1);
  term = g_new0 (PonderSearchTerm, 1);
  term->prefix = last && !item->quoted && !item->excluded && words->len < MOST_WORDS &&
                 !ponder_word_is_single (word) && g_utf8_strlen (word, -1) >= SHORTEST_PREFIX;
  term->words = g_steal_pointer (&words);
  g_ptr_array_add (terms, term);
}

/* A quoted value ends at the next quote, else at the next space. */
static const char *
read_value (const char  *text,
            gboolean    *quoted,
            char       **value)
{
  const char *start;
  const char *end;

  *quoted = is_quote (g_utf8_get_char (text));
  start = *quoted ? g_utf8_next_char (text) : text;
  for (end = start; *end != '\0'; end = g_utf8_next_char (end))
    if (*quoted ? is_quote (g_utf8_get_char (end)) : g_unichar_isspace (g_utf8_get_char (end)))
      break;

  *value = g_strndup (start, (gsize) (end - start));
  return *quoted && *end != '\0' ? g_utf8_next_char (end) : end;
}

/* The letters before a colon, or NULL; *@text moves past the colon. */
static char *
read_name (const char **text)
{
  const char *end = *text;
  char *name;

  while (g_ascii_isalpha (*end))
    end++;
  if (end == *text || !is_colon (g_utf8_get_char (end)))
    return NULL;

  name = g_strndup (*text, (gsize) (end - *text));
  *text = g_utf8_next_char (end);
  return name;
}

/* Where the next one may begin. */
static const char *
read_item (const char *text,
           Item       *item)
{
  const char *start;

  item->excluded = is_minus (g_utf8_get_char (text));
  start = item->excluded ? g_utf8_next_char (text) : text;
  text = start;
  item->name = read_name (&text);
  text = read_value (text, &item->quoted, &item->value);
  item->whole = item->name != NULL ? g_strndup (start, (gsize) (text - start)) : g_strdup (item->value);
  return text;
}

static const char *
skip_spaces (const char *text)
{
  while (*text != '\0' && g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  return text;
}

PonderSearchQuery *
ponder_search_query_parse (const char *text,
                           GDateTime  *now)
{
  PonderSearchQuery *self = g_atomic_rc_box_new0 (PonderSearchQuery);
  g_autofree char *valid = NULL;
  const char *place;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (now != NULL, NULL);

  self->terms = g_ptr_array_new_with_free_func (term_free);
  self->excluded = g_ptr_array_new_with_free_func (term_free);
  self->tags = g_ptr_array_new_with_free_func (g_free);
  valid = g_utf8_make_valid (text, -1);
  place = skip_spaces (valid);
  while (*place != '\0')
    {
      g_auto(Item) item = { 0 };

      place = read_item (place, &item);
      if (!apply_filter (self, &item, now))
        add_term (self, &item, *place == '\0');
      place = skip_spaces (place);
    }
  return self;
}

PonderSearchQuery *
ponder_search_query_ref (PonderSearchQuery *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
query_clear (gpointer data)
{
  PonderSearchQuery *self = data;

  g_ptr_array_unref (self->terms);
  g_ptr_array_unref (self->excluded);
  g_ptr_array_unref (self->tags);
  g_free (self->model);
  g_free (self->role);
}

void
ponder_search_query_unref (PonderSearchQuery *self)
{
  g_atomic_rc_box_release_full (self, query_clear);
}

gboolean
ponder_search_query_is_empty (PonderSearchQuery *self)
{
  return self->terms->len == 0 && self->tags->len == 0 && !self->pinned && !self->archived &&
         self->model == NULL && self->role == NULL && self->after == 0 && self->before == 0;
}

gboolean
ponder_search_query_wants_titles (PonderSearchQuery *self)
{
  return self->place != PONDER_SEARCH_REASONING && self->model == NULL && self->role == NULL;
}

gboolean
ponder_search_query_wants_messages (PonderSearchQuery *self)
{
  return self->place != PONDER_SEARCH_TITLE &&
         (self->terms->len > 0 || self->model != NULL || self->role != NULL || self->after != 0 ||
          self->before != 0);
}

static void
append_term (GString                *match,
             const PonderSearchTerm *term)
{
  g_string_append_c (match, '"');
  for (guint i = 0; i < term->words->len; i++)
    g_string_append_printf (match, "%s%s", i > 0 ? " " : "",
                            (const char *) g_ptr_array_index (term->words, i));
  g_string_append (match, term->prefix ? "\" *" : "\"");
}

static char *
join (GPtrArray  *terms,
      const char *operator)
{
  g_autoptr(GString) match = g_string_new (NULL);

  if (terms->len == 0)
    return NULL;

  for (guint i = 0; i < terms->len; i++)
    {
      if (i > 0)
        g_string_append (match, operator);
      append_term (match, g_ptr_array_index (terms, i));
    }
  return g_strdup (match->str);
}

char *
ponder_search_query_dup_match (PonderSearchQuery *self)
{
  g_autofree char *wanted = join (self->terms, " AND ");
  g_autofree char *excluded = join (self->excluded, " OR ");
  const char *column = self->place == PONDER_SEARCH_REASONING ? "{reasoning} : " : "";

  if (wanted == NULL)
    return NULL;
  if (excluded == NULL)
    return g_strdup_printf ("%s(%s)", column, wanted);

  return g_strdup_printf ("(%s(%s)) NOT (%s)", column, wanted, excluded);
}

char *
ponder_search_query_dup_excluded (PonderSearchQuery *self)
{
  return join (self->excluded, " OR ");
}
