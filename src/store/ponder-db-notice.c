/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A worker whose notices become a signal of an object of another thread. */

#include "config.h"

#include "ponder-db-notice.h"

/* The object as the worker sees it; counted: a notice may be under way when both are gone. */
typedef struct
{
  GWeakRef      object;
  guint         signal;
  GMainContext *context;
} Notice;

static void
notice_clear (gpointer user_data)
{
  Notice *notice = user_data;

  g_weak_ref_clear (&notice->object);
  g_main_context_unref (notice->context);
}

static void
notice_release (gpointer user_data)
{
  g_atomic_rc_box_release_full (user_data, notice_clear);
}

static gboolean
changed_cb (gpointer user_data)
{
  Notice *notice = user_data;
  g_autoptr(GObject) object = g_weak_ref_get (&notice->object);

  if (object != NULL)
    g_signal_emit (object, notice->signal, 0);

  return G_SOURCE_REMOVE;
}

/* On the worker's thread. */
static void
changed_on_worker (gpointer user_data)
{
  Notice *notice = user_data;
  g_autoptr(GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, changed_cb, g_atomic_rc_box_acquire (notice), notice_release);
  g_source_set_static_name (source, "ponder-db-changed");
  g_source_attach (source, notice->context);
}

PonderDbWorker *
ponder_db_notice_start_worker (GObject *object,
                               guint    signal)
{
  Notice *notice = g_atomic_rc_box_new0 (Notice);

  g_weak_ref_init (&notice->object, object);
  notice->signal = signal;
  notice->context = g_main_context_ref_thread_default ();
  return ponder_db_worker_new (changed_on_worker, notice, notice_release);
}
