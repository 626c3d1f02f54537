/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How an answer came about by thinking deeply: one line above it, or the whole board. */

#include "config.h"

#include "ponder-think-panel.h"

#include "ponder-column-layout.h"
#include "ponder-think-banner.h"
#include "ponder-think-chart.h"
#include "ponder-think-controls.h"
#include "ponder-think-parts.h"
#include "ponder-think-review-part.h"
#include "ponder-think-words.h"
#include "ponder-toasts.h"

#include <glib/gi18n.h>

/* So often at most it shows what is new: a run has many events a second. */
#define UPDATE_MS 125
#define CLOCK_SECONDS 1

typedef enum
{
  CHOICE_NONE,          /* nobody opened or closed it: it knows best */
  CHOICE_OPEN,
  CHOICE_CLOSED,
} Choice;

/* Nothing of it ticks while it cannot be seen, or while nothing runs. Belongs to its row. */
struct _PonderThinkPanel
{
  GtkWidget              parent_instance;

  PonderThinkBoard      *board;
  PonderCodeHighlighter *highlighter;
  GtkWidget             *button;
  GtkWidget             *arrow;
  GtkLabel              *title;
  GtkWidget             *whole;
  PonderThinkControls   *controls;
  PonderThinkBanner     *banner;
  GtkWidget             *tabs;
  GtkToggleButton       *parts_tab;
  GtkToggleButton       *chart_tab;
  GtkStack              *stack;
  GtkWidget             *parts;         /* (nullable): before it was looked at, as the next one */
  GtkWidget             *chart;
  PonderThinkReviewPart *review;
  PonderAnnouncer       *announcer;
  char                  *phase;         /* (nullable): as last seen */
  Choice                 choice;
  gboolean               kept_open;     /* somebody was in it when it would have folded */
  gboolean               open;
  gboolean               asked;         /* it was asked to go on, and says nothing yet */
  guint                  update_source;
  guint                  clock_source;
  gint64                 updated;       /* in microseconds of the monotonic clock */
};

enum
{
  TOGGLED,
  UNFOLDING,
  CHANGING,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PonderThinkPanel, ponder_think_panel, GTK_TYPE_WIDGET)

static void update (PonderThinkPanel *self);
static void changed_cb (PonderThinkPanel *self);

/* --- focus --- */

static gboolean
has_focus_inside (PonderThinkPanel *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, self->whole);
}

/* What had the keyboard is gone, or dimmed (its window still names it): the next thing in here gets it. */
static void
keep_focus (PonderThinkPanel *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus != NULL && gtk_widget_get_mapped (focus) && gtk_widget_is_sensitive (focus))
    return;
  if (!self->open || (!gtk_widget_child_focus (GTK_WIDGET (self->controls), GTK_DIR_TAB_FORWARD)
                      && !gtk_widget_child_focus (self->whole, GTK_DIR_TAB_FORWARD)))
    gtk_widget_grab_focus (self->button);
}

/* --- open or closed --- */

static gboolean
wants_open (PonderThinkPanel *self)
{
  const PonderThinkState *state = ponder_think_board_get_state (self->board);

  if (self->choice != CHOICE_NONE)
    return self->choice == CHOICE_OPEN;
  if (ponder_think_board_get_standing (self->board) != PONDER_THINK_STANDING_ENDED)
    return TRUE;
  return self->kept_open || (state != NULL && state->config->show_process);
}

static void
show_open (PonderThinkPanel *self,
           gboolean          open)
{
  if (self->open == open)
    return;
  self->open = open;
  gtk_image_set_from_icon_name (GTK_IMAGE (self->arrow), open ? "pan-down-symbolic" : "pan-end-symbolic");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_STATE_EXPANDED, open, -1);
  gtk_widget_set_visible (self->whole, open);
}

static void
choose_open (PonderThinkPanel *self)
{
  if (self->open && !wants_open (self) && has_focus_inside (self))
    self->kept_open = self->choice == CHOICE_NONE;
  if (wants_open (self) == self->open)
    return;
  show_open (self, wants_open (self));
}

static void
clicked_cb (PonderThinkPanel *self)
{
  g_signal_emit (self, signals[UNFOLDING], 0);
  ponder_think_panel_set_open (self, !self->open);
  g_signal_emit (self, signals[TOGGLED], 0, self->open);
  /* What changes by itself comes after the frame in which it grows downwards. */
  g_clear_handle_id (&self->update_source, g_source_remove);
  self->updated = g_get_monotonic_time ();
  changed_cb (self);
}

static void
unfolding_cb (PonderThinkPanel *self)
{
  g_signal_emit (self, signals[UNFOLDING], 0);
}

/* Most panels are never opened: what is inside is made when it is first shown. */
static void
show_parts (PonderThinkPanel *self)
{
  if (self->parts == NULL)
    {
      self->parts = ponder_think_parts_new (self->board, self->highlighter);
      gtk_stack_add_child (self->stack, self->parts);
      g_signal_connect_object (self->parts, "unfolding", G_CALLBACK (unfolding_cb), self, G_CONNECT_SWAPPED);
    }
  ponder_think_parts_update (PONDER_THINK_PARTS (self->parts));
  gtk_stack_set_visible_child (self->stack, self->parts);
}

static void
show_chart (PonderThinkPanel *self)
{
  if (self->chart == NULL)
    {
      self->chart = ponder_think_chart_new (self->board);
      gtk_stack_add_child (self->stack, self->chart);
    }
  ponder_think_chart_update (PONDER_THINK_CHART (self->chart));
  gtk_stack_set_visible_child (self->stack, self->chart);
}

static void
show_tab (PonderThinkPanel *self)
{
  if (gtk_toggle_button_get_active (self->chart_tab))
    show_chart (self);
  else
    show_parts (self);
}

static void
tab_cb (PonderThinkPanel *self)
{
  g_signal_emit (self, signals[UNFOLDING], 0);
  show_tab (self);
}

/* --- what is asked for --- */

static void
asked_cb (PonderThinkPanel *self,
          guint             command,
          const char       *text)
{
  gboolean runs = ponder_think_board_get_standing (self->board) == PONDER_THINK_STANDING_RUNNING;

  if (self->asked)
    return;
  self->asked = !runs;
  if (!ponder_think_board_command (self->board, command, NULL, text))
    {
      self->asked = FALSE;
      ponder_toasts_show (GTK_WIDGET (self),
                          command == PONDER_THINK_ADD_CONTEXT
                          ? _("The answer is being written already: ask for it in your next question")
                          : _("This cannot be done any more"));
    }
  update (self);
}

static void
problem_cb (PonderThinkPanel *self,
            PonderFault      *fault)
{
  g_autofree char *words = ponder_fault_dup_sentences (fault);

  self->asked = FALSE;
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    ponder_toasts_show (GTK_WIDGET (self), words);
}

/* --- what is new --- */

static void
say (PonderThinkPanel *self,
     const char       *words)
{
  if (words != NULL && ponder_announcer_is_heard (self->announcer))
    ponder_announcer_say (self->announcer, words);
}

/* Only what begins, and the end: what was there when it came into sight is for the reader to find. */
static void
announce (PonderThinkPanel *self)
{
  g_autofree char *phase = ponder_think_words_dup_phase (self->board);

  if (g_strcmp0 (phase, self->phase) == 0)
    return;
  if (phase != NULL)
    {
      say (self, phase);
    }
  else
    {
      g_autofree char *title = ponder_think_words_dup_title (self->board);

      say (self, title);
    }
  g_free (self->phase);
  self->phase = g_steal_pointer (&phase);
}

static void
show_title (PonderThinkPanel *self)
{
  gboolean told_below = self->open && ponder_think_board_get_standing (self->board) != PONDER_THINK_STANDING_ENDED;
  g_autofree char *title = told_below ? g_strdup (_("Deep think")) : ponder_think_words_dup_title (self->board);

  if (g_str_equal (gtk_label_get_text (self->title), title))
    return;
  gtk_label_set_text (self->title, title);
  /* A button is not named after what lies deeper in it. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

static void
show_whole (PonderThinkPanel *self)
{
  const PonderThinkState *state = ponder_think_board_get_state (self->board);
  gboolean has_parts = state != NULL && ponder_think_state_count_all (state) > 0;

  gtk_widget_set_visible (GTK_WIDGET (self->controls), state != NULL);
  ponder_think_controls_show (self->controls, self->board);
  ponder_think_banner_show (self->banner, self->board);
  ponder_think_review_part_show (self->review, state);
  gtk_widget_set_visible (self->tabs, has_parts);
  gtk_widget_set_visible (GTK_WIDGET (self->stack), has_parts);
  show_tab (self);
}

static gboolean
is_going_on (PonderThinkPanel *self)
{
  const PonderThinkState *state = ponder_think_board_get_state (self->board);

  if (state == NULL || ponder_think_board_get_standing (self->board) != PONDER_THINK_STANDING_RUNNING)
    return FALSE;
  for (guint i = 0; i < state->nodes->len; i++)
    {
      const PonderThinkNode *node = g_ptr_array_index (state->nodes, i);

      if (node->state == PONDER_THINK_RUNNING)
        return TRUE;
    }
  return FALSE;
}

static gboolean
clock_cb (gpointer user_data)
{
  update (user_data);
  return G_SOURCE_CONTINUE;
}

static void
run_clock (PonderThinkPanel *self)
{
  gboolean needed = gtk_widget_get_mapped (GTK_WIDGET (self)) && is_going_on (self);

  if (!needed)
    g_clear_handle_id (&self->clock_source, g_source_remove);
  else if (self->clock_source == 0)
    self->clock_source = g_timeout_add_seconds (CLOCK_SECONDS, clock_cb, self);
}

static void
update (PonderThinkPanel *self)
{
  gboolean had_focus = has_focus_inside (self);

  g_clear_handle_id (&self->update_source, g_source_remove);
  self->updated = g_get_monotonic_time ();
  g_signal_emit (self, signals[CHANGING], 0);
  choose_open (self);
  show_title (self);
  if (self->open)
    show_whole (self);
  run_clock (self);
  announce (self);
  if (had_focus)
    keep_focus (self);
}

static gboolean
update_cb (gpointer user_data)
{
  PonderThinkPanel *self = user_data;

  self->update_source = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (PonderThinkPanel *self)
{
  gint64 since = (g_get_monotonic_time () - self->updated) / 1000;

  self->asked = FALSE;
  if (self->update_source == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->update_source = g_timeout_add ((guint) CLAMP (UPDATE_MS - since, 0, UPDATE_MS), update_cb, self);
}

/* --- the widget --- */

static void
ponder_think_panel_map (GtkWidget *widget)
{
  PonderThinkPanel *self = PONDER_THINK_PANEL (widget);

  GTK_WIDGET_CLASS (ponder_think_panel_parent_class)->map (widget);
  /* What changed out of sight is there at once, and where it ended long ago is nothing new. */
  g_free (self->phase);
  self->phase = ponder_think_words_dup_phase (self->board);
  ponder_think_board_load (self->board);
  update (self);
}

static void
ponder_think_panel_unmap (GtkWidget *widget)
{
  PonderThinkPanel *self = PONDER_THINK_PANEL (widget);

  g_clear_handle_id (&self->update_source, g_source_remove);
  g_clear_handle_id (&self->clock_source, g_source_remove);
  GTK_WIDGET_CLASS (ponder_think_panel_parent_class)->unmap (widget);
}

static void
ponder_think_panel_dispose (GObject *object)
{
  PonderThinkPanel *self = PONDER_THINK_PANEL (object);

  g_clear_handle_id (&self->update_source, g_source_remove);
  g_clear_handle_id (&self->clock_source, g_source_remove);
  g_clear_pointer (&self->announcer, ponder_announcer_free);
  g_clear_pointer (&self->button, gtk_widget_unparent);
  g_clear_pointer (&self->whole, gtk_widget_unparent);
  if (self->board != NULL)
    ponder_think_board_unwatch (self->board);
  g_clear_object (&self->board);
  g_clear_object (&self->highlighter);

  G_OBJECT_CLASS (ponder_think_panel_parent_class)->dispose (object);
}

static void
ponder_think_panel_finalize (GObject *object)
{
  g_free (PONDER_THINK_PANEL (object)->phase);

  G_OBJECT_CLASS (ponder_think_panel_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, PonderThinkPanel, button);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkPanel, arrow);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkPanel, title);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkPanel, whole);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkPanel, controls);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkPanel, banner);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkPanel, tabs);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkPanel, parts_tab);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkPanel, chart_tab);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkPanel, stack);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkPanel, review);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, asked_cb);
  gtk_widget_class_bind_template_callback (widget_class, tab_cb);
}

static void
ponder_think_panel_class_init (PonderThinkPanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ponder_think_panel_dispose;
  object_class->finalize = ponder_think_panel_finalize;
  widget_class->map = ponder_think_panel_map;
  widget_class->unmap = ponder_think_panel_unmap;

  g_type_ensure (PONDER_TYPE_THINK_BANNER);
  g_type_ensure (PONDER_TYPE_THINK_CONTROLS);
  g_type_ensure (PONDER_TYPE_THINK_REVIEW_PART);
  gtk_widget_class_set_css_name (widget_class, "ponder-think");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ponderchat/Ponder/think/ponder-think-panel.ui");
  bind_template (widget_class);

  signals[TOGGLED] = g_signal_new ("toggled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  signals[UNFOLDING] = g_signal_new ("unfolding", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 0);
  signals[CHANGING] = g_signal_new ("changing", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
ponder_think_panel_init (PonderThinkPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_layout_manager (GTK_WIDGET (self), ponder_column_layout_new (6, 0));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Deep think"), -1);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_STATE_EXPANDED, FALSE, -1);
  self->announcer = ponder_announcer_new (GTK_WIDGET (self));
}

GtkWidget *
ponder_think_panel_new (PonderThinkBoard      *board,
                        PonderCodeHighlighter *highlighter)
{
  PonderThinkPanel *self = g_object_new (PONDER_TYPE_THINK_PANEL, NULL);

  self->board = g_object_ref (board);
  ponder_think_board_watch (board);
  self->highlighter = g_object_ref (highlighter);
  g_signal_connect_object (board, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (board, "problem", G_CALLBACK (problem_cb), self, G_CONNECT_SWAPPED);
  /* It is measured before it is seen. */
  show_open (self, wants_open (self));
  show_title (self);
  if (self->open)
    show_whole (self);
  return GTK_WIDGET (self);
}

gboolean
ponder_think_panel_get_open (PonderThinkPanel *self)
{
  g_return_val_if_fail (PONDER_IS_THINK_PANEL (self), FALSE);

  return self->open;
}

void
ponder_think_panel_set_open (PonderThinkPanel *self,
                             gboolean          open)
{
  g_return_if_fail (PONDER_IS_THINK_PANEL (self));

  self->choice = open ? CHOICE_OPEN : CHOICE_CLOSED;
  show_open (self, open);
  show_title (self);
  if (open)
    show_whole (self);
}

PonderAnnouncer *
ponder_think_panel_get_announcer (PonderThinkPanel *self)
{
  g_return_val_if_fail (PONDER_IS_THINK_PANEL (self), NULL);

  return self->announcer;
}
