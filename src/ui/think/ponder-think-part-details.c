/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All there is to know of one part of a run: what was asked, what came of it, and how. */

#include "config.h"

#include "ponder-think-part-details.h"

#include "ponder-block-stack.h"
#include "ponder-column-layout.h"
#include "ponder-copy-button.h"
#include "ponder-link.h"
#include "ponder-links.h"
#include "ponder-message-text.h"
#include "ponder-think-reason.h"
#include "ponder-think-summary.h"
#include "ponder-think-trailer.h"
#include "ponder-tooltip.h"

#include <glib/gi18n.h>
#include <string.h>

/* In the order in which they stand. */
typedef enum
{
  SECTION_ASK,
  SECTION_INPUTS,
  SECTION_HINT,
  SECTION_PROBLEM,
  SECTION_ANSWER,
  SECTION_CHECK,
  SECTION_LIMITS,
  SECTION_SOURCES,
  SECTION_ATTEMPTS,
  N_SECTIONS
} SectionKind;

/* A heading and what is under it; not shown while that is empty. */
typedef struct
{
  GtkWidget *box;
  GtkLabel  *heading;
  GtkWidget *blocks;            /* a PonderBlockStack */
  char      *text;              /* that is shown */
} Section;

/* Belongs to its row. */
struct _PonderThinkPartDetails
{
  GtkWidget         parent_instance;

  Section           sections[N_SECTIONS];
  GtkWidget        *copy;
  GtkWidget        *more;               /* (nullable): shows the whole answer */
  GtkWidget        *links;              /* of the sources */
  const GPtrArray  *shown_sources;      /* only compared */
  guint             n_sources;
  char             *answer;             /* as it is copied */
  gboolean          whole;              /* all of the answer is shown, however long it is */
};

enum
{
  UNFOLDING,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PonderThinkPartDetails, ponder_think_part_details, GTK_TYPE_WIDGET)

static void
unfolding_cb (PonderThinkPartDetails *self)
{
  g_signal_emit (self, signals[UNFOLDING], 0);
}

/* --- words --- */

/* FALSE: it is there already. */
static gboolean
note_text (Section    *section,
           const char *text)
{
  if (g_strcmp0 (section->text, text) == 0)
    return FALSE;
  g_free (section->text);
  section->text = g_strdup (text);
  return TRUE;
}

static void
show_words (PonderThinkPartDetails *self,
            SectionKind             kind,
            const char             *text)
{
  Section *section = &self->sections[kind];

  if (!note_text (section, text))
    return;
  ponder_block_stack_set_plain (PONDER_BLOCK_STACK (section->blocks), text);
  gtk_widget_set_visible (section->box, *text != '\0');
}

static void
append_line (GString    *lines,
             const char *line)
{
  g_string_append_printf (lines, "%s%s", lines->len > 0 ? "\n" : "", line);
}

/* "b · What is known · done" */
static char *
dup_inputs (const PonderThinkPart *part)
{
  GString *lines = g_string_new (NULL);

  for (guint i = 0; part->node->deps[i] != NULL; i++)
    {
      PonderThinkPart input = *part;
      g_autofree char *title = NULL;
      g_autofree char *line = NULL;

      input.node = ponder_think_state_find (part->state, part->node->deps[i]);
      if (input.node == NULL)
        continue;
      title = ponder_think_part_dup_title (&input);
      line = g_strjoin (" · ", input.node->id, title, ponder_think_part_get_state_word (&input), NULL);
      append_line (lines, line);
    }
  return g_string_free (lines, FALSE);
}

static char *
dup_limits (const PonderThinkNode *node)
{
  GString *lines = g_string_new (NULL);

  for (guint i = 0; node->limits != NULL && node->limits[i] != NULL; i++)
    {
      g_autofree char *limit = ponder_think_part_dup_line (node->limits[i]);
      g_autofree char *line = g_strconcat ("• ", limit, NULL);

      append_line (lines, line);
    }
  return g_string_free (lines, FALSE);
}

/* --- attempts --- */

static const char *
get_end (const PonderThinkPart *part,
         const PonderThinkSpan *span)
{
  PonderThinkNode node = *part->node;
  PonderThinkPart then = *part;

  node.state = span->state;
  then.node = &node;
  if (span->ended >= 0 && span->state == PONDER_THINK_CANCELLED)
    return C_("attempt of a part", "broken off");
  return ponder_think_part_get_state_word (&then);
}

static char *
dup_attempt (const PonderThinkPart *part,
             const PonderThinkSpan *span,
             guint                  number)
{
  gboolean open = span->ended < 0;
  g_autofree char *lasted = NULL;
  /* Translators: the number of an attempt, then minutes and seconds since the beginning: “1 · at 0:03”. */
  GString *line = g_string_new (NULL);

  g_string_append_printf (line, _("%u · at %d:%02d"), number, (int) (span->started / 60000),
                          (int) (span->started / 1000 % 60));
  if (span->hedge)
    g_string_append_printf (line, " · %s", _("asked a second time beside it"));
  if (span->first_token >= 0)
    {
      g_string_append (line, " · ");
      /* Translators: how long the first word of an answer took. */
      g_string_append_printf (line, _("first word after %.1f s"), (double) (span->first_token - span->started) / 1000);
    }
  if (!open || ponder_think_part_is_running (part))
    {
      lasted = ponder_think_summary_dup_duration (MAX (0, (open ? part->now : span->ended) - span->started));
      g_string_append_printf (line, " · %s", lasted);
    }
  g_string_append_printf (line, " · %s", get_end (part, span));
  return g_string_free (line, FALSE);
}

static char *
dup_attempts (const PonderThinkPart *part)
{
  guint n_calls = part->node->calls + part->node->sent;
  GString *lines = g_string_new (NULL);

  for (guint i = 0; i < part->node->spans->len; i++)
    {
      g_autofree char *line = dup_attempt (part, &g_array_index (part->node->spans, PonderThinkSpan, i), i + 1);

      append_line (lines, line);
    }
  if (n_calls != part->node->spans->len && lines->len > 0)
    {
      /* Translators: %u is how many requests were sent for all attempts together. */
      g_autofree char *line = g_strdup_printf (ngettext ("%u request in all", "%u requests in all", n_calls), n_calls);

      append_line (lines, line);
    }
  return g_string_free (lines, FALSE);
}

/* --- the answer --- */

static void show_answer (PonderThinkPartDetails *self);

static void
more_cb (PonderThinkPartDetails *self)
{
  unfolding_cb (self);
  self->whole = TRUE;
  gtk_widget_grab_focus (self->copy);
  show_answer (self);
}

static void
offer_more (PonderThinkPartDetails *self,
            gsize                   length)
{
  g_autofree char *size = g_format_size (length);
  /* Translators: %s is a size like 1.2 MB. */
  g_autofree char *words = g_strdup_printf (_("Show all (%s)"), size);

  if (self->more == NULL)
    {
      self->more = gtk_button_new ();
      gtk_widget_set_halign (self->more, GTK_ALIGN_START);
      g_signal_connect_object (self->more, "clicked", G_CALLBACK (more_cb), self, G_CONNECT_SWAPPED);
      gtk_box_append (GTK_BOX (self->sections[SECTION_ANSWER].box), self->more);
    }
  gtk_button_set_label (GTK_BUTTON (self->more), words);
}

static void
drop_more (PonderThinkPartDetails *self)
{
  if (self->more != NULL)
    gtk_box_remove (GTK_BOX (self->sections[SECTION_ANSWER].box), self->more);
  self->more = NULL;
}

/* Of a text that is very long only the beginning is laid out, unless it was shorter when it was first looked at. */
static void
show_answer (PonderThinkPartDetails *self)
{
  gsize fold = ponder_message_text_find_fold (self->answer);
  g_autofree char *shown = NULL;

  if (self->answer[fold] == '\0')
    self->whole = TRUE;
  if (self->whole)
    drop_more (self);
  else
    offer_more (self, strlen (self->answer));
  shown = self->whole ? NULL : g_strndup (self->answer, fold);
  ponder_block_stack_set_markdown (PONDER_BLOCK_STACK (self->sections[SECTION_ANSWER].blocks),
                                   shown != NULL ? shown : self->answer);
  gtk_widget_set_visible (self->sections[SECTION_ANSWER].box, *self->answer != '\0');
}

static void
update_answer (PonderThinkPartDetails *self,
               const PonderThinkNode  *node)
{
  gboolean kept = node->text->len == 0 && node->kept != NULL;
  const char *text = kept ? node->kept : node->text->str;
  const char *heading = kept ? _("The Answer Before") : _("Answer");

  if (g_strcmp0 (gtk_label_get_text (self->sections[SECTION_ANSWER].heading), heading) != 0)
    gtk_label_set_text (self->sections[SECTION_ANSWER].heading, heading);
  /* As it came, which is quicker to compare than to look for the end of what is for a person. */
  if (!note_text (&self->sections[SECTION_ANSWER], text))
    return;
  g_free (self->answer);
  self->answer = g_strndup (text, ponder_think_trailer_find (text));
  show_answer (self);
}

static char *
copy_cb (PonderThinkPartDetails *self)
{
  return g_strdup (self->answer);
}

/* --- sources --- */

static void
open_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  ponder_links_open (widget, g_variant_get_string (parameter, NULL));
}

static GtkWidget *
create_source (const PonderThinkSource *source)
{
  g_autofree char *target = ponder_link_dup_safe_target (source->url);
  g_autofree char *display = ponder_link_dup_display (source->url);
  g_autofree char *title = ponder_think_part_dup_line (*source->title != '\0' ? source->title : display);
  g_autofree char *words = g_strjoin (" · ", title, display, NULL);
  GtkWidget *label = gtk_label_new (words);
  GtkWidget *button;

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  if (target == NULL)
    return label;
  button = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "source.open");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", target);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "ponder-part-source");
  ponder_tooltip_set_text (button, display);
  return button;
}

static void
update_sources (PonderThinkPartDetails *self,
                const PonderThinkNode  *node)
{
  guint n = node->sources != NULL ? node->sources->len : 0;
  g_autofree char *problem = ponder_think_part_dup_line (node->sources_problem != NULL ? node->sources_problem : "");

  show_words (self, SECTION_SOURCES, problem);
  if (self->shown_sources != node->sources || self->n_sources != n)
    {
      GtkWidget *child;

      while ((child = gtk_widget_get_first_child (self->links)) != NULL)
        gtk_box_remove (GTK_BOX (self->links), child);
      for (guint i = 0; i < n; i++)
        gtk_box_append (GTK_BOX (self->links), create_source (g_ptr_array_index (node->sources, i)));
      self->shown_sources = node->sources;
      self->n_sources = n;
    }
  gtk_widget_set_visible (self->sections[SECTION_SOURCES].box, n > 0 || *problem != '\0');
}

/* --- the object --- */

static const char *
get_heading (SectionKind kind)
{
  switch (kind)
    {
    case SECTION_ASK:
      return _("What Is Asked");
    case SECTION_INPUTS:
      return _("Builds Upon");
    case SECTION_HINT:
      return _("Hint for This Try");
    case SECTION_PROBLEM:
      return _("What Went Wrong");
    case SECTION_ANSWER:
      return _("Answer");
    case SECTION_CHECK:
      return _("Check");
    case SECTION_LIMITS:
      return _("Assumed, Not Checked, or Missing");
    case SECTION_SOURCES:
      return _("Found in the Web");
    case SECTION_ATTEMPTS:
      return _("Attempts");
    case N_SECTIONS:
      break;
    }
  return "";
}

static GtkWidget *
create_section (PonderThinkPartDetails *self,
                SectionKind             kind,
                PonderCodeHighlighter  *highlighter)
{
  Section *section = &self->sections[kind];
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  section->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  section->heading = GTK_LABEL (gtk_label_new (get_heading (kind)));
  section->blocks = ponder_block_stack_new (kind == SECTION_ANSWER ? highlighter : NULL, FALSE);
  g_signal_connect_object (section->blocks, "unfolding", G_CALLBACK (unfolding_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_css_class (GTK_WIDGET (section->heading), "ponder-part-heading");
  gtk_label_set_xalign (section->heading, 0);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (section->heading));
  gtk_box_append (GTK_BOX (section->box), line);
  gtk_box_append (GTK_BOX (section->box), section->blocks);
  gtk_widget_set_visible (section->box, FALSE);
  gtk_widget_set_parent (section->box, GTK_WIDGET (self));
  return line;
}

static void
create_sections (PonderThinkPartDetails *self,
                 PonderCodeHighlighter  *highlighter)
{
  for (SectionKind kind = 0; kind < N_SECTIONS; kind++)
    {
      GtkWidget *line = create_section (self, kind, highlighter);

      if (kind == SECTION_ANSWER)
        {
          self->copy = ponder_copy_button_new ();
          g_signal_connect_object (self->copy, "text", G_CALLBACK (copy_cb), self, G_CONNECT_SWAPPED);
          gtk_widget_add_css_class (self->copy, "ponder-part-copy");
          gtk_box_append (GTK_BOX (line), self->copy);
        }
    }
  self->links = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (self->sections[SECTION_SOURCES].box), self->links);
}

static void
ponder_think_part_details_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (ponder_think_part_details_parent_class)->dispose (object);
}

static void
ponder_think_part_details_finalize (GObject *object)
{
  PonderThinkPartDetails *self = PONDER_THINK_PART_DETAILS (object);

  for (SectionKind kind = 0; kind < N_SECTIONS; kind++)
    g_free (self->sections[kind].text);
  g_free (self->answer);

  G_OBJECT_CLASS (ponder_think_part_details_parent_class)->finalize (object);
}

static void
ponder_think_part_details_class_init (PonderThinkPartDetailsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ponder_think_part_details_dispose;
  object_class->finalize = ponder_think_part_details_finalize;

  gtk_widget_class_set_css_name (widget_class, "ponder-part-details");
  gtk_widget_class_install_action (widget_class, "source.open", "s", open_action);

  signals[UNFOLDING] = g_signal_new ("unfolding", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 0);
}

static void
ponder_think_part_details_init (PonderThinkPartDetails *self)
{
  self->answer = g_strdup ("");
  gtk_widget_set_layout_manager (GTK_WIDGET (self), ponder_column_layout_new (12, 0));
}

GtkWidget *
ponder_think_part_details_new (PonderCodeHighlighter *highlighter)
{
  PonderThinkPartDetails *self = g_object_new (PONDER_TYPE_THINK_PART_DETAILS, NULL);

  create_sections (self, highlighter);
  return GTK_WIDGET (self);
}

void
ponder_think_part_details_update (PonderThinkPartDetails *self,
                                  const PonderThinkPart  *part)
{
  g_autofree char *inputs = dup_inputs (part);
  g_autofree char *problem = ponder_think_part_dup_problem (part);
  g_autofree char *check = ponder_think_check_dup_words (part->node);
  g_autofree char *limits = dup_limits (part->node);
  g_autofree char *attempts = dup_attempts (part);

  g_return_if_fail (PONDER_IS_THINK_PART_DETAILS (self));

  show_words (self, SECTION_ASK, part->node->ask);
  show_words (self, SECTION_INPUTS, inputs);
  show_words (self, SECTION_HINT, part->node->hint != NULL ? part->node->hint : "");
  show_words (self, SECTION_PROBLEM, problem);
  update_answer (self, part->node);
  show_words (self, SECTION_CHECK, check != NULL ? check : "");
  show_words (self, SECTION_LIMITS, limits);
  update_sources (self, part->node);
  show_words (self, SECTION_ATTEMPTS, attempts);
}
