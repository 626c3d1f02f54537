/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is attached to messages, for those who show it: how large it is, a small picture, a copy to open. */

#include "config.h"

#include "ponder-shelf-private.h"

#include <errno.h>
#include <glib/gstdio.h>

#include "ponder-attachment-files.h"
#include "ponder-lru.h"
#include "ponder-media.h"
#include "ponder-media-type.h"
#include "ponder-picture.h"

/* Thumbnails of a few screens. */
#define MAX_LOOKS 500
#define MAX_BYTES (32 * 1024 * 1024)

/* Owned by the workspace; on the main thread. */
struct _PonderShelf
{
  GObject    parent_instance;

  char      *folder;
  PonderLru *looks;             /* "digest side" -> Look */
  GPtrArray *copies;            /* paths that are removed at the end */
};

G_DEFINE_FINAL_TYPE (PonderShelf, ponder_shelf, G_TYPE_OBJECT)

typedef struct
{
  gsize      size;
  GdkPixbuf *picture;           /* (nullable) */
} Look;

static void
look_free (gpointer data)
{
  Look *self = data;

  g_clear_object (&self->picture);
  g_free (self);
}

static Look *
look_copy (const Look *self)
{
  Look *copy = g_new (Look, 1);

  copy->size = self->size;
  copy->picture = self->picture != NULL ? g_object_ref (self->picture) : NULL;
  return copy;
}

/* What the threads work on. */
typedef struct
{
  char       *folder;
  char       *key;
  PonderPart *part;
  int         max_side;
} Work;

static void
work_free (gpointer data)
{
  Work *self = data;

  g_free (self->folder);
  g_free (self->key);
  ponder_part_free (self->part);
  g_free (self);
}

static Work *
work_new (PonderShelf      *self,
          const PonderPart *part,
          int               max_side)
{
  Work *work = g_new0 (Work, 1);

  work->folder = g_strdup (self->folder);
  work->part = ponder_part_copy (part);
  work->max_side = max_side;
  work->key = g_strdup_printf ("%s %d", part->digest, max_side);
  return work;
}

static void
remove_copies (GPtrArray *copies)
{
  for (guint i = 0; i < copies->len; i++)
    {
      const char *path = g_ptr_array_index (copies, i);
      g_autofree char *folder = g_path_get_dirname (path);

      if (g_unlink (path) < 0 || g_rmdir (folder) < 0)
        g_debug ("%s: %s", path, g_strerror (errno));
    }
}

static void
ponder_shelf_finalize (GObject *object)
{
  PonderShelf *self = PONDER_SHELF (object);

  remove_copies (self->copies);
  g_ptr_array_unref (self->copies);
  ponder_lru_free (self->looks);
  g_free (self->folder);

  G_OBJECT_CLASS (ponder_shelf_parent_class)->finalize (object);
}

static void
ponder_shelf_class_init (PonderShelfClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ponder_shelf_finalize;
}

static void
ponder_shelf_init (PonderShelf *self)
{
  self->looks = ponder_lru_new (MAX_LOOKS, MAX_BYTES, look_free);
  self->copies = g_ptr_array_new_with_free_func (g_free);
}

PonderShelf *
ponder_shelf_new (const char *folder)
{
  PonderShelf *self = g_object_new (PONDER_TYPE_SHELF, NULL);

  self->folder = g_strdup (folder);
  return self;
}

static GBytes *
load (Work          *work,
      GCancellable  *cancellable,
      GError       **error)
{
  if (work->part->data != NULL)
    return g_bytes_ref (work->part->data);
  return ponder_attachment_files_load (work->folder, work->part->digest != NULL ? work->part->digest : "", cancellable,
                                       error);
}

/* A picture that cannot be drawn here is there all the same. */
static void
look_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  Work *work = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = load (work, cancellable, &error);
  Look *look;

  if (bytes == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  look = g_new0 (Look, 1);
  look->size = g_bytes_get_size (bytes);
  if (work->part->kind == PONDER_PART_IMAGE)
    look->picture = ponder_picture_decode (bytes, work->max_side, cancellable, &error);
  if (error != NULL)
    g_debug ("%s: %s", work->part->name, error->message);
  g_task_return_pointer (task, look, look_free);
}

void
ponder_shelf_look_async (PonderShelf         *self,
                         const PonderPart    *part,
                         int                  max_side,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Work *work;
  Look *known;

  g_return_if_fail (PONDER_IS_SHELF (self));
  g_return_if_fail (part != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ponder_shelf_look_async);
  work = work_new (self, part, max_side);
  g_task_set_task_data (task, work, work_free);
  known = part->digest != NULL ? ponder_lru_lookup (self->looks, work->key, g_get_real_time (), NULL) : NULL;
  if (known != NULL)
    g_task_return_pointer (task, look_copy (known), look_free);
  else
    g_task_run_in_thread (task, look_thread);
}

gboolean
ponder_shelf_look_finish (PonderShelf   *self,
                          GAsyncResult  *result,
                          gsize         *size,
                          GdkPixbuf    **picture,
                          GError       **error)
{
  Work *work;
  Look *look;

  g_return_val_if_fail (PONDER_IS_SHELF (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  if (!(look = g_task_propagate_pointer (G_TASK (result), error)))
    return FALSE;
  *size = look->size;
  *picture = look->picture != NULL ? g_object_ref (look->picture) : NULL;
  work = g_task_get_task_data (G_TASK (result));
  if (work->part->digest == NULL)
    look_free (look);
  else
    ponder_lru_insert (self->looks, work->key, look,
                       sizeof *look + (look->picture != NULL ? gdk_pixbuf_get_byte_length (look->picture) : 0),
                       g_get_real_time (), G_MAXINT64);
  return TRUE;
}

/* The program that opens it goes by the end of its name. */
static char *
dup_copy_name (const PonderPart *part)
{
  const char *suffix = ponder_media_type_get_suffix (part->media_type);
  g_autofree char *name = ponder_media_dup_name (part->name);

  return g_str_has_suffix (name, suffix) ? g_steal_pointer (&name) : g_strconcat (name, suffix, NULL);
}

static gboolean
write_copy (const char  *path,
            GBytes      *bytes,
            GError     **error)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  return g_file_set_contents_full (path, data, (gssize) length, G_FILE_SET_CONTENTS_NONE, 0400, error);
}

static void
copy_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  Work *work = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = load (work, cancellable, &error);
  g_autofree char *folder = bytes != NULL ? g_dir_make_tmp ("ponder-XXXXXX", &error) : NULL;
  g_autofree char *name = dup_copy_name (work->part);
  g_autofree char *path = folder != NULL ? g_build_filename (folder, name, NULL) : NULL;

  if (path == NULL || !write_copy (path, bytes, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, g_steal_pointer (&path), g_free);
}

void
ponder_shelf_copy_async (PonderShelf         *self,
                         const PonderPart    *part,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (PONDER_IS_SHELF (self));
  g_return_if_fail (part != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ponder_shelf_copy_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, work_new (self, part, 0), work_free);
  g_task_run_in_thread (task, copy_thread);
}

GFile *
ponder_shelf_copy_finish (PonderShelf   *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  char *path;

  g_return_val_if_fail (PONDER_IS_SHELF (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  if (!(path = g_task_propagate_pointer (G_TASK (result), error)))
    return NULL;
  g_ptr_array_add (self->copies, path);
  return g_file_new_for_path (path);
}
