/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several models that answer one question: which are asked, and which answer goes on. */

#include "config.h"

#include "ponder-chat-page-private.h"

#include "ponder-model-choice.h"
#include "ponder-session.h"
#include "ponder-toasts.h"

#include <glib/gi18n.h>

static PonderModelChoice *
new_choice (PonderChatPage *self,
            const char     *title,
            const char     *action,
            guint           least,
            guint           most)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));

  return ponder_model_choice_new (window, self->catalog, title, action, least, most);
}

/* --- which models are asked --- */

void
ponder_chat_page_restore_asked_models (PonderChatPage *self)
{
  g_autoptr(GPtrArray) models = NULL;

  models = self->session != NULL ? ponder_workspace_dup_asked_models (self->workspace, self->session)
                                 : g_ptr_array_new ();
  ponder_asked_models_set_models (ponder_composer_get_asked_models (self->composer), models);
}

static void
asked_models_changed_cb (PonderChatPage *self)
{
  if (self->session != NULL)
    ponder_workspace_set_asked_models (self->workspace, self->session, ponder_asked_models_get_models (
      ponder_composer_get_asked_models (self->composer)));
  ponder_chat_page_update_thinking (self);
  ponder_composer_focus_text (self->composer);
}

void
ponder_chat_page_watch_asked_models (PonderChatPage *self)
{
  g_signal_connect_object (ponder_composer_get_asked_models (self->composer), "changed",
                           G_CALLBACK (asked_models_changed_cb), self, G_CONNECT_SWAPPED);
}

static void
models_chosen_cb (PonderChatPage    *self,
                  PonderModelChoice *choice)
{
  ponder_asked_models_set_models (ponder_composer_get_asked_models (self->composer),
                                  ponder_model_choice_get_models (choice));
  asked_models_changed_cb (self);
}

/* Those that are asked, else the one of the chat. (transfer full) */
static GPtrArray *
list_asked (PonderChatPage *self)
{
  GPtrArray *models = ponder_workspace_dup_asked_models (self->workspace, self->session);
  PonderModelConfig *config = ponder_session_get_config (self->session);

  if (models->len == 0 && config->provider != NULL && config->model != NULL)
    g_ptr_array_add (models, g_strconcat (config->provider, "/", config->model, NULL));
  return models;
}

static void
ask_several_action (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  PonderChatPage *self = PONDER_CHAT_PAGE (widget);
  g_autoptr(GPtrArray) models = NULL;
  PonderModelChoice *choice;

  if (self->session == NULL)
    return;

  models = list_asked (self);
  choice = new_choice (self, _("Ask Several Models"), _("Choo_se"), 2, PONDER_COMPARISON_MOST);
  ponder_model_choice_set_models (choice, models);
  g_signal_connect_object (choice, "done", G_CALLBACK (models_chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (choice));
}

/* --- more models for a question that is answered --- */

/* An answer that others are to be compared with, once they are chosen. */
typedef struct
{
  PonderChatPage *page;
  PonderTimeline *timeline;
  PonderMessage  *answer;
} Compare;

static void
compare_free (gpointer  data,
              GClosure *closure)
{
  Compare *self = data;

  g_object_unref (self->page);
  g_object_unref (self->timeline);
  g_object_unref (self->answer);
  g_free (self);
}

/* The chat may be another one by now, or its answer thrown away. */
static void
others_chosen_cb (PonderModelChoice *choice,
                  Compare           *compare)
{
  g_autoptr(GPtrArray) turns = NULL;

  if (compare->page->timeline == compare->timeline && ponder_message_get_trashed (compare->answer) == 0
      && ponder_chat_page_can_ask (compare->page, FALSE))
    turns = ponder_workspace_compare_answer (compare->page->workspace, compare->timeline, compare->answer,
                                             ponder_model_choice_get_models (choice));
}

static void
compare_cb (PonderChatPage *self,
            PonderMessage  *message)
{
  PonderMessage *first = ponder_timeline_get_first_column (self->timeline, message);
  guint n = first != NULL ? ponder_timeline_get_columns (self->timeline, first)->len : 1;
  PonderModelChoice *choice;
  Compare *compare;

  if (n >= PONDER_COMPARISON_MOST)
    {
      ponder_toasts_show (GTK_WIDGET (self), _("There is no room for more answers"));
      return;
    }
  if (!ponder_chat_page_can_ask (self, FALSE))
    return;

  compare = g_new (Compare, 1);
  compare->page = g_object_ref (self);
  compare->timeline = g_object_ref (self->timeline);
  compare->answer = g_object_ref (message);
  choice = new_choice (self, _("Compare with Other Models"), _("_Ask"), 1, PONDER_COMPARISON_MOST - n);
  g_signal_connect_data (choice, "done", G_CALLBACK (others_chosen_cb), compare, compare_free, 0);
  gtk_window_present (GTK_WINDOW (choice));
}

/* --- which answer goes on --- */

static void
compare_versions_cb (PonderChatPage *self,
                     PonderMessage  *message)
{
  ponder_workspace_compare_versions (self->workspace, self->timeline, message);
}

static void
mark_cb (PonderChatPage *self,
         PonderMessage  *message)
{
  ponder_timeline_show_message (self->timeline, ponder_message_get_id (message));
}

/* Who goes on with an answer goes on with its model. */
static void
take_model (PonderChatPage *self,
            PonderMessage  *answer)
{
  const char *provider = ponder_message_get_provider (answer);
  const char *model = ponder_message_get_model (answer);
  g_autoptr(PonderModelConfig) config = NULL;

  if (provider == NULL || model == NULL || ponder_workspace_lookup_provider (self->workspace, provider) == NULL)
    return;

  config = ponder_model_config_copy (ponder_session_get_config (self->session));
  ponder_model_config_set_model (config, provider, model);
  ponder_session_set_config (self->session, config);
  ponder_workspace_save_session (self->workspace, self->session);
}

static void
choose_cb (PonderChatPage *self,
           PonderMessage  *message)
{
  if (ponder_timeline_get_first_column (self->timeline, message) == NULL)
    return;

  take_model (self, message);
  ponder_workspace_choose_answer (self->workspace, self->timeline, message);
  ponder_composer_focus_text (self->composer);
}

void
ponder_chat_page_class_bind_comparing (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "chat.ask-several", NULL, ask_several_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_l, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "chat.ask-several",
                                       NULL);
  gtk_widget_class_bind_template_callback (widget_class, compare_cb);
  gtk_widget_class_bind_template_callback (widget_class, compare_versions_cb);
  gtk_widget_class_bind_template_callback (widget_class, mark_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_cb);
}
