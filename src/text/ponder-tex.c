/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A formula as TeX writes it, as a tree: the part of TeX's mathematics that answers use. */

#include "config.h"

#include "ponder-tex.h"

#include <string.h>

#include "ponder-limits.h"
#include "ponder-tex-private.h"

PonderTex *
ponder_tex_new (PonderTexReader *reader,
                PonderTexKind    kind)
{
  PonderTex *self = g_new0 (PonderTex, 1);

  self->kind = kind;
  self->style = PONDER_TEX_SAME_STYLE;
  self->face = reader->face;
  self->start = reader->at - reader->start;
  if (++reader->n_nodes > PONDER_TEX_NODE_LIMIT)
    ponder_tex_reader_fail (reader);
  return self;
}

void
ponder_tex_free (PonderTex *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->children, g_ptr_array_unref);
  g_free (self->text);
  g_free (self->columns);
  g_free (self->rules);
  g_free (self);
}

void
ponder_tex_take (PonderTex *self,
                 PonderTex *child)
{
  if (self->children == NULL)
    self->children = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_tex_free);
  g_ptr_array_add (self->children, child);
}

PonderTex *
ponder_tex_get (const PonderTex *self,
                guint            index)
{
  if (self->children == NULL || index >= self->children->len)
    return NULL;
  return g_ptr_array_index (self->children, index);
}

PonderTex *
ponder_tex_parse (const char *source,
                  gssize      length)
{
  gsize size = length < 0 ? strlen (source) : (gsize) length;
  PonderTexReader reader = { source, source, source + size, PONDER_TEX_ITALIC, 0, 0, FALSE };
  g_autoptr(PonderTex) tree = NULL;

  if (size > PONDER_TEX_LIMIT || !g_utf8_validate_len (source, size, NULL))
    return NULL;

  tree = ponder_tex_reader_read_row (&reader, '\0');
  if (!reader.failed && reader.at < reader.end)
    tree = ponder_tex_reader_read_lines (&reader, g_steal_pointer (&tree));
  if (reader.failed || reader.at < reader.end || tree->children == NULL)
    return NULL;
  return g_steal_pointer (&tree);
}

const char *
ponder_tex_strip (const char *source,
                  gsize       length,
                  gsize      *stripped_length,
                  gboolean   *display)
{
  static const struct
  {
    const char *opening;
    const char *closing;
    gboolean    display;
  } pairs[] = { { "$$", "$$", TRUE }, { "\\[", "\\]", TRUE }, { "\\(", "\\)", FALSE }, { "$", "$", FALSE } };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      gsize n = strlen (pairs[i].opening);

      if (length < 2 * n || strncmp (source, pairs[i].opening, n) != 0
          || strncmp (source + length - n, pairs[i].closing, n) != 0)
        continue;
      *stripped_length = length - 2 * n;
      *display = pairs[i].display;
      return source + n;
    }
  *stripped_length = length;
  *display = FALSE;
  return source;
}
