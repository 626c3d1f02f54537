/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a run of deep think is, what it took, and what can be done about it while it runs. */

#include "config.h"

#include "ponder-think-controls.h"

#include "ponder-think-phases.h"
#include "ponder-think-words.h"
#include "ponder-wrap-layout.h"

#include <glib/gi18n.h>

/* Buttons that make no sense now are dimmed rather than gone: none comes to lie under the pointer in place of another.
 * Belongs to its panel. */
struct _PonderThinkControls
{
  GtkWidget          parent_instance;

  PonderThinkPhases *phases;
  GtkWidget         *totals;
  GtkWidget         *buttons;
  GtkWidget         *answer_now;
  GtkWidget         *pause;
  GtkWidget         *stop;
  GtkWidget         *remark;
  GtkWidget         *remark_entry;
  gboolean           paused;
};

enum
{
  ASKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PonderThinkControls, ponder_think_controls, GTK_TYPE_WIDGET)

static void
ask (PonderThinkControls *self,
     PonderThinkCommand   command,
     const char          *text)
{
  g_signal_emit (self, signals[ASKED], 0, command, text);
}

static void
answer_now_cb (PonderThinkControls *self)
{
  ask (self, PONDER_THINK_ANSWER_NOW, NULL);
}

static void
pause_cb (PonderThinkControls *self)
{
  ask (self, self->paused ? PONDER_THINK_RESUME : PONDER_THINK_PAUSE, NULL);
}

static void
stop_cb (PonderThinkControls *self)
{
  ask (self, PONDER_THINK_STOP, NULL);
}

static void
remark_cb (PonderThinkControls *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->remark_entry))));

  if (*text == '\0')
    return;
  gtk_editable_set_text (GTK_EDITABLE (self->remark_entry), "");
  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->remark));
  ask (self, PONDER_THINK_ADD_CONTEXT, text);
}

static void
ponder_think_controls_dispose (GObject *object)
{
  PonderThinkControls *self = PONDER_THINK_CONTROLS (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (ponder_think_controls_parent_class)->dispose (object);
}

static void
ponder_think_controls_class_init (PonderThinkControlsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ponder_think_controls_dispose;

  g_type_ensure (PONDER_TYPE_THINK_PHASES);
  g_type_ensure (PONDER_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "ponder-think-controls");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ponderchat/Ponder/think/ponder-think-controls.ui");
  gtk_widget_class_bind_template_child (widget_class, PonderThinkControls, phases);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkControls, totals);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkControls, buttons);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkControls, answer_now);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkControls, pause);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkControls, stop);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkControls, remark);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkControls, remark_entry);
  gtk_widget_class_bind_template_callback (widget_class, answer_now_cb);
  gtk_widget_class_bind_template_callback (widget_class, pause_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, remark_cb);

  signals[ASKED] = g_signal_new ("asked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_STRING);
}

static void
ponder_think_controls_init (PonderThinkControls *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* What was typed is not taken away, also when it comes too late. */
static gboolean
is_remarking (PonderThinkControls *self)
{
  GtkPopover *popover = gtk_menu_button_get_popover (GTK_MENU_BUTTON (self->remark));

  return gtk_widget_get_visible (GTK_WIDGET (popover));
}

static void
show_buttons (PonderThinkControls    *self,
              gboolean                running,
              const PonderThinkState *state)
{
  gboolean approving = state != NULL && state->phase == PONDER_THINK_PHASE_APPROVE;
  gboolean early = state != NULL && state->phase <= PONDER_THINK_PHASE_SOLVE && state->answer->len == 0;

  self->paused = state != NULL && state->paused;
  gtk_widget_set_visible (self->buttons, running);
  gtk_widget_set_visible (self->answer_now, !approving);
  gtk_widget_set_sensitive (self->answer_now, state != NULL && !state->hurried);
  gtk_widget_set_visible (self->pause, !approving);
  gtk_button_set_label (GTK_BUTTON (self->pause), self->paused ? _("Resume") : _("Pause"));
  gtk_widget_set_tooltip_text (self->pause, self->paused ? _("Go on where it stopped")
                                                         : _("Begin nothing new; what is being written is finished"));
  gtk_widget_set_sensitive (self->remark, early || is_remarking (self));
}

void
ponder_think_controls_show (PonderThinkControls *self,
                            PonderThinkBoard    *board)
{
  g_autofree char *totals = NULL;

  g_return_if_fail (PONDER_IS_THINK_CONTROLS (self));

  totals = ponder_think_words_dup_totals (board);
  ponder_think_phases_show (self->phases, board);
  gtk_label_set_text (GTK_LABEL (self->totals), totals);
  show_buttons (self, ponder_think_board_get_standing (board) == PONDER_THINK_STANDING_RUNNING,
                ponder_think_board_get_state (board));
}
