/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Says something to whoever listens with a screen reader. */

#include "config.h"

#include "ponder-announcer.h"

/* What is said is no description for long: whoever comes by the widget later would have it read out. */
#define SAID_MS 500

/* Before GTK 4.14 there is no call for it, and a label with the role of an alert tells nobody anything: what is added
 * to a window is not even known on the bus until somebody asks for it. What Orca does read out, one after the other
 * and without a word about what it is, is a new description of the widget that has the keyboard. */
struct _PonderAnnouncer
{
  GtkWidget    *widget;
  GDBusProxy   *status;         /* (nullable): of the bus of assistive technologies, once it is known */
  GCancellable *cancellable;
  GtkWidget    *described;      /* (nullable) weak: the widget whose description is what was said last */
  guint         source;         /* until that is forgotten */
  gboolean      listened;       /* in a test */
};

static void
status_found_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  GDBusProxy *status = g_dbus_proxy_new_for_bus_finish (result, &error);

  /* Gone, or without a bus: nobody listens. */
  if (status == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_debug ("Nobody knows of assistive technologies: %s", error->message);
      return;
    }
  ((PonderAnnouncer *) user_data)->status = status;
}

PonderAnnouncer *
ponder_announcer_new (GtkWidget *widget)
{
  PonderAnnouncer *self = g_new0 (PonderAnnouncer, 1);

  self->widget = widget;
  self->cancellable = g_cancellable_new ();
  g_dbus_proxy_new_for_bus (G_BUS_TYPE_SESSION, G_DBUS_PROXY_FLAGS_DO_NOT_AUTO_START, NULL, "org.a11y.Bus",
                            "/org/a11y/bus", "org.a11y.Status", self->cancellable, status_found_cb, self);
  return self;
}

static void
forget_described (PonderAnnouncer *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  if (self->described != NULL)
    gtk_accessible_reset_property (GTK_ACCESSIBLE (self->described), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
  g_clear_weak_pointer (&self->described);
}

void
ponder_announcer_free (PonderAnnouncer *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->status);
  forget_described (self);
  g_free (self);
}

static gboolean
is_set (PonderAnnouncer *self,
        const char      *name)
{
  g_autoptr(GVariant) value = self->status != NULL ? g_dbus_proxy_get_cached_property (self->status, name) : NULL;

  return value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN) && g_variant_get_boolean (value);
}

gboolean
ponder_announcer_is_heard (PonderAnnouncer *self)
{
  GtkRoot *root = gtk_widget_get_root (self->widget);

  if (!self->listened && !is_set (self, "IsEnabled") && !is_set (self, "ScreenReaderEnabled"))
    return FALSE;
  return root != NULL && GTK_IS_WINDOW (root) && (self->listened || gtk_window_is_active (GTK_WINDOW (root)))
         && gtk_widget_get_mapped (self->widget);
}

void
ponder_announcer_set_listened (PonderAnnouncer *self,
                               gboolean         listened)
{
  self->listened = listened;
}

#if GTK_CHECK_VERSION (4, 14, 0)
G_GNUC_BEGIN_IGNORE_DEPRECATIONS
void
ponder_announcer_say (PonderAnnouncer *self,
                      const char      *words)
{
  gtk_accessible_announce (GTK_ACCESSIBLE (self->widget), words, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}
G_GNUC_END_IGNORE_DEPRECATIONS
#else
/* The text of an entry is not what is known on the bus. */
static GtkWidget *
find_focus (PonderAnnouncer *self)
{
  GtkRoot *root = gtk_widget_get_root (self->widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && GTK_IS_TEXT (focus) ? gtk_widget_get_parent (focus) : focus;
}

static gboolean
said_cb (gpointer user_data)
{
  PonderAnnouncer *self = user_data;

  self->source = 0;
  forget_described (self);
  return G_SOURCE_REMOVE;
}

void
ponder_announcer_say (PonderAnnouncer *self,
                      const char      *words)
{
  GtkWidget *focus = find_focus (self);

  /* The same words again are to be heard again, too. */
  forget_described (self);
  if (focus == NULL)
    return;
  g_set_weak_pointer (&self->described, focus);
  gtk_accessible_update_property (GTK_ACCESSIBLE (focus), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
  self->source = g_timeout_add (SAID_MS, said_cb, self);
}
#endif
