/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file in which a program tells the others of its folder what it is doing. */

#include "config.h"

#include "ponder-activity-file-private.h"

#include "ponder-activity.h"
#include "ponder-id.h"
#include "ponder-owner.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define FOLDER "running"
#define SUFFIX ".json"

/* Parts of a file's name: its owner's boot, process and start, an id, and what it is. */
#define N_PARTS 5

/* Held by its board and by every write that is under way. The name says who owns the file, so that
 * what a crash leaves behind is recognised whatever is in it. */
struct _PonderActivityFile
{
  char     *folder;
  char     *path;               /* NULL: the system does not say who we are, so nothing is written */

  GMutex    mutex;              /* guards what follows; held for a moment only, and never for the disk */
  char     *text;               /* (nullable): what it is to hold */
  gboolean  closed;

  GMutex    disk;               /* guards the file */
  gboolean  there;
};

static void
file_clear (gpointer data)
{
  PonderActivityFile *self = data;

  g_mutex_clear (&self->mutex);
  g_mutex_clear (&self->disk);
  g_free (self->folder);
  g_free (self->path);
  g_free (self->text);
}

static void
file_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, file_clear);
}

/* Not flushed to the disk: no reader outlives a power cut. Gives 0 or an errno. */
static int
write_text (const char *path,
            const char *text)
{
  int fd = open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  gsize length = strlen (text);
  gssize written;
  int code = 0;

  if (fd < 0)
    return errno;

  written = write (fd, text, length);
  if (written != (gssize) length)
    code = written < 0 ? errno : ENOSPC;
  close (fd);
  return code;
}

/* A reader never sees half of it. Gives 0 or an errno. */
static int
replace (PonderActivityFile *self,
         const char         *text)
{
  g_autofree char *stem = g_strndup (self->path, strlen (self->path) - strlen (SUFFIX));
  g_autofree char *fresh = g_strconcat (stem, ".new", NULL);
  int code;

  if (g_mkdir (self->folder, 0700) != 0 && errno != EEXIST)
    return errno;

  code = write_text (fresh, text);
  if (code == 0 && g_rename (fresh, self->path) != 0)
    code = errno;
  if (code != 0)
    g_unlink (fresh);
  return code;
}

static void
remove_file (PonderActivityFile *self)
{
  if (self->there && g_unlink (self->path) != 0 && errno != ENOENT)
    g_warning ("%s could not be removed: %s", self->path, g_strerror (errno));
  self->there = FALSE;
}

/* What the file is to hold now; NULL: there is to be none. (transfer full) */
static char *
dup_text (PonderActivityFile *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->closed ? NULL : g_strdup (self->text);
}

/* The text is read when nobody else writes any more, so that the last one stays. */
static void
write_thread (GTask        *task,
              gpointer      source,
              gpointer      task_data,
              GCancellable *cancellable)
{
  PonderActivityFile *self = task_data;
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->disk);
  g_autofree char *text = dup_text (self);
  int code;

  if (text == NULL)
    {
      remove_file (self);
      return;
    }

  /* A full disk is told of by whoever saves the chat; here the question is only not seen by others. */
  if ((code = replace (self, text)) != 0)
    g_debug ("%s: %s", self->path, g_strerror (code));
  else
    self->there = TRUE;
}

static char *
dup_path (const char *folder)
{
  g_autofree char *owner = ponder_owner_dup_own ();
  g_autofree char *id = ponder_id_new ();
  g_autofree char *name = NULL;

  if (*owner == '\0')
    return NULL;

  name = g_strconcat (g_strdelimit (owner, " ", '.'), ".", id, SUFFIX, NULL);
  return g_build_filename (folder, name, NULL);
}

PonderActivityFile *
ponder_activity_file_new (const char *data_dir)
{
  PonderActivityFile *self = g_atomic_rc_box_new0 (PonderActivityFile);

  g_mutex_init (&self->mutex);
  g_mutex_init (&self->disk);
  self->folder = g_build_filename (data_dir, FOLDER, NULL);
  self->path = dup_path (self->folder);
  return self;
}

void
ponder_activity_file_close (PonderActivityFile *self)
{
  g_mutex_lock (&self->mutex);
  self->closed = TRUE;
  g_mutex_unlock (&self->mutex);

  g_mutex_lock (&self->disk);
  remove_file (self);
  g_mutex_unlock (&self->disk);
  file_unref (self);
}

void
ponder_activity_file_write (PonderActivityFile *self,
                            const char         *text)
{
  g_autoptr(GTask) task = NULL;

  if (self->path == NULL)
    return;

  g_mutex_lock (&self->mutex);
  g_free (self->text);
  self->text = g_strdup (text);
  g_mutex_unlock (&self->mutex);

  task = g_task_new (NULL, NULL, NULL, NULL);
  g_task_set_source_tag (task, ponder_activity_file_write);
  g_task_set_task_data (task, g_atomic_rc_box_acquire (self), file_unref);
  g_task_run_in_thread (task, write_thread);
}

/* --- reading --- */

/* (transfer full) (nullable): NULL for a file that is none of ours. */
static char *
dup_owner (const char *name)
{
  g_auto(GStrv) parts = g_strsplit (name, ".", N_PARTS);

  if (g_strv_length (parts) != N_PARTS)
    return NULL;
  return g_strjoin (" ", parts[0], parts[1], parts[2], NULL);
}

static void
read_one (GPtrArray  *activities,
          const char *path)
{
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;
  PonderActivity *activity;
  gsize length;

  /* It goes away whenever its program has nothing in flight any more. */
  if (!g_file_get_contents (path, &text, &length, &error) ||
      !(activity = ponder_activity_deserialize (text, (gssize) length, &error)))
    g_debug ("%s: %s", path, error->message);
  else
    g_ptr_array_add (activities, activity);
}

static void
read_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  const char *folder = task_data;
  g_autoptr(GPtrArray) activities = NULL;
  g_autoptr(GDir) dir = NULL;
  g_autoptr(GError) error = NULL;
  const char *name;

  activities = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_activity_free);
  dir = g_dir_open (folder, 0, &error);
  if (dir == NULL && !g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  while (dir != NULL && (name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *owner = dup_owner (name);

      if (owner != NULL && !ponder_owner_is_alive (owner))
        g_unlink (path);
      else if (owner != NULL && g_str_has_suffix (name, SUFFIX))
        read_one (activities, path);
    }
  g_task_return_pointer (task, g_steal_pointer (&activities), (GDestroyNotify) g_ptr_array_unref);
}

void
ponder_activity_file_read_all_async (const char          *data_dir,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, ponder_activity_file_read_all_async);
  g_task_set_task_data (task, g_build_filename (data_dir, FOLDER, NULL), g_free);
  g_task_run_in_thread (task, read_thread);
}

GPtrArray *
ponder_activity_file_read_all_finish (GAsyncResult  *result,
                                      GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
