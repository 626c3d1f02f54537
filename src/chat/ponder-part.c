/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One piece of a message. */

#include "config.h"

#include "ponder-part.h"

#include "ponder-enum-private.h"

G_DEFINE_ENUM_TYPE (PonderPartKind, ponder_part_kind,
                    G_DEFINE_ENUM_VALUE (PONDER_PART_TEXT, "text"),
                    G_DEFINE_ENUM_VALUE (PONDER_PART_REASONING, "reasoning"),
                    G_DEFINE_ENUM_VALUE (PONDER_PART_IMAGE, "image"),
                    G_DEFINE_ENUM_VALUE (PONDER_PART_FILE, "file"),
                    G_DEFINE_ENUM_VALUE (PONDER_PART_TOOL_CALL, "tool_call"),
                    G_DEFINE_ENUM_VALUE (PONDER_PART_TOOL_RESULT, "tool_result"))

PonderPart *
ponder_part_new (PonderPartKind  kind,
                 const char     *text)
{
  PonderPart *self = g_new0 (PonderPart, 1);

  self->kind = kind;
  self->text = g_string_new (text);
  return self;
}

PonderPart *
ponder_part_copy (const PonderPart *self)
{
  PonderPart *copy = g_new0 (PonderPart, 1);

  copy->kind = self->kind;
  copy->text = g_string_new_len (self->text->str, self->text->len);
  copy->name = g_strdup (self->name);
  copy->call_id = g_strdup (self->call_id);
  copy->media_type = g_strdup (self->media_type);
  copy->digest = g_strdup (self->digest);
  copy->data = self->data != NULL ? g_bytes_ref (self->data) : NULL;
  return copy;
}

void
ponder_part_free (PonderPart *self)
{
  g_string_free (self->text, TRUE);
  g_free (self->name);
  g_free (self->call_id);
  g_free (self->media_type);
  g_free (self->digest);
  g_clear_pointer (&self->data, g_bytes_unref);
  g_free (self);
}

const char *
ponder_part_kind_to_string (PonderPartKind kind)
{
  return ponder_enum_to_name (PONDER_TYPE_PART_KIND, (int) kind);
}

gboolean
ponder_part_kind_from_string (const char     *name,
                              PonderPartKind *kind)
{
  int value;

  if (!ponder_enum_from_name (PONDER_TYPE_PART_KIND, name, &value))
    return FALSE;

  *kind = (PonderPartKind) value;
  return TRUE;
}
