/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the code is in a Markdown text. Only the parser itself knows: lists decide what is indented, and backticks pair
 * across lines. All that has no part in that is made letters first, which saves it most of the work. */

#include "config.h"

#include "ponder-markdown-code.h"
#include "ponder-markdown-private.h"

#include <md4c.h>
#include <string.h>

/* Reading the clock is a system call. */
#define EVENTS_PER_CLOCK 128

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
  .flags = MD_FLAG_NOHTML,
  .enter_block = block_cb,
  .leave_block = block_cb,
  .enter_span = span_cb,
  .leave_span = span_cb,
  .text = text_cb,
};

/* What the first characters of a line can be that tell what it belongs to. */
static gboolean
is_structure (char c)
{
  return c != '\0' && strchr (" \t>-+*#=~`0123456789.)_", c) != NULL;
}

static gboolean
is_kept (char c)
{
  return c == '`' || c == '\\' || c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* A copy with the same bytes where they matter, and letters elsewhere. (transfer full) */
static char *
reduce (const char *text,
        gsize       length)
{
  char *reduced = g_malloc (length + 1);
  gboolean is_start = TRUE;

  for (gsize i = 0; i < length; i++)
    {
      is_start = text[i] == '\n' || (is_start && is_structure (text[i]));
      reduced[i] = is_start || is_kept (text[i]) ? text[i] : 'x';
    }
  reduced[length] = '\0';
  return reduced;
}

GArray *
ponder_markdown_find_code (const char *text,
                           gsize       length,
                           gint64      deadline)
{
  g_autoptr(GArray) ranges = g_array_new (FALSE, FALSE, sizeof (PonderMarkdownRange));
  g_autofree char *reduced = reduce (text, length);
  Finder finder = { reduced, length, deadline, 0, ranges };

  if (length > G_MAXINT32 || md_parse (reduced, length, &parser, &finder) != 0)
    return NULL;
  return g_steal_pointer (&ranges);
}
