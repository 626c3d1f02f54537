/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One thing that goes along with the next question: read, checked and kept while a person goes on typing. */

#include "config.h"

#include "ponder-draft-part-private.h"

#include <glib/gi18n.h>

#include "ponder-attachment-files.h"
#include "ponder-error.h"
#include "ponder-media.h"
#include "ponder-media-type.h"

/* Held by the list of its chat's draft. The work is a task of its own, which outlives it when it is let go of. */
struct _PonderDraftPart
{
  GObject               parent_instance;

  GCancellable         *cancellable;
  char                 *name;
  GError               *error;          /* (nullable) */
  PonderPart           *part;           /* (nullable): it is not read yet */
  PonderPart           *kept;           /* (nullable): what a draft or a message named */
  PonderDraftPartState  state;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PonderDraftPart, ponder_draft_part, G_TYPE_OBJECT)

/* What the thread works on: one of file, bytes and part. */
typedef struct
{
  char       *folder;
  char       *name;
  GFile      *file;
  GBytes     *bytes;
  PonderPart *part;
} Work;

static void
work_free (gpointer data)
{
  Work *self = data;

  g_free (self->folder);
  g_free (self->name);
  g_clear_object (&self->file);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->part, ponder_part_free);
  g_free (self);
}

static gboolean
refuse (GError     **error,
        const char  *format,
        const char  *name)
{
  g_autofree char *shown = ponder_media_dup_name (name);
  g_autoptr(GString) words = g_string_new (format);

  g_string_replace (words, "{name}", shown, 0);
  g_set_error_literal (error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST, words->str);
  return FALSE;
}

/* A folder has no bytes, and a device may have no end. What has no path would be fetched from somewhere: nothing is,
 * unless a person put it within reach. */
static gboolean
check_file (GFile         *file,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autoptr(GFileInfo) info = NULL;

  if (g_file_peek_path (file) == NULL)
    return refuse (error, _("“{name}” is not on this computer."), name);
  info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE,
                            G_FILE_QUERY_INFO_NONE, cancellable, error);
  if (info == NULL)
    return FALSE;
  if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
    return refuse (error, _("“{name}” is a folder."), name);
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    return refuse (error, _("“{name}” is no file."), name);
  if (g_file_info_get_size (info) > PONDER_MEDIA_MAX_BYTES)
    return refuse (error, _("“{name}” is larger than 64 MB."), name);
  return TRUE;
}

/* What the system says of a file does not always name it. */
static void
name_file (Work    *work,
           GError **error)
{
  g_autofree char *shown = ponder_media_dup_name (work->name);

  if (*error != NULL && (*error)->domain == G_IO_ERROR
      && !g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_prefix_error (error, "“%s”: ", shown);
}

static GBytes *
read_bytes (Work          *work,
            GCancellable  *cancellable,
            GError       **error)
{
  GBytes *bytes = NULL;

  if (work->bytes != NULL)
    return g_bytes_ref (work->bytes);
  if (work->part != NULL)
    bytes = ponder_attachment_files_load (work->folder, work->part->digest, cancellable, error);
  else if (check_file (work->file, cancellable, error))
    bytes = g_file_load_bytes (work->file, cancellable, NULL, error);
  if (bytes == NULL)
    name_file (work, error);
  return bytes;
}

/* The message that names the bytes comes later: they are on the disk by then. */
static gboolean
keep (Work          *work,
      PonderPart    *part,
      GCancellable  *cancellable,
      GError       **error)
{
  if (work->folder == NULL)
    part->digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, part->data);
  else
    {
      part->digest = ponder_attachment_files_save (work->folder, part->data, cancellable, error);
      g_clear_pointer (&part->data, g_bytes_unref);
    }
  return part->digest != NULL;
}

static void
work_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  Work *work = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = read_bytes (work, cancellable, &error);
  g_autoptr(PonderPart) part = NULL;

  if (bytes != NULL)
    part = ponder_media_read (work->name, bytes, cancellable, &error);
  if (part == NULL || !keep (work, part, cancellable, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, g_steal_pointer (&part), (GDestroyNotify) ponder_part_free);
}

/* The source of the task is nobody: the part may be gone by now. */
static void
worked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autofree GWeakRef *weak_ref = user_data;
  g_autoptr(PonderDraftPart) self = g_weak_ref_get (weak_ref);
  g_autoptr(GError) error = NULL;
  g_autoptr(PonderPart) part = g_task_propagate_pointer (G_TASK (result), &error);

  g_weak_ref_clear (weak_ref);
  if (self == NULL)
    return;
  self->state = part != NULL ? PONDER_DRAFT_PART_READY : PONDER_DRAFT_PART_FAILED;
  self->error = g_steal_pointer (&error);
  self->part = g_steal_pointer (&part);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
ponder_draft_part_dispose (GObject *object)
{
  PonderDraftPart *self = PONDER_DRAFT_PART (object);

  g_cancellable_cancel (self->cancellable);

  G_OBJECT_CLASS (ponder_draft_part_parent_class)->dispose (object);
}

static void
ponder_draft_part_finalize (GObject *object)
{
  PonderDraftPart *self = PONDER_DRAFT_PART (object);

  g_object_unref (self->cancellable);
  g_clear_pointer (&self->part, ponder_part_free);
  g_clear_pointer (&self->kept, ponder_part_free);
  g_free (self->name);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (ponder_draft_part_parent_class)->finalize (object);
}

static void
ponder_draft_part_class_init (PonderDraftPartClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ponder_draft_part_dispose;
  object_class->finalize = ponder_draft_part_finalize;

  signals[CHANGED] = g_signal_new ("changed", PONDER_TYPE_DRAFT_PART, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
ponder_draft_part_init (PonderDraftPart *self)
{
  self->cancellable = g_cancellable_new ();
}

/* Takes @work. */
static PonderDraftPart *
start (Work *work)
{
  PonderDraftPart *self = g_object_new (PONDER_TYPE_DRAFT_PART, NULL);
  GWeakRef *weak_ref = g_new (GWeakRef, 1);
  g_autoptr(GTask) task = NULL;

  self->name = ponder_media_dup_name (work->name);
  g_weak_ref_init (weak_ref, self);
  task = g_task_new (NULL, self->cancellable, worked_cb, weak_ref);
  g_task_set_source_tag (task, start);
  g_task_set_task_data (task, work, work_free);
  g_task_run_in_thread (task, work_thread);
  return self;
}

PonderDraftPart *
ponder_draft_part_new_for_file (const char *folder,
                                GFile      *file)
{
  Work *work = g_new0 (Work, 1);
  g_autofree char *basename = g_file_get_basename (file);

  work->folder = g_strdup (folder);
  work->file = g_object_ref (file);
  work->name = g_filename_display_name (basename != NULL ? basename : "");
  return start (work);
}

PonderDraftPart *
ponder_draft_part_new_for_bytes (const char *folder,
                                 const char *name,
                                 GBytes     *bytes)
{
  Work *work = g_new0 (Work, 1);

  work->folder = g_strdup (folder);
  work->name = g_strdup (name);
  work->bytes = g_bytes_ref (bytes);
  return start (work);
}

PonderDraftPart *
ponder_draft_part_new_for_stored (const char       *folder,
                                  const PonderPart *part)
{
  Work *work = g_new0 (Work, 1);
  PonderDraftPart *self;

  work->folder = g_strdup (folder);
  work->name = g_strdup (part->name);
  work->part = ponder_part_copy (part);
  self = start (work);
  self->kept = ponder_part_copy (part);
  return self;
}

PonderDraftPartState
ponder_draft_part_get_state (PonderDraftPart *self)
{
  g_return_val_if_fail (PONDER_IS_DRAFT_PART (self), PONDER_DRAFT_PART_FAILED);

  return self->state;
}

const char *
ponder_draft_part_get_name (PonderDraftPart *self)
{
  g_return_val_if_fail (PONDER_IS_DRAFT_PART (self), NULL);

  return self->name;
}

const GError *
ponder_draft_part_get_error (PonderDraftPart *self)
{
  g_return_val_if_fail (PONDER_IS_DRAFT_PART (self), NULL);

  return self->error;
}

PonderPart *
ponder_draft_part_get_part (PonderDraftPart *self)
{
  g_return_val_if_fail (PONDER_IS_DRAFT_PART (self), NULL);

  return self->part;
}

PonderPart *
ponder_draft_part_get_kept (PonderDraftPart *self)
{
  g_return_val_if_fail (PONDER_IS_DRAFT_PART (self), NULL);

  return self->part != NULL ? self->part : self->kept;
}

gboolean
ponder_draft_part_is_scan (PonderDraftPart *self)
{
  g_return_val_if_fail (PONDER_IS_DRAFT_PART (self), FALSE);

  return self->part != NULL && g_strcmp0 (self->part->media_type, PONDER_MEDIA_PDF) == 0 && self->part->text->len == 0;
}
