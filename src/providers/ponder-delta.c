/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one event of a stream said. */

#include "config.h"

#include "ponder-delta.h"

PonderDelta *
ponder_delta_new (PonderDeltaKind kind)
{
  PonderDelta *self = g_new0 (PonderDelta, 1);

  self->kind = kind;
  return self;
}

PonderDelta *
ponder_delta_new_text (PonderDeltaKind  kind,
                       const char      *text)
{
  PonderDelta *self = ponder_delta_new (kind);

  self->text = g_strdup (text);
  return self;
}

void
ponder_delta_free (PonderDelta *self)
{
  g_free (self->text);
  g_free (self->id);
  g_free (self->name);
  g_clear_pointer (&self->usage, ponder_usage_free);
  g_free (self);
}
