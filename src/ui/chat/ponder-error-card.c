/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why an answer failed and what can be done. */

#include "config.h"

#include "ponder-error-card.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ponder-block-stack.h"
#include "ponder-copy-button.h"
#include "ponder-wrap-layout.h"

/* Under whatever came of the answer. Belongs to its row; looks at a countdown that its turn owns. */
struct _PonderErrorCard
{
  GtkWidget     parent_instance;

  PonderFault  *fault;
  GtkWidget    *content;
  GtkImage     *icon;
  GtkLabel     *title;
  GtkLabel     *suggestion;
  GtkLabel     *wait;
  GtkWidget    *line;
  GtkLabel     *time;
  GtkWidget    *retry_now;
  GtkWidget    *go_on;
  GtkWidget    *try_again;
  GtkWidget    *switch_model;
  GtkWidget    *provider_settings;
  GtkWidget    *stop_retrying;
  GtkWidget    *details;
  GtkImage     *arrow;
  GtkWidget    *report_box;
  GtkWidget    *report;         /* a PonderBlockStack of plain text */

  GSignalGroup *countdown;
};

enum
{
  UNFOLDING,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PonderErrorCard, ponder_error_card, GTK_TYPE_WIDGET)

/* What would help beside trying again. */
typedef enum
{
  REMEDY_NONE     = 0,
  REMEDY_MODEL    = 1 << 0,
  REMEDY_SETTINGS = 1 << 1,
} Remedies;

static Remedies
find_remedies (PonderFault *fault)
{
  switch (fault->category)
    {
    case PONDER_ERROR_RATE_LIMIT:
    case PONDER_ERROR_CONTEXT_LENGTH:
    case PONDER_ERROR_MODEL_NOT_FOUND:
    case PONDER_ERROR_INVALID_REQUEST:
    case PONDER_ERROR_SERVER:
    case PONDER_ERROR_TIMEOUT:
      return REMEDY_MODEL;
    case PONDER_ERROR_PERMISSION:
    case PONDER_ERROR_BILLING:
      return REMEDY_MODEL | REMEDY_SETTINGS;
    case PONDER_ERROR_AUTHENTICATION:
    case PONDER_ERROR_KEYRING:
    case PONDER_ERROR_MALFORMED:
      return REMEDY_SETTINGS;
    case PONDER_ERROR_NETWORK:
      return !fault->truncated && (fault->local || fault->certificate) ? REMEDY_SETTINGS : REMEDY_NONE;
    case PONDER_ERROR_CONTENT_FILTER:
    case PONDER_ERROR_CANCELLED:
    case PONDER_ERROR_UNKNOWN:
    case PONDER_ERROR_STORE:
    case PONDER_ERROR_STORE_TOO_NEW:
    case PONDER_ERROR_STORE_FULL:
      return REMEDY_NONE;
    }
  g_assert_not_reached ();
}

static void
show_severity (PonderErrorCard *self,
               PonderSeverity   severity)
{
  gboolean mild = severity == PONDER_SEVERITY_INFO || severity == PONDER_SEVERITY_WARNING;

  gtk_image_set_from_icon_name (self->icon, mild ? "dialog-warning-symbolic" : "dialog-error-symbolic");
  if (mild)
    gtk_widget_add_css_class (GTK_WIDGET (self), "ponder-mild");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "ponder-mild");
}

/* Takes @words. */
static void
take_words (GtkLabel *label,
            char     *words)
{
  gtk_label_set_text (label, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (label), words != NULL && *words != '\0');
  g_free (words);
}

/* "openai · gpt-4o", without a model that @title names. */
static char *
dup_place (PonderFault *fault,
           const char  *title)
{
  if (fault->provider != NULL && fault->model != NULL && strstr (title, fault->model) != NULL)
    return g_strdup (fault->provider);
  return ponder_fault_dup_place (fault);
}

/* "Too many requests · openai · gpt-4o", what happened in bold. */
static void
show_title (PonderErrorCard *self)
{
  g_autofree char *title = ponder_fault_dup_title (self->fault);
  g_autofree char *place = dup_place (self->fault, title);
  g_autofree char *line = *place != '\0' ? g_strconcat (title, " · ", place, NULL) : g_strdup (title);
  g_autoptr(PangoAttrList) attributes = pango_attr_list_new ();
  PangoAttribute *bold = pango_attr_weight_new (PANGO_WEIGHT_BOLD);

  bold->end_index = (guint) strlen (title);
  pango_attr_list_insert (attributes, bold);
  gtk_label_set_text (self->title, line);
  gtk_label_set_attributes (self->title, attributes);
}

static void
show_fault (PonderErrorCard *self,
            PonderFault     *fault)
{
  g_autofree char *report = g_strchomp (ponder_fault_dup_report (fault));

  if (self->fault == fault)
    return;

  ponder_fault_ref (fault);
  g_clear_pointer (&self->fault, ponder_fault_unref);
  self->fault = fault;
  show_severity (self, ponder_fault_get_severity (fault));
  show_title (self);
  take_words (self->suggestion, ponder_fault_dup_suggestion (fault));
  ponder_block_stack_set_plain (PONDER_BLOCK_STACK (self->report), report);
}

/* A wait has buttons of its own: cutting it short is trying again. */
static void
show_buttons (PonderErrorCard *self,
              gboolean         retrying,
              gboolean         unfinished)
{
  Remedies remedies = find_remedies (self->fault);

  gtk_widget_set_visible (GTK_WIDGET (self->time), retrying);
  gtk_widget_set_visible (self->retry_now, retrying);
  gtk_widget_set_visible (self->stop_retrying, retrying);
  gtk_widget_set_visible (self->go_on, !retrying && unfinished);
  gtk_widget_set_visible (self->try_again, !retrying);
  gtk_widget_set_visible (self->switch_model, retrying || (remedies & REMEDY_MODEL) != 0);
  gtk_widget_set_visible (self->provider_settings, !retrying && (remedies & REMEDY_SETTINGS) != 0);
}

static char *
dup_time (PonderCountdown *countdown)
{
  guint seconds = ponder_countdown_get_seconds_left (countdown);
  g_autofree char *time = g_strdup_printf ("%u:%02u", seconds / 60, seconds % 60);

  /* Translators: %s is a time like 0:42; the numbers are those of the try to come and of the last one. */
  return g_strdup_printf (_("Retrying in %s (attempt %u of %u)"), time, ponder_countdown_get_attempt (countdown),
                          ponder_countdown_get_n_attempts (countdown));
}

static void
update_time (PonderErrorCard *self)
{
  g_autoptr(PonderCountdown) countdown = g_signal_group_dup_target (self->countdown);
  g_autofree char *words = countdown != NULL ? dup_time (countdown) : NULL;

  gtk_label_set_text (self->time, words != NULL ? words : "");
}

/* What a screen reader says once; the seconds are a timer, which is only read to those who ask. */
static void
update_name (PonderErrorCard *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, gtk_label_get_text (self->title),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, gtk_label_get_text (self->time),
                                  -1);
}

static void
retry_now_cb (PonderErrorCard *self)
{
  g_autoptr(PonderCountdown) countdown = g_signal_group_dup_target (self->countdown);

  if (countdown != NULL)
    ponder_countdown_skip (countdown);
}

static void
stop_retrying_cb (PonderErrorCard *self)
{
  g_autoptr(PonderCountdown) countdown = g_signal_group_dup_target (self->countdown);

  if (countdown != NULL)
    ponder_countdown_give_up (countdown);
}

static char *
copy_report_cb (PonderErrorCard *self)
{
  return ponder_fault_dup_report (self->fault);
}

static void
details_cb (PonderErrorCard *self)
{
  gboolean open = !gtk_widget_get_visible (self->report_box);

  g_signal_emit (self, signals[UNFOLDING], 0);
  gtk_widget_set_visible (self->report_box, open);
  gtk_image_set_from_icon_name (self->arrow, open ? "pan-down-symbolic" : "pan-end-symbolic");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->details), GTK_ACCESSIBLE_STATE_EXPANDED, open, -1);
}

static void
ponder_error_card_dispose (GObject *object)
{
  PonderErrorCard *self = PONDER_ERROR_CARD (object);

  g_clear_object (&self->countdown);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_pointer (&self->fault, ponder_fault_unref);

  G_OBJECT_CLASS (ponder_error_card_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, PonderErrorCard, content);
  gtk_widget_class_bind_template_child (widget_class, PonderErrorCard, icon);
  gtk_widget_class_bind_template_child (widget_class, PonderErrorCard, title);
  gtk_widget_class_bind_template_child (widget_class, PonderErrorCard, suggestion);
  gtk_widget_class_bind_template_child (widget_class, PonderErrorCard, wait);
  gtk_widget_class_bind_template_child (widget_class, PonderErrorCard, line);
  gtk_widget_class_bind_template_child (widget_class, PonderErrorCard, time);
  gtk_widget_class_bind_template_child (widget_class, PonderErrorCard, retry_now);
  gtk_widget_class_bind_template_child (widget_class, PonderErrorCard, go_on);
  gtk_widget_class_bind_template_child (widget_class, PonderErrorCard, try_again);
  gtk_widget_class_bind_template_child (widget_class, PonderErrorCard, switch_model);
  gtk_widget_class_bind_template_child (widget_class, PonderErrorCard, provider_settings);
  gtk_widget_class_bind_template_child (widget_class, PonderErrorCard, stop_retrying);
  gtk_widget_class_bind_template_child (widget_class, PonderErrorCard, details);
  gtk_widget_class_bind_template_child (widget_class, PonderErrorCard, arrow);
  gtk_widget_class_bind_template_child (widget_class, PonderErrorCard, report_box);
  gtk_widget_class_bind_template_callback (widget_class, copy_report_cb);
  gtk_widget_class_bind_template_callback (widget_class, details_cb);
  gtk_widget_class_bind_template_callback (widget_class, retry_now_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_retrying_cb);
}

static void
ponder_error_card_class_init (PonderErrorCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ponder_error_card_dispose;

  g_type_ensure (PONDER_TYPE_COPY_BUTTON);
  g_type_ensure (PONDER_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "ponder-error");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ponderchat/Ponder/chat/ponder-error-card.ui");
  bind_template (widget_class);

  signals[UNFOLDING] = g_signal_new ("unfolding", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                     NULL, G_TYPE_NONE, 0);
}

static void
ponder_error_card_init (PonderErrorCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->countdown = g_signal_group_new (PONDER_TYPE_COUNTDOWN);
  g_signal_group_connect_swapped (self->countdown, "notify::seconds-left", G_CALLBACK (update_time), self);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->details), GTK_ACCESSIBLE_STATE_EXPANDED, FALSE, -1);
  self->report = ponder_block_stack_new (NULL, FALSE);
  gtk_widget_add_css_class (self->report, "ponder-report");
  gtk_box_prepend (GTK_BOX (self->report_box), self->report);
}

GtkWidget *
ponder_error_card_new (void)
{
  return g_object_new (PONDER_TYPE_ERROR_CARD, NULL);
}

/* A button that had the keyboard and is no longer offered hands it to the first one that is. */
static void
keep_focus (PonderErrorCard *self)
{
  GtkWidget *child = gtk_widget_get_first_child (self->line);

  while (child != NULL && !(GTK_IS_BUTTON (child) && gtk_widget_get_visible (child)))
    child = gtk_widget_get_next_sibling (child);
  if (child != NULL)
    gtk_widget_grab_focus (child);
}

void
ponder_error_card_show (PonderErrorCard *self,
                        PonderMessage   *message,
                        PonderCountdown *countdown)
{
  GtkWidget *focused;

  g_return_if_fail (PONDER_IS_ERROR_CARD (self));
  g_return_if_fail (ponder_message_get_fault (message) != NULL);

  focused = gtk_widget_get_focus_child (self->line);
  show_fault (self, ponder_message_get_fault (message));
  g_signal_group_set_target (self->countdown, countdown);
  update_time (self);
  take_words (self->wait, countdown == NULL ? ponder_fault_dup_wait (self->fault, g_get_real_time () / G_USEC_PER_SEC)
                                            : NULL);
  show_buttons (self, countdown != NULL, ponder_message_is_unfinished (message));
  update_name (self);
  if (focused != NULL && !gtk_widget_get_visible (focused))
    keep_focus (self);
}
