/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a connection test has found so far: a line per stage, and what went wrong. */

#include "config.h"

#include "ponder-connection-stages.h"

#include "ponder-dialogs.h"
#include "ponder-fault.h"

#include <glib/gi18n.h>

/* What stays free below the last line, in pixels. */
#define REVEAL_MARGIN 12

/* One stage. */
typedef struct
{
  GtkStack *stack;              /* a spinner while it runs, else a mark */
  GtkImage *mark;
  GtkLabel *title;
} Line;

/* Shows nothing before there is a test. */
struct _PonderConnectionStages
{
  GtkWidget             parent_instance;

  GtkWidget            *box;
  GtkBox               *lines;
  GtkWidget            *problem_box;
  GtkLabel             *problem;

  Line                  line[PONDER_N_TEST_STAGES];
  PonderConnectionTest *test;
  GSignalGroup         *signals;
  PonderFault          *fault;

  guint                 reveal;         /* a tick callback */
  guint                 n_frames;       /* since there is something to reveal */
};

G_DEFINE_FINAL_TYPE (PonderConnectionStages, ponder_connection_stages, GTK_TYPE_WIDGET)

/* How each outcome looks, and what a screen reader says of it. */
static const struct
{
  const char *icon;
  const char *css_class;
  const char *words;
} looks[] = {
  [PONDER_TEST_NOT_TRIED] = { "content-loading-symbolic", "dim-label", N_("Not tried") },
  [PONDER_TEST_RUNNING] = { "content-loading-symbolic", "dim-label", N_("Being tried") },
  [PONDER_TEST_PASSED] = { "object-select-symbolic", "success", N_("Passed") },
  [PONDER_TEST_FAILED] = { "dialog-error-symbolic", "error", N_("Failed") },
  [PONDER_TEST_SKIPPED] = { "content-loading-symbolic", "dim-label", N_("Does not apply") },
};

static void
show_outcome (Line              *line,
              PonderTestStage    stage,
              PonderTestOutcome  outcome)
{
  const char *const classes[] = { looks[outcome].css_class, NULL };
  /* Translators: a stage of a test, and how it went: “The key is accepted: Failed”. */
  g_autofree char *description = g_strdup_printf (_("%s: %s"), ponder_test_stage_get_title (stage),
                                                  _(looks[outcome].words));

  gtk_stack_set_visible_child_name (line->stack, outcome == PONDER_TEST_RUNNING ? "spinner" : "mark");
  gtk_image_set_from_icon_name (line->mark, looks[outcome].icon);
  gtk_widget_set_css_classes (GTK_WIDGET (line->mark), (const char **) classes);
  if (outcome == PONDER_TEST_NOT_TRIED || outcome == PONDER_TEST_SKIPPED)
    gtk_widget_add_css_class (GTK_WIDGET (line->title), "dim-label");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (line->title), "dim-label");
  gtk_accessible_update_property (GTK_ACCESSIBLE (line->title), GTK_ACCESSIBLE_PROPERTY_LABEL, description, -1);
}

static void
changed_cb (PonderConnectionStages *self)
{
  for (PonderTestStage stage = PONDER_TEST_NAME; stage < PONDER_N_TEST_STAGES; stage++)
    show_outcome (&self->line[stage], stage, ponder_connection_test_get_outcome (self->test, stage));
}

static void
details_cb (PonderConnectionStages *self)
{
  ponder_dialogs_show_fault (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->fault);
}

/* On the second frame: by then what was shown has its place. */
static gboolean
reveal_cb (GtkWidget     *widget,
           GdkFrameClock *clock,
           gpointer       user_data)
{
  PonderConnectionStages *self = PONDER_CONNECTION_STAGES (widget);
  GtkWidget *scrolled = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);
  GtkWidget *viewport = gtk_widget_get_ancestor (widget, GTK_TYPE_VIEWPORT);
  graphene_rect_t bounds;

  if (++self->n_frames < 2)
    return G_SOURCE_CONTINUE;
  self->reveal = 0;
  if (scrolled != NULL && viewport != NULL
      && gtk_widget_compute_bounds (widget, gtk_viewport_get_child (GTK_VIEWPORT (viewport)), &bounds))
    gtk_adjustment_clamp_page (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled)),
                               bounds.origin.y, bounds.origin.y + bounds.size.height + REVEAL_MARGIN);
  return G_SOURCE_REMOVE;
}

/* A page that is longer than its window scrolls to what the test says. */
static void
reveal (PonderConnectionStages *self)
{
  self->n_frames = 0;
  if (self->reveal == 0)
    self->reveal = gtk_widget_add_tick_callback (GTK_WIDGET (self), reveal_cb, NULL, NULL);
}

static void
add_line (PonderConnectionStages *self,
          PonderTestStage         stage)
{
  Line *line = &self->line[stage];
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *spinner = gtk_spinner_new ();

  line->stack = GTK_STACK (gtk_stack_new ());
  line->mark = GTK_IMAGE (gtk_image_new ());
  line->title = GTK_LABEL (gtk_label_new (ponder_test_stage_get_title (stage)));
  gtk_spinner_set_spinning (GTK_SPINNER (spinner), TRUE);
  gtk_stack_add_named (line->stack, GTK_WIDGET (line->mark), "mark");
  gtk_stack_add_named (line->stack, spinner, "spinner");
  gtk_label_set_wrap (line->title, TRUE);
  gtk_label_set_xalign (line->title, 0);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (line->stack));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (line->title));
  gtk_box_append (self->lines, box);
}

static void
ponder_connection_stages_dispose (GObject *object)
{
  PonderConnectionStages *self = PONDER_CONNECTION_STAGES (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->test);
  g_clear_pointer (&self->fault, ponder_fault_unref);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (ponder_connection_stages_parent_class)->dispose (object);
}

static void
ponder_connection_stages_class_init (PonderConnectionStagesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ponder_connection_stages_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ponderchat/Ponder/prefs/ponder-connection-stages.ui");
  gtk_widget_class_bind_template_child (widget_class, PonderConnectionStages, box);
  gtk_widget_class_bind_template_child (widget_class, PonderConnectionStages, lines);
  gtk_widget_class_bind_template_child (widget_class, PonderConnectionStages, problem_box);
  gtk_widget_class_bind_template_child (widget_class, PonderConnectionStages, problem);
  gtk_widget_class_bind_template_callback (widget_class, details_cb);
}

static void
ponder_connection_stages_init (PonderConnectionStages *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (PonderTestStage stage = PONDER_TEST_NAME; stage < PONDER_N_TEST_STAGES; stage++)
    add_line (self, stage);
  self->signals = g_signal_group_new (PONDER_TYPE_CONNECTION_TEST);
  g_signal_group_connect_swapped (self->signals, "changed", G_CALLBACK (changed_cb), self);
}

void
ponder_connection_stages_set_test (PonderConnectionStages *self,
                                   PonderConnectionTest   *test)
{
  g_return_if_fail (PONDER_IS_CONNECTION_STAGES (self));

  g_set_object (&self->test, test);
  g_signal_group_set_target (self->signals, test);
  ponder_connection_stages_show_error (self, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), test != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->lines), test != NULL);
  if (test != NULL)
    {
      changed_cb (self);
      reveal (self);
    }
}

void
ponder_connection_stages_show_error (PonderConnectionStages *self,
                                     const GError           *error)
{
  g_autofree char *text = NULL;

  g_return_if_fail (PONDER_IS_CONNECTION_STAGES (self));

  g_clear_pointer (&self->fault, ponder_fault_unref);
  gtk_widget_set_visible (self->problem_box, error != NULL);
  if (error == NULL)
    return;

  self->fault = ponder_fault_new_from_error (error, "test");
  text = ponder_fault_dup_sentences (self->fault);
  gtk_label_set_label (self->problem, text);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  reveal (self);
}

char *
ponder_connection_stages_dup_praise (PonderConnectionTest *test)
{
  guint n = g_list_model_get_n_items (ponder_connection_test_get_models (test));

  /* Translators: a server answered with so many models after so many seconds. */
  return g_strdup_printf (ngettext ("It works: %u model in %.1f s", "It works: %u models in %.1f s", n), n,
                          ponder_connection_test_get_seconds (test));
}
