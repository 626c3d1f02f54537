/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where in a message something stands: in its text as it is read, whether it has a row or not. */

#include "config.h"

#include "ponder-find-places.h"

#include "ponder-inline-text.h"
#include "ponder-markdown.h"
#include "ponder-message-text.h"

#include <string.h>

/* What is being read. */
typedef struct
{
  PonderFinder   *finder;
  GArray         *places;       /* (nullable) */
  GArray         *found;
  PonderFindPlace at;           /* where the next text begins */
  guint           n_found;
} Reader;

/* Another piece of the block. */
static void
read_text (Reader     *self,
           const char *text)
{
  gsize length = strlen (text);

  g_array_set_size (self->found, 0);
  self->n_found += ponder_finder_find (self->finder, text, 0, length, self->places != NULL ? self->found : NULL);
  for (guint i = 0; i < self->found->len; i++)
    {
      PonderFindPlace place = self->at;

      place.start += g_array_index (self->found, PonderFound, i).start;
      g_array_append_val (self->places, place);
      self->at.nth++;
    }
  self->at.start += length + 1;
}

/* Of a picture its row shows more than its words. */
static void
read_inline (Reader             *self,
             const PonderInline *source)
{
  gboolean picture = FALSE;

  for (guint i = 0; i < source->spans->len; i++)
    picture = picture || (g_array_index (source->spans, PonderSpan, i).flags & PONDER_SPAN_IMAGE) != 0;
  if (picture)
    {
      g_autoptr(PonderInlineText) shown = ponder_inline_text_new (source);

      read_text (self, ponder_inline_text_get_raw (shown));
    }
  else
    {
      read_text (self, source->text);
    }
}

static void
read_block (Reader      *self,
            PonderBlock *block)
{
  switch (block->kind)
    {
    case PONDER_BLOCK_PARAGRAPH:
    case PONDER_BLOCK_HEADING:
      read_inline (self, block->text);
      break;
    case PONDER_BLOCK_CODE:
    case PONDER_BLOCK_MATH:
      read_text (self, block->code);
      break;
    case PONDER_BLOCK_TABLE:
      for (guint i = 0; i < block->cells->len; i++)
        read_inline (self, g_ptr_array_index (block->cells, i));
      break;
    case PONDER_BLOCK_RULE:
      break;
    }
}

static void
read_markdown (Reader     *self,
               const char *text,
               gboolean    reasoning)
{
  g_autoptr(GPtrArray) blocks = *text != '\0' ? ponder_markdown_parse (text, -1) : NULL;

  for (guint i = 0; blocks != NULL && i < blocks->len; i++)
    {
      self->at = (PonderFindPlace) { reasoning, i, 0, 0 };
      read_block (self, g_ptr_array_index (blocks, i));
    }
}

guint
ponder_find_places_list_in (PonderFinder *finder,
                            const char   *reasoning,
                            const char   *text,
                            gboolean      plain,
                            GArray       *places)
{
  g_autoptr(GArray) found = g_array_new (FALSE, FALSE, sizeof (PonderFound));
  Reader reader = { finder, places, found, { FALSE, 0, 0, 0 }, 0 };

  read_markdown (&reader, reasoning, TRUE);
  if (plain)
    {
      reader.at = (PonderFindPlace) { FALSE, 0, 0, 0 };
      read_text (&reader, text);
    }
  else
    {
      read_markdown (&reader, text, FALSE);
    }
  return reader.n_found;
}

guint
ponder_find_places_list (PonderFinder  *finder,
                         PonderMessage *message,
                         GArray        *places)
{
  return ponder_find_places_list_in (finder, ponder_message_get_reasoning (message), ponder_message_get_text (message),
                                     !ponder_message_text_is_markdown (message), places);
}

int
ponder_find_places_compare (const PonderFindPlace *a,
                            const PonderFindPlace *b)
{
  if (a->reasoning != b->reasoning)
    return a->reasoning ? -1 : 1;
  if (a->block != b->block)
    return a->block < b->block ? -1 : 1;
  return a->start != b->start ? (a->start < b->start ? -1 : 1) : 0;
}
