/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a run of deep think wants of its reader, with the ways to go on. */

#include "config.h"

#include "ponder-think-banner.h"

#include "ponder-column-layout.h"
#include "ponder-think-words.h"
#include "ponder-wrap-layout.h"

#include <glib/gi18n.h>

/* Belongs to its panel. */
struct _PonderThinkBanner
{
  GtkWidget  parent_instance;

  GtkWidget *words;
  GtkWidget *degraded;
  GtkWidget *line;
  GtkWidget *start;
  GtkWidget *resume;
  GtkWidget *answer_now;
  GtkWidget *discard;
};

enum
{
  ASKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PonderThinkBanner, ponder_think_banner, GTK_TYPE_WIDGET)

static void
ask (PonderThinkBanner  *self,
     PonderThinkCommand  command)
{
  g_signal_emit (self, signals[ASKED], 0, command, NULL);
}

static void
start_cb (PonderThinkBanner *self)
{
  ask (self, PONDER_THINK_APPROVE);
}

static void
resume_cb (PonderThinkBanner *self)
{
  ask (self, PONDER_THINK_RESUME);
}

static void
answer_now_cb (PonderThinkBanner *self)
{
  ask (self, PONDER_THINK_ANSWER_NOW);
}

static void
discard_cb (PonderThinkBanner *self)
{
  ask (self, PONDER_THINK_STOP);
}

static void
ponder_think_banner_dispose (GObject *object)
{
  PonderThinkBanner *self = PONDER_THINK_BANNER (object);

  g_clear_pointer (&self->words, gtk_widget_unparent);
  g_clear_pointer (&self->degraded, gtk_widget_unparent);
  g_clear_pointer (&self->line, gtk_widget_unparent);

  G_OBJECT_CLASS (ponder_think_banner_parent_class)->dispose (object);
}

static void
ponder_think_banner_class_init (PonderThinkBannerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ponder_think_banner_dispose;

  g_type_ensure (PONDER_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "ponder-think-banner");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ponderchat/Ponder/think/ponder-think-banner.ui");
  gtk_widget_class_bind_template_child (widget_class, PonderThinkBanner, words);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkBanner, degraded);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkBanner, line);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkBanner, start);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkBanner, resume);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkBanner, answer_now);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkBanner, discard);
  gtk_widget_class_bind_template_callback (widget_class, start_cb);
  gtk_widget_class_bind_template_callback (widget_class, resume_cb);
  gtk_widget_class_bind_template_callback (widget_class, answer_now_cb);
  gtk_widget_class_bind_template_callback (widget_class, discard_cb);

  signals[ASKED] = g_signal_new ("asked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_STRING);
}

static void
ponder_think_banner_init (PonderThinkBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_layout_manager (GTK_WIDGET (self), ponder_column_layout_new (6, 0));
}

/* --- what is offered --- */

static gboolean
is_approved_here (PonderThinkStanding     standing,
                  const PonderThinkState *state)
{
  return standing == PONDER_THINK_STANDING_RUNNING && state != NULL && state->phase == PONDER_THINK_PHASE_APPROVE
         && !state->paused;
}

/* An end that is not the whole answer can be gone on from. */
static gboolean
has_loose_end (PonderThinkStanding     standing,
               const PonderThinkState *state)
{
  return standing == PONDER_THINK_STANDING_ENDED && state != NULL
         && state->outcome != PONDER_THINK_OUTCOME_DONE && state->outcome != PONDER_THINK_OUTCOME_DIRECT;
}

static char *
dup_resume_label (PonderThinkStanding     standing,
                  const PonderThinkState *state)
{
  guint n_missing = 0;

  if (state != NULL)
    n_missing = ponder_think_state_count_all (state) - ponder_think_state_count_answered (state);
  if (!has_loose_end (standing, state) || state->outcome != PONDER_THINK_OUTCOME_PARTIAL || n_missing == 0)
    return g_strdup (_("Resume"));
  /* Translators: %u is how many parts of a question have no answer yet. */
  return g_strdup_printf (ngettext ("Finish the Missing %u", "Finish the Missing %u", n_missing), n_missing);
}

static void
show_buttons (PonderThinkBanner      *self,
              PonderThinkStanding     standing,
              const PonderThinkState *state)
{
  gboolean interrupted = standing == PONDER_THINK_STANDING_INTERRUPTED;
  gboolean blocked = standing == PONDER_THINK_STANDING_BLOCKED;
  gboolean approved_here = is_approved_here (standing, state);
  gboolean loose = has_loose_end (standing, state);
  g_autofree char *label = dup_resume_label (standing, state);

  gtk_widget_set_visible (self->start, approved_here);
  gtk_widget_set_visible (self->resume, interrupted || blocked || loose);
  gtk_widget_set_visible (self->answer_now, interrupted);
  gtk_widget_set_visible (self->discard, interrupted || blocked);
  gtk_widget_set_visible (self->line, approved_here || interrupted || blocked || loose);
  gtk_button_set_label (GTK_BUTTON (self->resume), label);
  /* A question, or a warning? */
  if (approved_here)
    gtk_widget_add_css_class (GTK_WIDGET (self), "ponder-asking");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "ponder-asking");
  if (loose)
    gtk_widget_remove_css_class (self->resume, "suggested-action");
  else
    gtk_widget_add_css_class (self->resume, "suggested-action");
}

static void
show_words (GtkWidget  *label,
            const char *words)
{
  gtk_widget_set_visible (label, words != NULL);
  gtk_label_set_text (GTK_LABEL (label), words != NULL ? words : "");
}

void
ponder_think_banner_show (PonderThinkBanner *self,
                          PonderThinkBoard  *board)
{
  const PonderThinkState *state;
  g_autofree char *words = NULL;
  g_autofree char *degraded = NULL;

  g_return_if_fail (PONDER_IS_THINK_BANNER (self));

  state = ponder_think_board_get_state (board);
  words = ponder_think_words_dup_banner (board);
  degraded = state != NULL ? ponder_think_words_dup_degraded (state) : NULL;
  show_words (self->words, words);
  show_words (self->degraded, degraded);
  show_buttons (self, ponder_think_board_get_standing (board), state);
  gtk_widget_set_visible (GTK_WIDGET (self), words != NULL || degraded != NULL);
}
