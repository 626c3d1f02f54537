/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person did to one chat or to many at once, and the way back. */

#include "config.h"

#include "ponder-session-edit.h"

/* What an edit may change. */
typedef enum
{
  EDITED_PIN = 1 << 0,
  EDITED_ARCHIVE = 1 << 1,
  EDITED_TAGS = 1 << 2,
  EDITED_TRASH = 1 << 3,
} Edited;

struct _PonderSessionEdit
{
  PonderWorkspace *workspace;
  GPtrArray       *sessions;
  GPtrArray       *before;      /* snapshots, in the same order */
  Edited           edited;
};

PonderSessionEdit *
ponder_session_edit_new (PonderWorkspace *workspace,
                         GPtrArray       *sessions)
{
  PonderSessionEdit *self;

  g_return_val_if_fail (PONDER_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (sessions != NULL, NULL);

  self = g_new0 (PonderSessionEdit, 1);
  self->workspace = g_object_ref (workspace);
  self->sessions = g_ptr_array_new_with_free_func (g_object_unref);
  self->before = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < sessions->len; i++)
    {
      PonderSession *session = g_ptr_array_index (sessions, i);

      g_ptr_array_add (self->sessions, g_object_ref (session));
      g_ptr_array_add (self->before, ponder_session_snapshot (session));
    }
  return self;
}

void
ponder_session_edit_free (PonderSessionEdit *self)
{
  g_ptr_array_unref (self->before);
  g_ptr_array_unref (self->sessions);
  g_object_unref (self->workspace);
  g_free (self);
}

GPtrArray *
ponder_session_edit_get_sessions (PonderSessionEdit *self)
{
  return self->sessions;
}

void
ponder_session_edit_pin (PonderSessionEdit *self,
                         gboolean           pinned)
{
  self->edited |= EDITED_PIN;
  for (guint i = 0; i < self->sessions->len; i++)
    {
      PonderSession *session = g_ptr_array_index (self->sessions, i);

      ponder_session_set_pinned (session, pinned);
      ponder_workspace_save_session (self->workspace, session);
    }
}

void
ponder_session_edit_archive (PonderSessionEdit *self,
                             gboolean           archived)
{
  self->edited |= EDITED_ARCHIVE;
  for (guint i = 0; i < self->sessions->len; i++)
    {
      PonderSession *session = g_ptr_array_index (self->sessions, i);

      ponder_session_set_archived (session, archived);
      ponder_workspace_save_session (self->workspace, session);
    }
}

void
ponder_session_edit_tag (PonderSessionEdit *self,
                         const char        *tag,
                         gboolean           wanted)
{
  g_return_if_fail (tag != NULL);

  self->edited |= EDITED_TAGS;
  for (guint i = 0; i < self->sessions->len; i++)
    {
      PonderSession *session = g_ptr_array_index (self->sessions, i);

      ponder_session_set_tag (session, tag, wanted);
      ponder_workspace_save_session (self->workspace, session);
    }
}

void
ponder_session_edit_trash (PonderSessionEdit *self)
{
  self->edited |= EDITED_TRASH;
  for (guint i = 0; i < self->sessions->len; i++)
    ponder_workspace_trash_session (self->workspace, g_ptr_array_index (self->sessions, i));
}

static void
take_back (PonderSessionEdit *self,
           PonderSession     *session,
           PonderSession     *before)
{
  if (self->edited & EDITED_PIN)
    ponder_session_set_pinned (session, ponder_session_get_pinned (before));
  if (self->edited & EDITED_ARCHIVE)
    ponder_session_set_archived (session, ponder_session_get_archived (before));
  if (self->edited & EDITED_TAGS)
    ponder_session_set_tags (session, ponder_session_get_tags (before));
  if (self->edited & EDITED_TRASH)
    ponder_session_set_trashed (session, ponder_session_get_trashed (before));
  ponder_workspace_save_session (self->workspace, session);
}

void
ponder_session_edit_undo (PonderSessionEdit *self)
{
  for (guint i = 0; i < self->sessions->len; i++)
    take_back (self, g_ptr_array_index (self->sessions, i), g_ptr_array_index (self->before, i));
}
