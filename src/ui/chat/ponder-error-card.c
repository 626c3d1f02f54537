/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why an answer failed and what can be done. */

#include "config.h"

#include "ponder-error-card.h"

#include "ponder-block-stack.h"
#include "ponder-copy-button.h"
#include "ponder-wrap-layout.h"

/* Under whatever came of the answer. Belongs to its row. */
struct _PonderErrorCard
{
  GtkWidget    parent_instance;

  PonderFault *fault;
  GtkWidget   *content;
  GtkImage    *icon;
  GtkLabel    *title;
  GtkLabel    *place;
  GtkLabel    *suggestion;
  GtkWidget   *switch_model;
  GtkWidget   *provider_settings;
  GtkExpander *details;
  GtkBox      *report_box;
  GtkWidget   *report;          /* a PonderBlockStack of plain text */
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
  REMEDY_NONE,
  REMEDY_MODEL,
  REMEDY_SETTINGS,
} Remedy;

static Remedy
find_remedy (PonderFault *fault)
{
  switch (fault->category)
    {
    case PONDER_ERROR_PERMISSION:
    case PONDER_ERROR_RATE_LIMIT:
    case PONDER_ERROR_CONTEXT_LENGTH:
    case PONDER_ERROR_MODEL_NOT_FOUND:
      return REMEDY_MODEL;
    case PONDER_ERROR_AUTHENTICATION:
    case PONDER_ERROR_BILLING:
    case PONDER_ERROR_KEYRING:
      return REMEDY_SETTINGS;
    case PONDER_ERROR_NETWORK:
      return fault->local ? REMEDY_SETTINGS : REMEDY_NONE;
    case PONDER_ERROR_INVALID_REQUEST:
    case PONDER_ERROR_CONTENT_FILTER:
    case PONDER_ERROR_SERVER:
    case PONDER_ERROR_TIMEOUT:
    case PONDER_ERROR_CANCELLED:
    case PONDER_ERROR_MALFORMED:
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

static char *
copy_report_cb (PonderErrorCard *self)
{
  return ponder_fault_dup_report (self->fault);
}

static void
details_cb (PonderErrorCard *self)
{
  g_signal_emit (self, signals[UNFOLDING], 0);
}

static void
ponder_error_card_dispose (GObject *object)
{
  PonderErrorCard *self = PONDER_ERROR_CARD (object);

  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_pointer (&self->fault, ponder_fault_unref);

  G_OBJECT_CLASS (ponder_error_card_parent_class)->dispose (object);
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
  gtk_widget_class_bind_template_child (widget_class, PonderErrorCard, content);
  gtk_widget_class_bind_template_child (widget_class, PonderErrorCard, icon);
  gtk_widget_class_bind_template_child (widget_class, PonderErrorCard, title);
  gtk_widget_class_bind_template_child (widget_class, PonderErrorCard, place);
  gtk_widget_class_bind_template_child (widget_class, PonderErrorCard, suggestion);
  gtk_widget_class_bind_template_child (widget_class, PonderErrorCard, switch_model);
  gtk_widget_class_bind_template_child (widget_class, PonderErrorCard, provider_settings);
  gtk_widget_class_bind_template_child (widget_class, PonderErrorCard, details);
  gtk_widget_class_bind_template_child (widget_class, PonderErrorCard, report_box);
  gtk_widget_class_bind_template_callback (widget_class, copy_report_cb);
  gtk_widget_class_bind_template_callback (widget_class, details_cb);

  signals[UNFOLDING] = g_signal_new ("unfolding", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                     NULL, G_TYPE_NONE, 0);
}

static void
ponder_error_card_init (PonderErrorCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->report = ponder_block_stack_new (NULL, FALSE);
  gtk_widget_add_css_class (self->report, "ponder-report");
  gtk_box_prepend (self->report_box, self->report);
}

GtkWidget *
ponder_error_card_new (void)
{
  return g_object_new (PONDER_TYPE_ERROR_CARD, NULL);
}

void
ponder_error_card_set_fault (PonderErrorCard *self,
                             PonderFault     *fault)
{
  g_autofree char *report = NULL;
  Remedy remedy;

  g_return_if_fail (PONDER_IS_ERROR_CARD (self));

  if (self->fault == fault)
    return;
  ponder_fault_ref (fault);
  g_clear_pointer (&self->fault, ponder_fault_unref);
  self->fault = fault;

  report = g_strchomp (ponder_fault_dup_report (fault));
  remedy = find_remedy (fault);
  show_severity (self, ponder_fault_get_severity (fault));
  take_words (self->title, ponder_fault_dup_title (fault));
  take_words (self->place, ponder_fault_dup_place (fault));
  take_words (self->suggestion, ponder_fault_dup_suggestion (fault));
  gtk_widget_set_visible (self->switch_model, remedy == REMEDY_MODEL);
  gtk_widget_set_visible (self->provider_settings, remedy == REMEDY_SETTINGS);
  ponder_block_stack_set_plain (PONDER_BLOCK_STACK (self->report), report);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_text (self->title), -1);
}
