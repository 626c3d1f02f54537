/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What goes on in a chat right now: never stored. */

#include "config.h"

#include "ponder-session-private.h"

gboolean
ponder_session_get_busy (PonderSession *self)
{
  g_return_val_if_fail (PONDER_IS_SESSION (self), FALSE);

  return self->busy;
}

void
ponder_session_set_busy (PonderSession *self,
                         gboolean       busy)
{
  g_return_if_fail (PONDER_IS_SESSION (self));

  if (self->busy == !!busy)
    return;

  self->busy = !!busy;
  g_object_notify (G_OBJECT (self), "busy");
}

gboolean
ponder_session_get_retrying (PonderSession *self)
{
  g_return_val_if_fail (PONDER_IS_SESSION (self), FALSE);

  return self->retrying;
}

void
ponder_session_set_retrying (PonderSession *self,
                             gboolean       retrying)
{
  g_return_if_fail (PONDER_IS_SESSION (self));

  if (self->retrying == !!retrying)
    return;

  self->retrying = !!retrying;
  g_object_notify (G_OBJECT (self), "retrying");
}

gboolean
ponder_session_get_unseen (PonderSession *self)
{
  g_return_val_if_fail (PONDER_IS_SESSION (self), FALSE);

  return self->unseen;
}

void
ponder_session_set_unseen (PonderSession *self,
                           gboolean       unseen)
{
  g_return_if_fail (PONDER_IS_SESSION (self));

  if (self->unseen == !!unseen)
    return;

  self->unseen = !!unseen;
  g_object_notify (G_OBJECT (self), "unseen");
}
