/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps of a run of deep think in their order, and how far it is. */

#include "config.h"

#include "ponder-think-phases.h"

#include "ponder-think-words.h"
#include "ponder-wrap-layout.h"

#include <glib/gi18n.h>

/* A label each, with a line before it; they go on in the next line where the width ends. Belongs to its panel. */
struct _PonderThinkPhases
{
  GtkWidget  parent_instance;

  GtkWidget *steps[PONDER_THINK_STRIP_N_STEPS];
};

G_DEFINE_FINAL_TYPE (PonderThinkPhases, ponder_think_phases, GTK_TYPE_WIDGET)

static const struct
{
  const char *mark;     /* behind its name: what is told by colour alone is not told */
  const char *css_class;
} looks[] = {
  [PONDER_THINK_STRIP_AHEAD] = { "", "ponder-ahead" },
  [PONDER_THINK_STRIP_ACTIVE] = { " …", "ponder-active" },
  [PONDER_THINK_STRIP_HALTED] = { " ‖", "ponder-active" },
  [PONDER_THINK_STRIP_DONE] = { " ✓", "ponder-done" },
  [PONDER_THINK_STRIP_FLAWED] = { " !", "ponder-flawed" },
  [PONDER_THINK_STRIP_LEFT_OUT] = { " –", "ponder-ahead" },
};

static void
ponder_think_phases_dispose (GObject *object)
{
  PonderThinkPhases *self = PONDER_THINK_PHASES (object);

  for (guint i = 0; i < PONDER_THINK_STRIP_N_STEPS; i++)
    g_clear_pointer (&self->steps[i], gtk_widget_unparent);

  G_OBJECT_CLASS (ponder_think_phases_parent_class)->dispose (object);
}

static void
ponder_think_phases_class_init (PonderThinkPhasesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ponder_think_phases_dispose;

  gtk_widget_class_set_css_name (widget_class, "ponder-phases");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
  gtk_widget_class_set_layout_manager_type (widget_class, PONDER_TYPE_WRAP_LAYOUT);
}

/* The line to the next one is behind its words: none begins a second row. */
static GtkWidget *
make_step (void)
{
  GtkWidget *step = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_LIST_ITEM, "spacing", 6, NULL);
  GtkWidget *line = gtk_separator_new (GTK_ORIENTATION_HORIZONTAL);

  gtk_widget_set_valign (line, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (step), gtk_label_new (NULL));
  gtk_box_append (GTK_BOX (step), line);
  return step;
}

static void
ponder_think_phases_init (PonderThinkPhases *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Steps"), -1);
  for (guint i = 0; i < PONDER_THINK_STRIP_N_STEPS; i++)
    {
      self->steps[i] = make_step ();
      gtk_widget_set_parent (self->steps[i], GTK_WIDGET (self));
    }
}

static void
set_look (GtkWidget            *label,
          PonderThinkStripState  state)
{
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    if (i != state && g_strcmp0 (looks[i].css_class, looks[state].css_class) != 0)
      gtk_widget_remove_css_class (label, looks[i].css_class);
  gtk_widget_add_css_class (label, looks[state].css_class);
}

static void
show_step (PonderThinkPhases *self,
           PonderThinkBoard  *board,
           PonderThinkStripStep    step)
{
  GtkWidget *label = gtk_widget_get_first_child (self->steps[step]);
  PonderThinkStripState state;
  g_autofree char *said = NULL;
  g_autofree char *name = ponder_think_words_dup_step (board, step, &state, &said);
  g_autofree char *words = g_strconcat (name, looks[state].mark, NULL);

  if (g_str_equal (gtk_label_get_text (GTK_LABEL (label)), words))
    return;
  gtk_label_set_text (GTK_LABEL (label), words);
  set_look (label, state);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->steps[step]), GTK_ACCESSIBLE_PROPERTY_LABEL, said, -1);
}

void
ponder_think_phases_show (PonderThinkPhases *self,
                          PonderThinkBoard  *board)
{
  const PonderThinkState *state;
  PonderThinkStripStep last;

  g_return_if_fail (PONDER_IS_THINK_PHASES (self));

  state = ponder_think_board_get_state (board);
  last = state == NULL || state->config->review ? PONDER_THINK_STRIP_REVIEW : PONDER_THINK_STRIP_REVIEW - 1;
  for (guint i = 0; i < PONDER_THINK_STRIP_N_STEPS; i++)
    {
      show_step (self, board, i);
      gtk_widget_set_visible (gtk_widget_get_last_child (self->steps[i]), i < last);
      gtk_widget_set_visible (self->steps[i], i <= last);
    }
}
