/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The preferences of the search of the web: which server, its address, its key, and whether it works. */

#include "config.h"

#include "ponder-web-search-group.h"

#include "ponder-fault.h"
#include "ponder-keyring.h"
#include "ponder-provider-config.h"
#include "ponder-toasts.h"
#include "ponder-workspace-web.h"

#include <glib/gi18n.h>

/* What people paste along with the address. */
#define END_POINT "/search"

/* Part of the page about deep think. What is set holds at once; the key itself is never shown. */
struct _PonderWebSearchGroup
{
  AdwPreferencesGroup   parent_instance;

  AdwComboRow          *server;
  AdwEntryRow          *address;
  AdwActionRow         *key_row;
  GtkWidget            *forget_key;
  AdwPasswordEntryRow  *key_entry;
  AdwActionRow         *test_row;
  GtkWidget            *test_button;

  PonderWorkspace      *workspace;
  PonderProviderConfig *key_owner;
  GSignalGroup         *settings_signals;
  GCancellable         *cancellable;    /* (nullable): ends with the workspace */
  GCancellable         *test;           /* (nullable): of the test that runs */
  gboolean              filling;
  gboolean              storing;
};

G_DEFINE_FINAL_TYPE (PonderWebSearchGroup, ponder_web_search_group, ADW_TYPE_PREFERENCES_GROUP)

static PonderWebServer
get_server (PonderWebSearchGroup *self)
{
  return (PonderWebServer) adw_combo_row_get_selected (self->server);
}

static const char *
get_address (PonderWebSearchGroup *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->address));
}

/* --- what is shown --- */

static void
show_result (PonderWebSearchGroup *self,
             const char           *text,
             gboolean              failed)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_action_row_set_subtitle (self->test_row, escaped);
  if (failed)
    gtk_widget_add_css_class (GTK_WIDGET (self->test_row), "ponder-failed");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->test_row), "ponder-failed");
}

static void
update_test_button (PonderWebSearchGroup *self)
{
  gboolean named = get_server (self) != PONDER_WEB_SERVER_SEARXNG || *get_address (self) != '\0';

  gtk_widget_set_sensitive (self->test_button, named && self->test == NULL);
}

static void
stop_test (PonderWebSearchGroup *self)
{
  g_cancellable_cancel (self->test);
  g_clear_object (&self->test);
  show_result (self, _("Not tested yet"), FALSE);
  update_test_button (self);
}

static void
update_rows (PonderWebSearchGroup *self)
{
  PonderWebServer server = get_server (self);

  gtk_widget_set_visible (GTK_WIDGET (self->address), server == PONDER_WEB_SERVER_SEARXNG);
  gtk_widget_set_visible (GTK_WIDGET (self->key_row), server == PONDER_WEB_SERVER_BRAVE);
  gtk_widget_set_visible (GTK_WIDGET (self->test_row), server != PONDER_WEB_SERVER_NONE);
  stop_test (self);
}

/* As one that is applied: what is typed next has to be. */
static void
show_address (PonderWebSearchGroup *self,
              const char           *address)
{
  gtk_editable_set_text (GTK_EDITABLE (self->address), address);
  adw_entry_row_set_show_apply_button (self->address, FALSE);
  adw_entry_row_set_show_apply_button (self->address, TRUE);
}

static void
fill (PonderWebSearchGroup *self)
{
  g_autofree char *address = ponder_workspace_dup_searxng_url (self->workspace);

  self->filling = TRUE;
  adw_combo_row_set_selected (self->server, ponder_workspace_get_web_server (self->workspace));
  show_address (self, address);
  self->filling = FALSE;
  update_rows (self);
}

/* --- the key --- */

static const char *
describe_missing_key (PonderWebSearchGroup *self)
{
  PonderKeyringState state = ponder_keyring_get_state (ponder_workspace_get_keyring (self->workspace));

  if (state == PONDER_KEYRING_LOCKED)
    return _("The keyring is locked");
  if (state == PONDER_KEYRING_ABSENT)
    return _("None. There is no keyring here: a key is kept until Ponder ends");
  return _("None");
}

static void
key_looked_up_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(PonderWebSearchGroup) self = user_data;
  g_autoptr(GError) error = NULL;
  gboolean has_key = ponder_keyring_has_key_finish (PONDER_KEYRING (source), result, &error);

  if (self->workspace == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  adw_action_row_set_subtitle (self->key_row, has_key ? _("There is one; it is never shown")
                                                      : describe_missing_key (self));
  gtk_widget_set_visible (self->forget_key, has_key);
}

static void
update_key (PonderWebSearchGroup *self)
{
  if (self->workspace == NULL)
    return;

  ponder_keyring_has_key_async (ponder_workspace_get_keyring (self->workspace), self->key_owner, self->cancellable,
                                key_looked_up_cb, g_object_ref (self));
}

static void
key_cleared_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(PonderWebSearchGroup) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!ponder_keyring_clear_finish (PONDER_KEYRING (source), result, &error))
    ponder_toasts_show_error (GTK_WIDGET (self), error);
  update_key (self);
}

static void
forget_key_cb (PonderWebSearchGroup *self)
{
  stop_test (self);
  ponder_keyring_clear_async (ponder_workspace_get_keyring (self->workspace), self->key_owner, NULL, key_cleared_cb,
                              g_object_ref (self));
}

/* --- the test --- */

static void
show_found (PonderWebSearchGroup *self,
            guint                 n_results)
{
  /* Translators: %u is how many pages a search of the web found. */
  g_autofree char *words = g_strdup_printf (ngettext ("It works: %u result", "It works: %u results", n_results),
                                            n_results);

  if (n_results > 0)
    show_result (self, words, FALSE);
  else
    show_result (self, _("It answers, but it found nothing"), TRUE);
}

static void
tested_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(PonderWebSearchGroup) self = user_data;
  g_autoptr(PonderFault) fault = NULL;
  g_autofree char *words = NULL;
  g_autoptr(GError) error = NULL;
  guint n_results;

  if (ponder_workspace_test_web_search_finish (PONDER_WORKSPACE (source), result, &n_results, &error))
    {
      show_found (self, n_results);
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      return;
    }
  else
    {
      fault = ponder_fault_new_from_error (error, "web search");
      words = ponder_fault_dup_sentences (fault);
      show_result (self, words, TRUE);
    }
  g_clear_object (&self->test);
  update_test_button (self);
}

static void
begin_test (PonderWebSearchGroup *self)
{
  stop_test (self);
  self->test = g_cancellable_new ();
  show_result (self, _("Testing…"), FALSE);
  update_test_button (self);
  ponder_workspace_test_web_search_async (self->workspace, self->test, tested_cb, g_object_ref (self));
}

static void
key_stored_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(PonderWebSearchGroup) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!ponder_keyring_store_finish (PONDER_KEYRING (source), result, NULL, &error))
    {
      ponder_toasts_show_error (GTK_WIDGET (self), error);
      return;
    }

  gtk_editable_set_text (GTK_EDITABLE (self->key_entry), "");
  update_key (self);
  if (self->workspace != NULL && get_server (self) == PONDER_WEB_SERVER_BRAVE)
    begin_test (self);
}

/* Kept, and then tried. */
static void
key_applied_cb (PonderWebSearchGroup *self)
{
  ponder_keyring_store_async (ponder_workspace_get_keyring (self->workspace), self->key_owner,
                              gtk_editable_get_text (GTK_EDITABLE (self->key_entry)), NULL, key_stored_cb,
                              g_object_ref (self));
}

/* --- the server --- */

static void
store (PonderWebSearchGroup *self,
       const char           *address)
{
  self->storing = TRUE;
  ponder_workspace_set_web_server (self->workspace, get_server (self), address);
  self->storing = FALSE;
}

/* FALSE: it is none, and nothing was stored. */
static gboolean
apply_address (PonderWebSearchGroup *self)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *address = NULL;

  if (*get_address (self) == '\0')
    address = g_strdup ("");
  else
    address = ponder_base_url_normalise (get_address (self), NULL, &error);
  if (address == NULL)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->address), "error");
      show_result (self, error->message, TRUE);
      return FALSE;
    }

  if (g_str_has_suffix (address, END_POINT))
    address[strlen (address) - strlen (END_POINT)] = '\0';
  show_address (self, address);
  store (self, address);
  return TRUE;
}

static void
address_applied_cb (PonderWebSearchGroup *self)
{
  stop_test (self);
  apply_address (self);
}

static void
address_changed_cb (PonderWebSearchGroup *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->address), "error");
  update_test_button (self);
}

/* An address that is there, though nobody applied it, is meant. */
static void
server_changed_cb (PonderWebSearchGroup *self)
{
  if (self->filling || self->workspace == NULL)
    return;

  update_rows (self);
  if (get_server (self) != PONDER_WEB_SERVER_SEARXNG || *get_address (self) == '\0' || !apply_address (self))
    store (self, NULL);
}

/* What was typed is what is meant. */
static void
test_cb (PonderWebSearchGroup *self)
{
  if (get_server (self) == PONDER_WEB_SERVER_BRAVE && *gtk_editable_get_text (GTK_EDITABLE (self->key_entry)) != '\0')
    key_applied_cb (self);
  else if (get_server (self) != PONDER_WEB_SERVER_SEARXNG || apply_address (self))
    begin_test (self);
}

/* By another program. */
static void
settings_changed_cb (PonderWebSearchGroup *self)
{
  if (!self->storing)
    fill (self);
}

static void
ponder_web_search_group_dispose (GObject *object)
{
  PonderWebSearchGroup *self = PONDER_WEB_SEARCH_GROUP (object);

  ponder_web_search_group_set_workspace (self, NULL);
  g_clear_object (&self->settings_signals);

  G_OBJECT_CLASS (ponder_web_search_group_parent_class)->dispose (object);
}

static void
ponder_web_search_group_class_init (PonderWebSearchGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ponder_web_search_group_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ponderchat/Ponder/prefs/ponder-web-search-group.ui");
  gtk_widget_class_bind_template_child (widget_class, PonderWebSearchGroup, server);
  gtk_widget_class_bind_template_child (widget_class, PonderWebSearchGroup, address);
  gtk_widget_class_bind_template_child (widget_class, PonderWebSearchGroup, key_row);
  gtk_widget_class_bind_template_child (widget_class, PonderWebSearchGroup, forget_key);
  gtk_widget_class_bind_template_child (widget_class, PonderWebSearchGroup, key_entry);
  gtk_widget_class_bind_template_child (widget_class, PonderWebSearchGroup, test_row);
  gtk_widget_class_bind_template_child (widget_class, PonderWebSearchGroup, test_button);
  gtk_widget_class_bind_template_callback (widget_class, server_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, address_applied_cb);
  gtk_widget_class_bind_template_callback (widget_class, address_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, forget_key_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_applied_cb);
  gtk_widget_class_bind_template_callback (widget_class, test_cb);
}

static void
ponder_web_search_group_init (PonderWebSearchGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->settings_signals = g_signal_group_new (PONDER_TYPE_SETTINGS);
  g_signal_group_connect_swapped (self->settings_signals, "notify::web-search", G_CALLBACK (settings_changed_cb), self);
}

void
ponder_web_search_group_set_workspace (PonderWebSearchGroup *self,
                                       PonderWorkspace      *workspace)
{
  g_return_if_fail (PONDER_IS_WEB_SEARCH_GROUP (self));

  if (self->workspace == workspace)
    return;

  g_cancellable_cancel (self->test);
  g_clear_object (&self->test);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->key_owner);
  g_set_object (&self->workspace, workspace);
  g_signal_group_set_target (self->settings_signals,
                             workspace != NULL ? ponder_workspace_get_settings (workspace) : NULL);
  if (workspace == NULL)
    return;

  self->cancellable = g_cancellable_new ();
  self->key_owner = ponder_workspace_new_web_key_owner (workspace);
  fill (self);
  update_key (self);
}
