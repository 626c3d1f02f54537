/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is in the trash, chats and parts of chats, each with the way back. */

#include "config.h"

#include "ponder-trash-page.h"

#include "ponder-session.h"
#include "ponder-trash-row.h"
#include "ponder-trashed-branch.h"
#include "ponder-workspace.h"

#include <adwaita.h>

/* A page of the sidebar. */
struct _PonderTrashPage
{
  GtkWidget        parent_instance;

  GtkWidget       *box;
  GtkWidget       *header;
  GtkStack        *stack;
  GtkListView     *view;

  PonderWorkspace *workspace;
  GListModel      *items;          /* sessions and branches, what was thrown away last first */
};

enum
{
  PROP_0,
  PROP_SHOW_END_TITLE_BUTTONS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum
{
  CLOSED,
  RESTORED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PonderTrashPage, ponder_trash_page, GTK_TYPE_WIDGET)

static void
update_stack (PonderTrashPage *self)
{
  gboolean empty = g_list_model_get_n_items (self->items) == 0;

  gtk_stack_set_visible_child_name (self->stack, empty ? "empty" : "chats");
}

static void
close_cb (PonderTrashPage *self)
{
  g_signal_emit (self, signals[CLOSED], 0);
}

static void
restore_cb (PonderTrashPage *self,
            PonderTrashRow  *row)
{
  g_autoptr(GObject) item = g_object_ref (ponder_trash_row_get_item (row));
  PonderSession *session;

  if (PONDER_IS_SESSION (item))
    {
      session = PONDER_SESSION (item);
      ponder_workspace_restore_session (self->workspace, session);
    }
  else
    {
      PonderTrashedBranch *branch = PONDER_TRASHED_BRANCH (item);

      session = ponder_workspace_lookup_session (self->workspace, ponder_trashed_branch_get_session_id (branch));
      if (session == NULL)
        return;
      ponder_workspace_restore_branch (self->workspace, session, ponder_trashed_branch_get_time (branch));
    }
  g_signal_emit (self, signals[RESTORED], 0, session);
}

static gint64
get_time (gconstpointer item)
{
  return PONDER_IS_SESSION ((gpointer) item)
           ? ponder_session_get_trashed (PONDER_SESSION ((gpointer) item))
           : ponder_trashed_branch_get_time (PONDER_TRASHED_BRANCH ((gpointer) item));
}

static int
compare_time_cb (gconstpointer a,
                 gconstpointer b,
                 gpointer      user_data)
{
  gint64 time_a = get_time (a);
  gint64 time_b = get_time (b);

  return (time_a < time_b) - (time_a > time_b);
}

static GListModel *
create_items (PonderWorkspace *workspace)
{
  GListStore *lists = g_list_store_new (G_TYPE_LIST_MODEL);
  GtkFlattenListModel *all;
  GtkSorter *sorter = GTK_SORTER (gtk_custom_sorter_new (compare_time_cb, NULL, NULL));

  g_list_store_append (lists, ponder_workspace_get_trash (workspace));
  g_list_store_append (lists, ponder_workspace_get_trashed_branches (workspace));
  all = gtk_flatten_list_model_new (G_LIST_MODEL (lists));
  return G_LIST_MODEL (gtk_sort_list_model_new (G_LIST_MODEL (all), sorter));
}

static void
setup_cb (PonderTrashPage *self,
          GtkListItem     *list_item)
{
  GtkWidget *row = ponder_trash_row_new ();

  g_signal_connect_object (row, "restore", G_CALLBACK (restore_cb), self, G_CONNECT_SWAPPED);
  gtk_list_item_set_child (list_item, row);
}

static void
bind_cb (PonderTrashPage *self,
         GtkListItem     *list_item)
{
  ponder_trash_row_set_item (PONDER_TRASH_ROW (gtk_list_item_get_child (list_item)),
                             gtk_list_item_get_item (list_item));
}

static void
unbind_cb (PonderTrashPage *self,
           GtkListItem     *list_item)
{
  ponder_trash_row_set_item (PONDER_TRASH_ROW (gtk_list_item_get_child (list_item)), NULL);
}

static void
ponder_trash_page_dispose (GObject *object)
{
  PonderTrashPage *self = PONDER_TRASH_PAGE (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->items);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (ponder_trash_page_parent_class)->dispose (object);
}

static void
ponder_trash_page_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  PonderTrashPage *self = PONDER_TRASH_PAGE (object);

  switch (prop_id)
    {
    case PROP_SHOW_END_TITLE_BUTTONS:
      g_value_set_boolean (value, adw_header_bar_get_show_end_title_buttons (ADW_HEADER_BAR (self->header)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ponder_trash_page_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  PonderTrashPage *self = PONDER_TRASH_PAGE (object);

  switch (prop_id)
    {
    case PROP_SHOW_END_TITLE_BUTTONS:
      adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (self->header), g_value_get_boolean (value));
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ponder_trash_page_class_init (PonderTrashPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ponder_trash_page_dispose;
  object_class->get_property = ponder_trash_page_get_property;
  object_class->set_property = ponder_trash_page_set_property;

  properties[PROP_SHOW_END_TITLE_BUTTONS] =
    g_param_spec_boolean ("show-end-title-buttons", NULL, NULL, TRUE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CLOSED] = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
  signals[RESTORED] = g_signal_new ("restored", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, PONDER_TYPE_SESSION);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ponderchat/Ponder/sidebar/ponder-trash-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PonderTrashPage, box);
  gtk_widget_class_bind_template_child (widget_class, PonderTrashPage, header);
  gtk_widget_class_bind_template_child (widget_class, PonderTrashPage, stack);
  gtk_widget_class_bind_template_child (widget_class, PonderTrashPage, view);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
  gtk_widget_class_add_binding_signal (widget_class, GDK_KEY_Escape, 0, "closed", NULL);
}

static void
ponder_trash_page_init (PonderTrashPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
ponder_trash_page_set_workspace (PonderTrashPage *self,
                                 PonderWorkspace *workspace)
{
  g_autoptr(GtkNoSelection) selection = NULL;

  g_return_if_fail (PONDER_IS_TRASH_PAGE (self));
  g_return_if_fail (self->workspace == NULL);

  self->workspace = g_object_ref (workspace);
  self->items = create_items (workspace);
  selection = gtk_no_selection_new (g_object_ref (self->items));
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (selection));
  g_signal_connect_object (self->items, "items-changed", G_CALLBACK (update_stack), self, G_CONNECT_SWAPPED);
  update_stack (self);
}
