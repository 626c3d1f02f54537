/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a review found in an answer, and what became of it. */

#include "config.h"

#include "ponder-think-review-part.h"

#include "ponder-column-layout.h"
#include "ponder-think-reason.h"
#include "ponder-think-summary.h"

#include <glib/gi18n.h>
#include <string.h>

/* More of a model's words than this in one place are shown by their beginning: a label is laid out whole. */
#define MAX_CHARACTERS 2000

/* Belongs to its panel. */
struct _PonderThinkReviewPart
{
  GtkWidget  parent_instance;

  char      *shown;     /* what it depends on, as last shown */
};

G_DEFINE_FINAL_TYPE (PonderThinkReviewPart, ponder_think_review_part, GTK_TYPE_WIDGET)

static void
clear (PonderThinkReviewPart *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
}

static void
ponder_think_review_part_dispose (GObject *object)
{
  clear (PONDER_THINK_REVIEW_PART (object));

  G_OBJECT_CLASS (ponder_think_review_part_parent_class)->dispose (object);
}

static void
ponder_think_review_part_finalize (GObject *object)
{
  g_free (PONDER_THINK_REVIEW_PART (object)->shown);

  G_OBJECT_CLASS (ponder_think_review_part_parent_class)->finalize (object);
}

static void
ponder_think_review_part_class_init (PonderThinkReviewPartClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ponder_think_review_part_dispose;
  object_class->finalize = ponder_think_review_part_finalize;

  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "ponder-review");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ponder_think_review_part_init (PonderThinkReviewPart *self)
{
  gtk_widget_set_layout_manager (GTK_WIDGET (self), ponder_column_layout_new (6, 0));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Review"), -1);
}

/* A model's words are text, whatever they look like. Takes @words. */
static GtkWidget *
add_label (PonderThinkReviewPart *self,
           char                  *words,
           const char            *css_class)
{
  GtkWidget *label;

  if (g_utf8_strlen (words, -1) > MAX_CHARACTERS)
    strcpy (g_utf8_offset_to_pointer (words, MAX_CHARACTERS - 1), "…");
  label = gtk_label_new (words);
  g_free (words);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_widget_set_parent (label, GTK_WIDGET (self));
  return label;
}

static const char *
get_severity (const PonderThinkIssue *issue)
{
  if (g_str_equal (issue->severity, "blocker"))
    return _("Blocker");
  return g_str_equal (issue->severity, "major") ? _("Major") : _("Minor");
}

/* The answer no longer says what was found fault with. */
static gboolean
is_mended (const PonderThinkState *state,
           const PonderThinkIssue *issue)
{
  return g_strcmp0 (state->verdict, "new") == 0 && issue->located && *issue->quote != '\0'
         && strstr (state->answer->str, issue->quote) == NULL;
}

static void
add_issue (PonderThinkReviewPart  *self,
           const PonderThinkState *state,
           const PonderThinkIssue *issue)
{
  g_autofree char *words = NULL;

  /* Translators: how grave something is that a review found ("Major"), and what it is. */
  words = g_strdup_printf (_("%s: %s"), get_severity (issue), issue->issue);
  add_label (self, g_steal_pointer (&words), NULL);
  if (*issue->quote != '\0')
    /* Translators: %s is a passage of the answer. */
    add_label (self, g_strdup_printf (issue->located ? _("“%s”") : _("“%s” (this does not stand in the answer)"),
                                      issue->quote), "ponder-quoted");
  if (is_mended (state, issue))
    add_label (self, g_strdup (_("✓ Mended")), "ponder-quoted");
  else if (*issue->fix != '\0')
    /* Translators: %s is what somebody proposes to do. */
    add_label (self, g_strdup_printf (_("Proposed: %s"), issue->fix), "ponder-quoted");
}

static void
add_change (PonderThinkReviewPart   *self,
            const PonderThinkChange *change)
{
  if (!change->applied)
    return;
  add_label (self, g_strdup_printf ("− %s", change->find), "ponder-removed");
  add_label (self, g_strdup_printf ("+ %s", *change->replacement != '\0' ? change->replacement : "…"),
             "ponder-added");
}

/* What happened to the answer after it was written, one after the other. */
static void
add_heading (PonderThinkReviewPart  *self,
             const PonderThinkState *state)
{
  g_autofree char *result = ponder_think_summary_dup_review (state);
  g_autofree char *problem = ponder_think_reason_dup_words (state->review_problem);

  if (problem != NULL)
    /* Translators: %s is why: words of an error. */
    add_label (self, g_strdup_printf (_("Review unavailable: %s"), problem), "ponder-flawed");
  else if (result == NULL)
    add_label (self, g_strdup (_("Not reviewed yet")), "ponder-caption");
  else if (g_strcmp0 (state->verdict, "new") == 0 && isfinite (state->score))
    /* Translators: %g is the mark that a review gave, like 8.5; %s is "revised (2 edits)". */
    add_label (self, g_strdup_printf (_("Review: %g/10 → %s"), state->score, result), "heading");
  else if (g_strcmp0 (state->verdict, "old") == 0)
    /* Translators: %s is "reviewed 8.5/10". */
    add_label (self, g_strdup_printf (_("Review: %s → kept as it was, a revision was not found to be better"), result),
               "heading");
  else
    /* Translators: %s is "reviewed 8.5/10". */
    add_label (self, g_strdup_printf (_("Review: %s"), result), "heading");
}

static void
fill (PonderThinkReviewPart  *self,
      const PonderThinkState *state)
{
  clear (self);
  add_heading (self, state);
  for (guint i = 0; i < state->issues->len; i++)
    add_issue (self, state, g_ptr_array_index (state->issues, i));
  for (guint i = 0; state->unmet != NULL && state->unmet[i] != NULL; i++)
    /* Translators: %s is something that the answer should do and does not. */
    add_label (self, g_strdup_printf (_("Not met: %s"), state->unmet[i]), NULL);
  for (guint i = 0; g_strcmp0 (state->verdict, "new") == 0 && i < state->changes->len; i++)
    add_change (self, g_ptr_array_index (state->changes, i));
}

void
ponder_think_review_part_show (PonderThinkReviewPart  *self,
                               const PonderThinkState *state)
{
  gboolean known;
  g_autofree char *key = NULL;

  g_return_if_fail (PONDER_IS_THINK_REVIEW_PART (self));

  known = state != NULL && (state->reviewed || state->review_problem != NULL
                            || state->phase == PONDER_THINK_PHASE_REVIEW);
  gtk_widget_set_visible (GTK_WIDGET (self), known);
  if (!known)
    return;
  key = g_strdup_printf ("%d %g %u %u %s %s", state->reviewed, state->score, state->issues->len, state->changes->len,
                         state->verdict != NULL ? state->verdict : "",
                         state->review_problem != NULL ? state->review_problem : "");
  if (g_strcmp0 (key, self->shown) == 0)
    return;
  g_free (self->shown);
  self->shown = g_steal_pointer (&key);
  fill (self, state);
}
