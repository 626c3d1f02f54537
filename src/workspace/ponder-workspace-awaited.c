/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was still being read for a draft when its chat was left. */

#include "config.h"

#include "ponder-draft-part-private.h"
#include "ponder-workspace-private.h"

/* Owned by the list of the workspace. */
typedef struct
{
  PonderWorkspace *workspace;   /* borrowed */
  PonderSession   *session;
  PonderDraftPart *part;
} Awaited;

static void
awaited_free (gpointer data)
{
  Awaited *awaited = data;

  g_signal_handlers_disconnect_by_data (awaited->part, awaited);
  g_object_unref (awaited->session);
  g_object_unref (awaited->part);
  g_free (awaited);
}

/* One that failed stays: it is told when somebody looks at the draft. */
static void
part_changed_cb (Awaited *awaited)
{
  PonderWorkspace *self = awaited->workspace;
  PonderPart *part = ponder_draft_part_get_part (awaited->part);
  g_autoptr(GPtrArray) parts = NULL;

  if (part == NULL || !self->is_open)
    return;
  parts = ponder_workspace_dup_draft_parts (self, awaited->session);
  g_ptr_array_add (parts, ponder_part_copy (part));
  ponder_workspace_set_draft_parts (self, awaited->session, parts);
  g_ptr_array_remove (self->awaited, awaited);
}

void
ponder_workspace_await_draft_part (PonderWorkspace *self,
                                   PonderSession   *session,
                                   PonderDraftPart *part)
{
  Awaited *awaited;

  g_return_if_fail (PONDER_IS_WORKSPACE (self));
  g_return_if_fail (PONDER_IS_SESSION (session));
  g_return_if_fail (PONDER_IS_DRAFT_PART (part));

  if (self->awaited == NULL)
    self->awaited = g_ptr_array_new_with_free_func (awaited_free);
  awaited = g_new0 (Awaited, 1);
  awaited->workspace = self;
  awaited->session = g_object_ref (session);
  awaited->part = g_object_ref (part);
  g_ptr_array_add (self->awaited, awaited);
  g_signal_connect_swapped (part, "changed", G_CALLBACK (part_changed_cb), awaited);
  part_changed_cb (awaited);
}

GPtrArray *
ponder_workspace_take_awaited_parts (PonderWorkspace *self,
                                     PonderSession   *session)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), parts);
  g_return_val_if_fail (PONDER_IS_SESSION (session), parts);

  for (guint i = 0; self->awaited != NULL && i < self->awaited->len;)
    {
      Awaited *awaited = g_ptr_array_index (self->awaited, i);

      if (awaited->session != session)
        {
          i++;
          continue;
        }
      g_ptr_array_add (parts, g_object_ref (awaited->part));
      g_ptr_array_remove_index (self->awaited, i);
    }
  return parts;
}
