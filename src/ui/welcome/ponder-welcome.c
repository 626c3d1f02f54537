/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first start: what is found nearby, a provider to add, the demo. */

#include "config.h"

#include "ponder-welcome.h"

#include "ponder-add-provider.h"
#include "ponder-discovery.h"
#include "ponder-toasts.h"
#include "ponder-workspace.h"

#include <glib/gi18n.h>

/* A page of the window. */
struct _PonderWelcome
{
  GtkWidget            parent_instance;

  GtkWidget           *box;
  AdwPreferencesGroup *nearby;
  GtkSpinner          *spinner;
  GtkWidget           *again;
  GtkListBox          *found;
  GtkWidget           *nothing;

  PonderWorkspace     *workspace;
  GCancellable        *cancellable;     /* while looking */
};

G_DEFINE_FINAL_TYPE (PonderWelcome, ponder_welcome, GTK_TYPE_WIDGET)

static void
set_looking (PonderWelcome *self,
             gboolean       looking)
{
  gtk_spinner_set_spinning (self->spinner, looking);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), looking);
  gtk_widget_set_visible (self->again, !looking);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(PonderWelcome) self = user_data;
  g_autoptr(GError) error = NULL;

  gtk_widget_set_sensitive (self->box, TRUE);
  if (!ponder_workspace_save_provider_finish (PONDER_WORKSPACE (source), result, &error))
    ponder_toasts_show_error (GTK_WIDGET (self), error);
}

static void
use_cb (PonderDiscovery *discovery,
        GtkWidget       *button)
{
  PonderWelcome *self = PONDER_WELCOME (gtk_widget_get_ancestor (button, PONDER_TYPE_WELCOME));

  gtk_widget_set_sensitive (self->box, FALSE);
  ponder_workspace_save_provider_async (self->workspace, ponder_discovery_get_provider (discovery), NULL, saved_cb,
                                        g_object_ref (self));
}

static char *
describe (PonderDiscovery *discovery)
{
  PonderProviderConfig *provider = ponder_discovery_get_provider (discovery);
  guint n = ponder_discovery_get_n_models (discovery);

  switch (ponder_discovery_get_kind (discovery))
    {
    case PONDER_DISCOVERY_SERVER:
      /* Translators: the address of a server and how many models it has. */
      return g_strdup_printf (ngettext ("%s · %u model", "%s · %u models", n),
                              ponder_provider_config_get_base_url (provider), n);
    case PONDER_DISCOVERY_KEY:
      /* Translators: the name of an environment variable that holds a key. */
      return g_strdup_printf (_("Key in %s"), ponder_provider_config_get_key_env (provider));
    default:
      g_return_val_if_reached (NULL);
    }
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  PonderDiscovery *discovery = item;
  const char *name = ponder_provider_config_get_name (ponder_discovery_get_provider (discovery));
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Use"));
  g_autofree char *description = describe (discovery);
  g_autofree char *title = g_markup_escape_text (name, -1);
  g_autofree char *subtitle = g_markup_escape_text (description, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_object (button, "clicked", G_CALLBACK (use_cb), discovery, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
  return row;
}

static void
show_found (PonderWelcome *self,
            GListModel    *found)
{
  gboolean any = g_list_model_get_n_items (found) > 0;

  gtk_list_box_bind_model (self->found, found, create_row, NULL, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->found), any);
  gtk_widget_set_visible (self->nothing, !any);
}

static void
discovered_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(PonderWelcome) self = user_data;
  g_autoptr(GListModel) found = NULL;
  g_autoptr(GError) error = NULL;

  found = ponder_workspace_discover_finish (PONDER_WORKSPACE (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);
  set_looking (self, FALSE);
  if (found != NULL)
    show_found (self, found);
  else
    ponder_toasts_show_error (GTK_WIDGET (self), error);
}

static void
added_cb (PonderWelcome        *self,
          PonderProviderConfig *provider,
          gboolean              remembered)
{
  if (!remembered)
    ponder_toasts_show (GTK_WIDGET (self), _("There is no keyring: the key is forgotten when Ponder ends"));
}

static void
add_cb (PonderWelcome *self)
{
  GtkWindow *parent = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
  PonderAddProvider *window = ponder_add_provider_new (parent, self->workspace);

  g_signal_connect_object (window, "added", G_CALLBACK (added_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (window));
}

static void
demo_cb (PonderWelcome *self)
{
  g_autoptr(GError) error = NULL;

  if (ponder_workspace_start_demo (self->workspace, &error) == NULL)
    ponder_toasts_show_error (GTK_WIDGET (self), error);
}

static void
ponder_welcome_dispose (GObject *object)
{
  PonderWelcome *self = PONDER_WELCOME (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (ponder_welcome_parent_class)->dispose (object);
}

static void
ponder_welcome_class_init (PonderWelcomeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ponder_welcome_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ponderchat/Ponder/welcome/ponder-welcome.ui");
  gtk_widget_class_bind_template_child (widget_class, PonderWelcome, box);
  gtk_widget_class_bind_template_child (widget_class, PonderWelcome, nearby);
  gtk_widget_class_bind_template_child (widget_class, PonderWelcome, spinner);
  gtk_widget_class_bind_template_child (widget_class, PonderWelcome, again);
  gtk_widget_class_bind_template_child (widget_class, PonderWelcome, found);
  gtk_widget_class_bind_template_child (widget_class, PonderWelcome, nothing);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
  gtk_widget_class_bind_template_callback (widget_class, demo_cb);
  gtk_widget_class_bind_template_callback (widget_class, ponder_welcome_look_around);
}

static void
ponder_welcome_init (PonderWelcome *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
ponder_welcome_set_workspace (PonderWelcome   *self,
                              PonderWorkspace *workspace)
{
  g_return_if_fail (PONDER_IS_WELCOME (self));

  g_set_object (&self->workspace, workspace);
}

void
ponder_welcome_look_around (PonderWelcome *self)
{
  g_return_if_fail (PONDER_IS_WELCOME (self));
  g_return_if_fail (self->workspace != NULL);

  if (self->cancellable != NULL)
    return;

  self->cancellable = g_cancellable_new ();
  set_looking (self, TRUE);
  ponder_workspace_discover_async (self->workspace, self->cancellable, discovered_cb, g_object_ref (self));
}
