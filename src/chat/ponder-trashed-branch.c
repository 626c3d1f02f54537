/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A branch of a chat that lies in the trash. */

#include "config.h"

#include "ponder-trashed-branch.h"

/* Made on the worker's thread and shown on another. */
struct _PonderTrashedBranch
{
  GObject  parent_instance;

  char    *session_id;
  char    *title;
  char    *preview;
  gint64   time;
  guint    n_messages;
};

G_DEFINE_FINAL_TYPE (PonderTrashedBranch, ponder_trashed_branch, G_TYPE_OBJECT)

static void
ponder_trashed_branch_finalize (GObject *object)
{
  PonderTrashedBranch *self = PONDER_TRASHED_BRANCH (object);

  g_free (self->session_id);
  g_free (self->title);
  g_free (self->preview);

  G_OBJECT_CLASS (ponder_trashed_branch_parent_class)->finalize (object);
}

static void
ponder_trashed_branch_class_init (PonderTrashedBranchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ponder_trashed_branch_finalize;
}

static void
ponder_trashed_branch_init (PonderTrashedBranch *self)
{
}

PonderTrashedBranch *
ponder_trashed_branch_new (const char *session_id,
                           const char *title,
                           const char *preview,
                           gint64      time,
                           guint       n_messages)
{
  PonderTrashedBranch *self;

  g_return_val_if_fail (session_id != NULL, NULL);
  g_return_val_if_fail (title != NULL, NULL);
  g_return_val_if_fail (preview != NULL, NULL);

  self = g_object_new (PONDER_TYPE_TRASHED_BRANCH, NULL);
  self->session_id = g_strdup (session_id);
  self->title = g_strdup (title);
  self->preview = g_strdup (preview);
  self->time = time;
  self->n_messages = n_messages;
  return self;
}

const char *
ponder_trashed_branch_get_session_id (PonderTrashedBranch *self)
{
  g_return_val_if_fail (PONDER_IS_TRASHED_BRANCH (self), NULL);

  return self->session_id;
}

const char *
ponder_trashed_branch_get_title (PonderTrashedBranch *self)
{
  g_return_val_if_fail (PONDER_IS_TRASHED_BRANCH (self), NULL);

  return self->title;
}

const char *
ponder_trashed_branch_get_preview (PonderTrashedBranch *self)
{
  g_return_val_if_fail (PONDER_IS_TRASHED_BRANCH (self), NULL);

  return self->preview;
}

gint64
ponder_trashed_branch_get_time (PonderTrashedBranch *self)
{
  g_return_val_if_fail (PONDER_IS_TRASHED_BRANCH (self), 0);

  return self->time;
}

guint
ponder_trashed_branch_get_n_messages (PonderTrashedBranch *self)
{
  g_return_val_if_fail (PONDER_IS_TRASHED_BRANCH (self), 0);

  return self->n_messages;
}
