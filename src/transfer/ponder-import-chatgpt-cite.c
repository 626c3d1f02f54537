/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pages that an answer of ChatGPT refers to. */

#include "config.h"

#include "ponder-import-chatgpt-private.h"

#include <string.h>

/* What stands around the marks of references that nothing in the file explains. */
#define MARK_START 0xe200
#define MARK_END   0xe201
#define MARK_LIMIT 500

/* Characters of a text and what replaces them. */
typedef struct
{
  gint64  start;
  gint64  end;
  char   *link;
} Reference;

static void
reference_clear (gpointer data)
{
  g_free (((Reference *) data)->link);
}

static int
compare_cb (gconstpointer a,
            gconstpointer b)
{
  const Reference *first = a;
  const Reference *second = b;

  return first->start < second->start ? -1 : first->start > second->start;
}

static void
add (GArray     *references,
     JsonObject *source,
     const char *start,
     const char *end,
     char       *link)
{
  Reference reference = { .link = link };

  if (ponder_json_get_int (source, start, &reference.start) && ponder_json_get_int (source, end, &reference.end)
      && reference.start >= 0 && reference.start < reference.end)
    g_array_append_val (references, reference);
  else
    g_free (link);
}

static char *
dup_link (JsonObject *page)
{
  g_autoptr(GString) link = g_string_new (NULL);

  ponder_import_add_link (link, ponder_json_get_string (page, "title"), ponder_json_get_string (page, "url"));
  return g_string_free (g_steal_pointer (&link), FALSE);
}

/* The older form: a page for each mark. */
static void
add_citations (GArray    *references,
               JsonArray *citations)
{
  for (guint i = 0; citations != NULL && i < json_array_get_length (citations); i++)
    {
      JsonObject *citation = ponder_json_array_object (citations, i);
      g_autofree char *link = dup_link (ponder_json_get_object (citation, "metadata"));

      if (*link != '\0')
        add (references, citation, "start_ix", "end_ix", g_strconcat (" ", link, NULL));
    }
}

/* The newer form: the words that stood there, or the pages. */
static void
add_content_references (GArray    *references,
                        JsonArray *list)
{
  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonObject *source = ponder_json_array_object (list, i);
      JsonArray *items = ponder_json_get_array (source, "items");
      const char *alt = ponder_json_get_string (source, "alt");
      g_autoptr(GString) links = g_string_new (alt);

      for (guint j = 0; links->len == 0 && items != NULL && j < json_array_get_length (items); j++)
        {
          g_autofree char *link = dup_link (ponder_json_array_object (items, j));

          if (*link != '\0')
            g_string_append_printf (links, " %s", link);
        }
      if (links->len > 0)
        add (references, source, "start_idx", "end_idx", g_strdup (links->str));
    }
}

/* Behind the mark that begins at @at, or @at when it is none. */
static const char *
skip_mark (const char *at)
{
  const char *end = at;

  if (g_utf8_get_char (at) != MARK_START)
    return at;
  for (guint i = 0; *end != '\0' && i < MARK_LIMIT; i++)
    {
      gunichar character = g_utf8_get_char (end);

      end = g_utf8_next_char (end);
      if (character == MARK_END)
        return end;
    }
  return at;
}

static char *
replace (const char *text,
         GArray     *references)
{
  GString *cited = g_string_new (NULL);
  gint64 position = 0;
  guint next = 0;

  for (const char *at = text; *at != '\0';)
    {
      const Reference *reference = next < references->len ? &g_array_index (references, Reference, next) : NULL;

      if (reference != NULL && position >= reference->start)
        {
          next++;
          if (position > reference->start)
            continue;
          g_string_append (cited, reference->link);
          for (; position < reference->end && *at != '\0'; position++)
            at = g_utf8_next_char (at);
        }
      else
        {
          const char *end = skip_mark (at);

          if (end == at)
            {
              end = g_utf8_next_char (at);
              g_string_append_len (cited, at, end - at);
            }
          position += g_utf8_pointer_to_offset (at, end);
          at = end;
        }
    }
  return g_string_free (cited, FALSE);
}

char *
ponder_import_chatgpt_dup_cited (const char *text,
                                 JsonObject *metadata)
{
  g_autoptr(GArray) references = g_array_new (FALSE, FALSE, sizeof (Reference));

  g_array_set_clear_func (references, reference_clear);
  add_content_references (references, ponder_json_get_array (metadata, "content_references"));
  if (references->len == 0)
    add_citations (references, ponder_json_get_array (metadata, "citations"));
  if (references->len == 0 && strstr (text, "\xee\x88\x80") == NULL)
    return g_strdup (text);

  g_array_sort (references, compare_cb);
  return replace (text, references);
}
