/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the model of one chat is asked: its system prompt, its numbers, its limits. */

#include "config.h"

#include "ponder-chat-settings.h"

#include "ponder-number-row.h"
#include "ponder-session.h"
#include "ponder-think-settings.h"
#include "ponder-typed-text.h"
#include "ponder-workspace-think.h"
#include "ponder-workspace.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

/* In the popover of PonderChatSettingsButton. */
struct _PonderChatSettings
{
  GtkWidget          parent_instance;

  GtkScrolledWindow *scroller;
  GtkWidget         *box;
  GtkTextView       *system;
  GtkTextBuffer     *buffer;
  GtkWidget         *placeholder;
  PonderNumberRow   *temperature;
  PonderNumberRow   *top_p;
  PonderNumberRow   *max_tokens;
  PonderNumberRow   *frequency_penalty;
  PonderNumberRow   *presence_penalty;
  PonderNumberRow   *total_timeout;
  GtkWidget         *reasoning_line;
  GtkDropDown       *reasoning;
  GtkWidget         *reasoning_note;
  GtkWidget         *reuse_note;
  GtkExpander       *think_fold;
  AdwBin            *think_place;
  GtkButton         *reset;

  PonderThinkSettings *think;           /* (nullable): they were never opened */
  PonderModelCatalog *catalog;          /* (nullable) */
  PonderWorkspace   *workspace;
  PonderSession     *session;
  GSignalGroup      *session_signals;
  PonderModelConfig *before;            /* (nullable): what a reset took away, until something else is changed */
  char              *other_reasoning;   /* (nullable): one that was set elsewhere and is not among the efforts */
  guint              filling : 1;
  guint              storing : 1;
};

G_DEFINE_FINAL_TYPE (PonderChatSettings, ponder_chat_settings, GTK_TYPE_WIDGET)

static const char *const efforts[] = { NULL, "none", "low", "medium", "high" };

static const struct
{
  const char *name;
  gsize       row;
  gsize       value;
} numbers[] = {
  { "temperature", G_STRUCT_OFFSET (PonderChatSettings, temperature),
    G_STRUCT_OFFSET (PonderModelConfig, temperature) },
  { "top_p", G_STRUCT_OFFSET (PonderChatSettings, top_p), G_STRUCT_OFFSET (PonderModelConfig, top_p) },
  { "frequency_penalty", G_STRUCT_OFFSET (PonderChatSettings, frequency_penalty),
    G_STRUCT_OFFSET (PonderModelConfig, frequency_penalty) },
  { "presence_penalty", G_STRUCT_OFFSET (PonderChatSettings, presence_penalty),
    G_STRUCT_OFFSET (PonderModelConfig, presence_penalty) },
};

static PonderNumberRow *
get_row (PonderChatSettings *self,
         guint               index)
{
  return G_STRUCT_MEMBER (PonderNumberRow *, self, numbers[index].row);
}

/* --- what is shown --- */

static void
update_placeholder (PonderChatSettings *self)
{
  gtk_widget_set_visible (self->placeholder, gtk_text_buffer_get_char_count (self->buffer) == 0);
}

static void
update_reset (PonderChatSettings *self)
{
  gboolean plain = self->session == NULL || ponder_model_config_is_plain (ponder_session_get_config (self->session));

  gtk_button_set_label (self->reset, self->before != NULL ? _("_Undo the Reset") : _("_Reset to Defaults"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->reset), self->before != NULL || !plain);
}

static const char *
describe_fate (PonderChatSettings *self,
               const char         *name)
{
  switch (ponder_workspace_get_parameter_fate (self->workspace, ponder_session_get_config (self->session), name))
    {
    case PONDER_PARAMETER_MISSING:
      return _("This provider has no such setting");
    case PONDER_PARAMETER_REFUSED:
      return _("The server does not take it for this model");
    case PONDER_PARAMETER_TAKEN:
    default:
      return NULL;
    }
}

static void
update_fates (PonderChatSettings *self)
{
  const char *reason;

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    ponder_number_row_set_reason (get_row (self, i), describe_fate (self, numbers[i].name));
  ponder_number_row_set_reason (self->max_tokens, describe_fate (self, "max_tokens"));
  reason = describe_fate (self, "reasoning");
  gtk_widget_set_sensitive (self->reasoning_line, reason == NULL);
  gtk_label_set_label (GTK_LABEL (self->reasoning_note), reason != NULL ? reason : "");
  gtk_widget_set_visible (self->reasoning_note, reason != NULL);
}

static guint
find_effort (const char *reasoning)
{
  for (guint i = 0; i < G_N_ELEMENTS (efforts); i++)
    {
      if (g_strcmp0 (efforts[i], reasoning) == 0)
        return i;
    }
  return G_N_ELEMENTS (efforts);
}

static void
show_reasoning (PonderChatSettings *self,
                const char         *reasoning)
{
  const char *const names[] = { _("Server’s default"), _("None"), _("Low"), _("Medium"), _("High"), NULL };
  g_autoptr(GtkStringList) list = gtk_string_list_new (names);
  guint effort = find_effort (reasoning);

  g_free (self->other_reasoning);
  self->other_reasoning = effort == G_N_ELEMENTS (efforts) ? g_strdup (reasoning) : NULL;
  if (self->other_reasoning != NULL)
    gtk_string_list_append (list, reasoning);
  gtk_drop_down_set_model (self->reasoning, G_LIST_MODEL (list));
  gtk_drop_down_set_selected (self->reasoning, effort);
}

static void
show_think (PonderChatSettings *self)
{
  g_autoptr(PonderThinkConfig) config = ponder_workspace_dup_think_config (self->workspace, self->session);
  g_autoptr(PonderThinkConfig) usual = ponder_workspace_dup_think_config (self->workspace, NULL);

  if (self->think != NULL)
    ponder_think_settings_set_config (self->think, config, usual);
}

static void
fill (PonderChatSettings *self)
{
  PonderModelConfig *config = ponder_session_get_config (self->session);

  self->filling = TRUE;
  gtk_text_buffer_set_text (self->buffer, config->system != NULL ? config->system : "", -1);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    ponder_number_row_set_value (get_row (self, i), G_STRUCT_MEMBER (double, config, numbers[i].value));
  ponder_number_row_set_value (self->max_tokens, config->max_tokens > 0 ? config->max_tokens : NAN);
  ponder_number_row_set_value (self->total_timeout, config->total_timeout > 0 ? config->total_timeout : NAN);
  show_reasoning (self, config->reasoning);
  show_think (self);
  self->filling = FALSE;
  update_placeholder (self);
  update_fates (self);
  update_reset (self);
}

/* Another window, another program, or another model. */
static void
config_changed_cb (PonderChatSettings *self)
{
  if (self->storing)
    return;
  g_clear_pointer (&self->before, ponder_model_config_free);
  fill (self);
}

static void
update_reuse (PonderChatSettings *self,
              GParamSpec         *pspec,
              PonderSettings     *settings)
{
  gtk_widget_set_visible (self->reuse_note, !ponder_settings_get_cache_enabled (settings));
}

/* --- what is chosen --- */

static void
keep (PonderChatSettings *self,
      PonderModelConfig  *config)
{
  self->storing = TRUE;
  ponder_session_set_config (self->session, config);
  ponder_workspace_save_session (self->workspace, self->session);
  self->storing = FALSE;
}

static void
read_prompt (PonderChatSettings *self,
             PonderModelConfig  *config)
{
  g_free (config->system);
  config->system = ponder_typed_text_has_words (self->buffer) ? ponder_typed_text_dup (self->buffer) : NULL;
}

static void
read_reasoning (PonderChatSettings *self,
                PonderModelConfig  *config)
{
  guint selected = gtk_drop_down_get_selected (self->reasoning);

  g_free (config->reasoning);
  config->reasoning = g_strdup (selected < G_N_ELEMENTS (efforts) ? efforts[selected] : self->other_reasoning);
}

static void
store (PonderChatSettings *self)
{
  g_autoptr(PonderModelConfig) config = NULL;
  double max_tokens = ponder_number_row_get_value (self->max_tokens);
  double limit = ponder_number_row_get_value (self->total_timeout);

  if (self->filling || self->session == NULL)
    return;

  config = ponder_model_config_copy (ponder_session_get_config (self->session));
  read_prompt (self, config);
  read_reasoning (self, config);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    G_STRUCT_MEMBER (double, config, numbers[i].value) = ponder_number_row_get_value (get_row (self, i));
  config->max_tokens = isnan (max_tokens) ? 0 : (guint) max_tokens;
  config->total_timeout = isnan (limit) ? 0 : limit;
  if (ponder_model_config_equal (config, ponder_session_get_config (self->session)))
    return;
  g_clear_pointer (&self->before, ponder_model_config_free);
  keep (self, config);
  update_reset (self);
}

static void
prompt_changed_cb (PonderChatSettings *self)
{
  update_placeholder (self);
  store (self);
}

static void
think_changed_cb (PonderChatSettings *self)
{
  g_autoptr(PonderModelConfig) config = NULL;

  if (self->filling || self->session == NULL)
    return;

  config = ponder_model_config_copy (ponder_session_get_config (self->session));
  g_clear_pointer (&config->think, ponder_think_config_free);
  config->think = ponder_think_settings_dup_config (self->think);
  g_clear_pointer (&self->before, ponder_model_config_free);
  keep (self, config);
  update_reset (self);
}

/* No start of the program waits for them. */
static void
ensure_think (PonderChatSettings *self)
{
  if (self->think != NULL)
    return;

  self->think = g_object_new (PONDER_TYPE_THINK_SETTINGS, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->think), "ponder-think-fold");
  ponder_think_settings_set_catalog (self->think, self->catalog);
  g_signal_connect_object (self->think, "changed", G_CALLBACK (think_changed_cb), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (self->think_place, GTK_WIDGET (self->think));
}

/* A prompt that took an hour to write is one slip away from being gone: the same button brings it back. */
static void
reset_cb (PonderChatSettings *self)
{
  g_autoptr(PonderModelConfig) now = ponder_model_config_copy (ponder_session_get_config (self->session));
  g_autoptr(PonderModelConfig) before = g_steal_pointer (&self->before);

  if (before != NULL)
    keep (self, before);
  else
    {
      self->before = ponder_model_config_copy (now);
      ponder_model_config_reset (now);
      keep (self, now);
    }
  fill (self);
}

static gboolean
ponder_chat_settings_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (PONDER_CHAT_SETTINGS (widget)->system));
}

static void
ponder_chat_settings_dispose (GObject *object)
{
  PonderChatSettings *self = PONDER_CHAT_SETTINGS (object);

  g_clear_object (&self->session_signals);
  self->think = NULL;
  if (self->scroller != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->scroller));
  self->scroller = NULL;
  g_clear_object (&self->session);
  g_clear_object (&self->workspace);
  g_clear_object (&self->catalog);

  G_OBJECT_CLASS (ponder_chat_settings_parent_class)->dispose (object);
}

static void
ponder_chat_settings_finalize (GObject *object)
{
  PonderChatSettings *self = PONDER_CHAT_SETTINGS (object);

  g_clear_pointer (&self->before, ponder_model_config_free);
  g_free (self->other_reasoning);

  G_OBJECT_CLASS (ponder_chat_settings_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ponderchat/Ponder/composer/ponder-chat-settings.ui");
  gtk_widget_class_bind_template_child (widget_class, PonderChatSettings, scroller);
  gtk_widget_class_bind_template_child (widget_class, PonderChatSettings, box);
  gtk_widget_class_bind_template_child (widget_class, PonderChatSettings, system);
  gtk_widget_class_bind_template_child (widget_class, PonderChatSettings, buffer);
  gtk_widget_class_bind_template_child (widget_class, PonderChatSettings, placeholder);
  gtk_widget_class_bind_template_child (widget_class, PonderChatSettings, temperature);
  gtk_widget_class_bind_template_child (widget_class, PonderChatSettings, top_p);
  gtk_widget_class_bind_template_child (widget_class, PonderChatSettings, max_tokens);
  gtk_widget_class_bind_template_child (widget_class, PonderChatSettings, frequency_penalty);
  gtk_widget_class_bind_template_child (widget_class, PonderChatSettings, presence_penalty);
  gtk_widget_class_bind_template_child (widget_class, PonderChatSettings, total_timeout);
  gtk_widget_class_bind_template_child (widget_class, PonderChatSettings, reasoning_line);
  gtk_widget_class_bind_template_child (widget_class, PonderChatSettings, reasoning);
  gtk_widget_class_bind_template_child (widget_class, PonderChatSettings, reasoning_note);
  gtk_widget_class_bind_template_child (widget_class, PonderChatSettings, reuse_note);
  gtk_widget_class_bind_template_child (widget_class, PonderChatSettings, think_fold);
  gtk_widget_class_bind_template_child (widget_class, PonderChatSettings, think_place);
  gtk_widget_class_bind_template_child (widget_class, PonderChatSettings, reset);
  gtk_widget_class_bind_template_callback (widget_class, store);
  gtk_widget_class_bind_template_callback (widget_class, prompt_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, reset_cb);
}

static void
ponder_chat_settings_class_init (PonderChatSettingsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ponder_chat_settings_dispose;
  object_class->finalize = ponder_chat_settings_finalize;
  GTK_WIDGET_CLASS (klass)->grab_focus = ponder_chat_settings_grab_focus;

  g_type_ensure (PONDER_TYPE_NUMBER_ROW);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
ponder_chat_settings_init (PonderChatSettings *self)
{
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->filling = FALSE;

  self->session_signals = g_signal_group_new (PONDER_TYPE_SESSION);
  g_signal_group_connect_swapped (self->session_signals, "notify::config", G_CALLBACK (config_changed_cb), self);
  update_reset (self);
}

void
ponder_chat_settings_set_workspace (PonderChatSettings *self,
                                    PonderWorkspace    *workspace)
{
  PonderSettings *settings;

  g_return_if_fail (PONDER_IS_CHAT_SETTINGS (self));
  g_return_if_fail (self->workspace == NULL);

  self->workspace = g_object_ref (workspace);
  settings = ponder_workspace_get_settings (workspace);
  g_signal_connect_object (settings, "notify::cache-enabled", G_CALLBACK (update_reuse), self, G_CONNECT_SWAPPED);
  update_reuse (self, NULL, settings);
}

void
ponder_chat_settings_set_catalog (PonderChatSettings *self,
                                  PonderModelCatalog *catalog)
{
  g_return_if_fail (PONDER_IS_CHAT_SETTINGS (self));
  g_return_if_fail (self->catalog == NULL);

  self->catalog = g_object_ref (catalog);
}

void
ponder_chat_settings_set_session (PonderChatSettings *self,
                                  PonderSession      *session)
{
  g_return_if_fail (PONDER_IS_CHAT_SETTINGS (self));
  g_return_if_fail (self->workspace != NULL);

  if (!g_set_object (&self->session, session))
    return;

  g_signal_group_set_target (self->session_signals, session);
  g_clear_pointer (&self->before, ponder_model_config_free);
  gtk_widget_set_sensitive (self->box, session != NULL && !ponder_workspace_get_read_only (self->workspace));
  if (session != NULL)
    fill (self);
}

void
ponder_chat_settings_start (PonderChatSettings *self,
                            int                 height)
{
  g_return_if_fail (PONDER_IS_CHAT_SETTINGS (self));

  gtk_scrolled_window_set_max_content_height (self->scroller, height);
  ensure_think (self);
  if (self->session != NULL)
    {
      PonderModelConfig *config = ponder_session_get_config (self->session);

      gtk_expander_set_expanded (self->think_fold, config->deep_think || config->think != NULL);
      config_changed_cb (self);
    }
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}
