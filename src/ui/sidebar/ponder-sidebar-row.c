/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One row of the sidebar: a heading or a chat. All have one height. */

#include "config.h"

#include "ponder-sidebar-row.h"

#include "ponder-session.h"
#include "ponder-short-time.h"

#include <glib/gi18n.h>

/* Recycled by the list view of the sidebar, which makes some two hundred of them before it shows one: a row
 * has few widgets, and its marks are made when they are needed. */
struct _PonderSidebarRow
{
  GtkWidget      parent_instance;

  GtkLabel      *heading;
  GtkGrid       *chat;
  GtkLabel      *title;
  GtkLabel      *time;
  GtkLabel      *preview;
  GtkWidget     *pin;           /* (nullable), as the three below */
  GtkWidget     *unseen;
  GtkWidget     *spinner;
  GtkWidget     *retrying;
  GtkWidget     *check;         /* (nullable): several are being chosen */

  PonderSession *session;
  GSignalGroup  *session_signals;
  guint          choosing : 1;
  guint          chosen : 1;
};

G_DEFINE_FINAL_TYPE (PonderSidebarRow, ponder_sidebar_row, GTK_TYPE_WIDGET)

static const char *
get_state (PonderSession *session)
{
  if (ponder_session_get_retrying (session))
    return _("waiting to try again");
  if (ponder_session_get_busy (session))
    return _("being answered");
  return ponder_session_get_unseen (session) ? _("new answer") : "";
}

/* What the row shows, in one line. (transfer full) */
static char *
dup_words (PonderSidebarRow *self,
           const char       *title,
           const char       *time)
{
  g_autofree char *tags = g_strjoinv (", ", (char **) ponder_session_get_tags (self->session));
  const char *words[] = {
    title, time, get_state (self->session), ponder_session_get_pinned (self->session) ? _("pinned") : "", tags,
    self->chosen ? _("selected") : "",
  };
  g_autoptr(GString) line = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (*words[i] != '\0')
      g_string_append_printf (line, "%s%s", line->len > 0 ? ", " : "", words[i]);
  return g_string_free (g_steal_pointer (&line), FALSE);
}

/* The list item is what a screen reader stops at; it cannot know the words of its child before GTK 4.12. */
static void
update_accessible_label (PonderSidebarRow *self,
                         const char       *title,
                         const char       *time)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autofree char *label = dup_words (self, title, time);

  if (parent != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

/* The same of a heading. */
static void
name_heading (PonderSidebarRow *self,
              const char       *title)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));

  if (parent != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

static GtkWidget *
create_check (void)
{
  /* The whole row is what is clicked. */
  return g_object_new (GTK_TYPE_CHECK_BUTTON, "can-target", FALSE, "focusable", FALSE, "valign", GTK_ALIGN_CENTER,
                       "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
}

static GtkWidget *
create_pin (void)
{
  GtkWidget *pin = gtk_image_new_from_icon_name ("view-pin-symbolic");

  gtk_widget_set_tooltip_text (pin, _("Pinned"));
  gtk_widget_add_css_class (pin, "dim-label");
  gtk_widget_add_css_class (pin, "ponder-row-pin");
  return pin;
}

static GtkWidget *
create_dot (void)
{
  GtkWidget *dot = g_object_new (GTK_TYPE_BOX, "halign", GTK_ALIGN_END, "valign", GTK_ALIGN_CENTER, NULL);

  gtk_widget_set_tooltip_text (dot, _("New answer"));
  gtk_widget_add_css_class (dot, "ponder-dot");
  return dot;
}

static GtkWidget *
create_spinner (void)
{
  return g_object_new (GTK_TYPE_SPINNER, "halign", GTK_ALIGN_END, "spinning", TRUE, NULL);
}

static GtkWidget *
create_retrying (void)
{
  GtkWidget *mark = gtk_image_new_from_icon_name ("view-refresh-symbolic");

  gtk_widget_set_halign (mark, GTK_ALIGN_END);
  gtk_widget_set_tooltip_text (mark, _("Waiting to try again"));
  gtk_widget_add_css_class (mark, "ponder-row-retrying");
  return mark;
}

/* A mark that is not wanted does not exist: a hidden spinner would still spin. */
static void
show_mark (PonderSidebarRow  *self,
           GtkWidget        **mark,
           GtkWidget       *(*create) (void),
           int                column,
           int                row,
           gboolean           wanted)
{
  if (wanted == (*mark != NULL))
    return;

  if (wanted)
    {
      *mark = create ();
      gtk_grid_attach (self->chat, *mark, column, row, 1, 1);
    }
  else
    {
      gtk_grid_remove (self->chat, *mark);
      *mark = NULL;
    }
}

/* The preview gives way to a mark, else it takes the whole line. */
static void
set_preview_span (PonderSidebarRow *self,
                  int               n_columns)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self->chat));
  GtkLayoutChild *child = gtk_layout_manager_get_layout_child (layout, GTK_WIDGET (self->preview));

  gtk_grid_layout_child_set_column_span (GTK_GRID_LAYOUT_CHILD (child), n_columns);
}

static void
update_marks (PonderSidebarRow *self)
{
  gboolean busy = self->session != NULL && ponder_session_get_busy (self->session);
  gboolean retrying = busy && ponder_session_get_retrying (self->session);
  gboolean unseen = self->session != NULL && ponder_session_get_unseen (self->session) && !busy;

  show_mark (self, &self->pin, create_pin, 1, 0,
             self->session != NULL && ponder_session_get_pinned (self->session));
  show_mark (self, &self->spinner, create_spinner, 2, 1, busy && !retrying);
  show_mark (self, &self->retrying, create_retrying, 2, 1, retrying);
  show_mark (self, &self->unseen, create_dot, 2, 1, unseen);
  set_preview_span (self, busy || unseen ? 2 : 3);
  if (unseen)
    gtk_widget_add_css_class (GTK_WIDGET (self), "unseen");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "unseen");
}

/* The tags, then what was said last. */
static void
update_preview (PonderSidebarRow *self)
{
  g_autofree char *tags = g_strjoinv (", ", (char **) ponder_session_get_tags (self->session));
  const char *preview = ponder_session_get_preview (self->session);
  g_autoptr(PangoAttrList) attributes = pango_attr_list_new ();
  PangoAttribute *weight = pango_attr_weight_new (PANGO_WEIGHT_BOLD);
  g_autofree char *text = NULL;

  weight->end_index = (guint) strlen (tags);
  pango_attr_list_insert (attributes, weight);
  text = g_strconcat (tags, *tags != '\0' && *preview != '\0' ? " · " : "", preview, NULL);
  gtk_label_set_label (self->preview, text);
  gtk_label_set_attributes (self->preview, *tags != '\0' ? attributes : NULL);
}

static void
update_check (PonderSidebarRow *self)
{
  gboolean wanted = self->choosing && self->session != NULL;

  if (!wanted && self->check != NULL)
    {
      gtk_grid_remove (self->chat, self->check);
      self->check = NULL;
    }
  else if (wanted && self->check == NULL)
    {
      self->check = create_check ();
      gtk_grid_attach (self->chat, self->check, -1, 0, 1, 2);
    }
  if (self->check != NULL)
    gtk_check_button_set_active (GTK_CHECK_BUTTON (self->check), self->chosen);
}

static void
update (PonderSidebarRow *self)
{
  const char *stored = ponder_session_get_title (self->session);
  const char *title = stored[0] != '\0' ? stored : _("New chat");
  g_autofree char *time = ponder_short_time_format (ponder_session_get_updated (self->session));

  gtk_label_set_label (self->title, title);
  update_preview (self);
  gtk_label_set_label (self->time, time);
  update_marks (self);
  update_accessible_label (self, title, time);
}

static void
ponder_sidebar_row_dispose (GObject *object)
{
  PonderSidebarRow *self = PONDER_SIDEBAR_ROW (object);
  GtkWidget *child;

  g_clear_object (&self->session_signals);
  g_clear_object (&self->session);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))))
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (ponder_sidebar_row_parent_class)->dispose (object);
}

static void
ponder_sidebar_row_class_init (PonderSidebarRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ponder_sidebar_row_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "sidebarrow");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ponderchat/Ponder/sidebar/ponder-sidebar-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PonderSidebarRow, heading);
  gtk_widget_class_bind_template_child (widget_class, PonderSidebarRow, chat);
  gtk_widget_class_bind_template_child (widget_class, PonderSidebarRow, title);
  gtk_widget_class_bind_template_child (widget_class, PonderSidebarRow, time);
  gtk_widget_class_bind_template_child (widget_class, PonderSidebarRow, preview);
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
  update_check (self);
  gtk_widget_set_visible (GTK_WIDGET (self->chat), is_session);
  gtk_widget_set_visible (GTK_WIDGET (self->heading), item != NULL && !is_session);
  if (is_session)
    {
      update (self);
      return;
    }

  update_marks (self);
  if (item == NULL)
    return;
  gtk_label_set_label (self->heading, gtk_string_object_get_string (item));
  name_heading (self, gtk_string_object_get_string (item));
}

void
ponder_sidebar_row_refresh (PonderSidebarRow *self)
{
  g_return_if_fail (PONDER_IS_SIDEBAR_ROW (self));

  if (self->session != NULL)
    update (self);
}

PonderSession *
ponder_sidebar_row_get_session (PonderSidebarRow *self)
{
  g_return_val_if_fail (PONDER_IS_SIDEBAR_ROW (self), NULL);

  return self->session;
}

void
ponder_sidebar_row_set_chosen (PonderSidebarRow *self,
                               gboolean          choosing,
                               gboolean          chosen)
{
  g_return_if_fail (PONDER_IS_SIDEBAR_ROW (self));

  if (self->choosing == !!choosing && self->chosen == !!chosen)
    return;

  self->choosing = !!choosing;
  self->chosen = !!chosen;
  update_check (self);
  if (self->session != NULL)
    update (self);
}
