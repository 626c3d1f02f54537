/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One row of the sidebar: a heading or a chat. All have one height. */

#include "config.h"

#include "ponder-sidebar-row.h"

#include "ponder-session.h"

#include <glib/gi18n.h>

/* Recycled by the list view of the sidebar, so that it exists some two hundred times at most. */
struct _PonderSidebarRow
{
  GtkWidget      parent_instance;

  GtkWidget     *heading_box;
  GtkLabel      *heading;
  GtkWidget     *chat;
  GtkLabel      *title;
  GtkLabel      *time;
  GtkLabel      *preview;
  GtkWidget     *pin;
  GtkWidget     *unseen;
  GtkSpinner    *spinner;

  PonderSession *session;
  GSignalGroup  *session_signals;
};

enum
{
  CLICKED,
  MENU_REQUESTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PonderSidebarRow, ponder_sidebar_row, GTK_TYPE_WIDGET)

/* The time of day, else the day of the week, else the date. (transfer full) */
static char *
format_time (gint64 microseconds)
{
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (microseconds / G_USEC_PER_SEC);
  g_autoptr(GDateTime) time = g_date_time_to_local (utc);
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  GTimeSpan age = g_date_time_difference (now, time);

  if (g_date_time_get_year (now) == g_date_time_get_year (time)
      && g_date_time_get_day_of_year (now) == g_date_time_get_day_of_year (time))
    return g_date_time_format (time, "%H:%M");
  if (age >= 0 && age < 6 * G_TIME_SPAN_DAY)
    return g_date_time_format (time, "%a");
  if (g_date_time_get_year (now) == g_date_time_get_year (time))
    /* Translators: a day of this year, see g_date_time_format(). */
    return g_date_time_format (time, _("%-d %b"));

  return g_date_time_format (time, "%x");
}

/* The list item is what a screen reader stops at; it cannot know the words of its child before GTK 4.12. */
static void
update_accessible_label (PonderSidebarRow *self,
                         const char       *title,
                         const char       *time)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autofree char *label = g_strdup_printf ("%s, %s%s%s", title, time,
                                            ponder_session_get_busy (self->session) ? ", " : "",
                                            ponder_session_get_busy (self->session) ? _("being answered") : "");

  if (parent != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
update (PonderSidebarRow *self)
{
  const char *stored = ponder_session_get_title (self->session);
  const char *title = stored[0] != '\0' ? stored : _("New chat");
  g_autofree char *time = format_time (ponder_session_get_updated (self->session));
  gboolean busy = ponder_session_get_busy (self->session);
  gboolean unseen = ponder_session_get_unseen (self->session) && !busy;

  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->preview, ponder_session_get_preview (self->session));
  gtk_label_set_label (self->time, time);
  gtk_widget_set_visible (self->pin, ponder_session_get_pinned (self->session));
  gtk_widget_set_visible (self->unseen, unseen);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_spinner_set_spinning (self->spinner, busy);
  if (unseen)
    gtk_widget_add_css_class (GTK_WIDGET (self), "unseen");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "unseen");
  update_accessible_label (self, title, time);
}

static void
released_cb (PonderSidebarRow *self,
             int               n_press,
             double            x,
             double            y)
{
  if (self->session != NULL && gtk_widget_contains (GTK_WIDGET (self), x, y))
    g_signal_emit (self, signals[CLICKED], 0);
}

static void
menu_pressed_cb (PonderSidebarRow *self,
                 int               n_press,
                 double            x,
                 double            y)
{
  if (self->session != NULL)
    g_signal_emit (self, signals[MENU_REQUESTED], 0, x, y);
}

static void
long_pressed_cb (PonderSidebarRow *self,
                 double            x,
                 double            y)
{
  menu_pressed_cb (self, 1, x, y);
}

static void
ponder_sidebar_row_dispose (GObject *object)
{
  PonderSidebarRow *self = PONDER_SIDEBAR_ROW (object);

  g_clear_object (&self->session_signals);
  g_clear_object (&self->session);
  g_clear_pointer (&self->heading_box, gtk_widget_unparent);
  g_clear_pointer (&self->chat, gtk_widget_unparent);

  G_OBJECT_CLASS (ponder_sidebar_row_parent_class)->dispose (object);
}

static void
ponder_sidebar_row_class_init (PonderSidebarRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ponder_sidebar_row_dispose;

  signals[CLICKED] = g_signal_new ("clicked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  signals[MENU_REQUESTED] = g_signal_new ("menu-requested", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 2, G_TYPE_DOUBLE, G_TYPE_DOUBLE);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "sidebarrow");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ponderchat/Ponder/sidebar/ponder-sidebar-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PonderSidebarRow, heading_box);
  gtk_widget_class_bind_template_child (widget_class, PonderSidebarRow, heading);
  gtk_widget_class_bind_template_child (widget_class, PonderSidebarRow, chat);
  gtk_widget_class_bind_template_child (widget_class, PonderSidebarRow, title);
  gtk_widget_class_bind_template_child (widget_class, PonderSidebarRow, time);
  gtk_widget_class_bind_template_child (widget_class, PonderSidebarRow, preview);
  gtk_widget_class_bind_template_child (widget_class, PonderSidebarRow, pin);
  gtk_widget_class_bind_template_child (widget_class, PonderSidebarRow, unseen);
  gtk_widget_class_bind_template_child (widget_class, PonderSidebarRow, spinner);
  gtk_widget_class_bind_template_callback (widget_class, released_cb);
  gtk_widget_class_bind_template_callback (widget_class, menu_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, long_pressed_cb);
}

static void
ponder_sidebar_row_init (PonderSidebarRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->session_signals = g_signal_group_new (PONDER_TYPE_SESSION);
  g_signal_group_connect_swapped (self->session_signals, "notify", G_CALLBACK (update), self);
}

GtkWidget *
ponder_sidebar_row_new (void)
{
  return g_object_new (PONDER_TYPE_SIDEBAR_ROW, NULL);
}

void
ponder_sidebar_row_set_item (PonderSidebarRow *self,
                             gpointer          item)
{
  gboolean is_session = item != NULL && PONDER_IS_SESSION (item);
  PonderSession *session = is_session ? item : NULL;

  g_return_if_fail (PONDER_IS_SIDEBAR_ROW (self));

  g_set_object (&self->session, session);
  g_signal_group_set_target (self->session_signals, session);
  gtk_widget_set_visible (self->chat, is_session);
  gtk_widget_set_visible (self->heading_box, item != NULL && !is_session);
  if (is_session)
    update (self);
  else if (item != NULL)
    gtk_label_set_label (self->heading, gtk_string_object_get_string (item));
  else
    gtk_spinner_stop (self->spinner);
}

PonderSession *
ponder_sidebar_row_get_session (PonderSidebarRow *self)
{
  g_return_val_if_fail (PONDER_IS_SIDEBAR_ROW (self), NULL);

  return self->session;
}
