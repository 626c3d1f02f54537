/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the code is in a Markdown text. Only the parser itself knows: lists decide what is indented, and backticks pair
 * across lines. */

#include "config.h"

#include "ponder-markdown-code.h"
#include "ponder-markdown-private.h"

#include <md4c.h>

#define EVENTS_PER_CLOCK 32

/* Lives on the stack of ponder_markdown_find_code(). */
typedef struct
{
  const char *text;
  gsize length;
  gint64 deadline;
  guint n_events;
  GArray *ranges;
} Finder;

static int
is_late (Finder *self)
{
  return self->n_events++ % EVENTS_PER_CLOCK == 0 && ponder_markdown_get_clock () >= self->deadline;
}

static int
block_cb (G_GNUC_UNUSED MD_BLOCKTYPE  type,
          G_GNUC_UNUSED void         *detail,
          void                       *user_data)
{
  return is_late (user_data);
}

static int
span_cb (G_GNUC_UNUSED MD_SPANTYPE  type,
         G_GNUC_UNUSED void        *detail,
         void                      *user_data)
{
  return is_late (user_data);
}

static int
text_cb (MD_TEXTTYPE    type,
         const MD_CHAR *text,
         MD_SIZE        length,
         void          *user_data)
{
  Finder *self = user_data;
  guintptr place = (guintptr) text - (guintptr) self->text;
  PonderMarkdownRange range = { place, place + length };

  /* Line ends and indents are not of the text itself. */
  if (type == MD_TEXT_CODE && length > 0 && place < self->length)
    g_array_append_val (self->ranges, range);
  return is_late (self);
}

static const MD_PARSER parser = {
  .flags = PONDER_MARKDOWN_FLAGS,
  .enter_block = block_cb,
  .leave_block = block_cb,
  .enter_span = span_cb,
  .leave_span = span_cb,
  .text = text_cb,
};

GArray *
ponder_markdown_find_code (const char *text,
                           gsize       length,
                           gint64      deadline)
{
  g_autoptr(GArray) ranges = g_array_new (FALSE, FALSE, sizeof (PonderMarkdownRange));
  Finder finder = { text, length, deadline, 0, ranges };

  if (length > G_MAXINT32 || md_parse (text, length, &parser, &finder) != 0)
    return NULL;
  return g_steal_pointer (&ranges);
}
