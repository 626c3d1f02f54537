/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How an answer came about by thinking deeply, piece by piece, for whatever people read. */

#include "config.h"

#include "ponder-export-think.h"

#include "ponder-export-words.h"
#include "ponder-link.h"
#include "ponder-think-log.h"
#include "ponder-think-reason.h"
#include "ponder-think-summary.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

static void
piece_free (gpointer data)
{
  PonderExportPiece *self = data;

  g_free (self->text);
  g_free (self->url);
  g_free (self);
}

/* Takes @text; what says nothing is left out. */
static void
take (GPtrArray             *pieces,
      PonderExportPieceKind  kind,
      char                  *text)
{
  PonderExportPiece *piece;

  if (text == NULL || *text == '\0')
    {
      g_free (text);
      return;
    }
  piece = g_new0 (PonderExportPiece, 1);
  piece->kind = kind;
  piece->text = text;
  g_ptr_array_add (pieces, piece);
}

static void
add_line (GPtrArray             *pieces,
          PonderExportPieceKind  kind,
          const char            *text)
{
  take (pieces, kind, ponder_export_dup_line (text));
}

/* --- parts --- */

/* The place of @id among the parts, from 1; 0: it is none. */
static guint
find_number (const PonderThinkState *state,
             const char             *id)
{
  guint n = 0;

  for (guint i = 0; i < state->nodes->len; i++)
    {
      const PonderThinkNode *node = g_ptr_array_index (state->nodes, i);

      n += node->kind == PONDER_THINK_KIND_SOLVE;
      if (strcmp (node->id, id) == 0)
        return node->kind == PONDER_THINK_KIND_SOLVE ? n : 0;
    }
  return 0;
}

/* (transfer full) (nullable) */
static char *
dup_deps (const PonderThinkState *state,
          const PonderThinkNode  *node)
{
  g_autoptr(GString) numbers = g_string_new (NULL);

  for (guint i = 0; node->deps[i] != NULL; i++)
    {
      guint number = find_number (state, node->deps[i]);

      if (number > 0)
        g_string_append_printf (numbers, "%s%u", numbers->len > 0 ? ", " : "", number);
    }
  if (numbers->len == 0)
    return NULL;
  /* Translators: a part of the work; %s are the numbers of others, whose answers it uses: "1, 2". */
  return g_strdup_printf (_("builds upon %s"), numbers->str);
}

/* "" for what is as it should be. */
static const char *
get_state_words (const PonderThinkNode *node)
{
  switch (node->state)
    {
    case PONDER_THINK_DONE:
      return "";
    case PONDER_THINK_PARTIAL:
      return _("cut off");
    case PONDER_THINK_FAILED:
      return _("failed");
    case PONDER_THINK_SKIPPED:
      /* Translators: a part of the work that nobody did. */
      return _("left out");
    case PONDER_THINK_CANCELLED:
      return _("stopped");
    case PONDER_THINK_WAITING:
    case PONDER_THINK_READY:
    case PONDER_THINK_RUNNING:
    default:
      /* Translators: a part of the work. */
      return _("not finished");
    }
}

static void
add_facts (GPtrArray              *pieces,
           const PonderThinkState *state,
           const PonderThinkNode  *node)
{
  g_autoptr(GPtrArray) facts = g_ptr_array_new_with_free_func (g_free);
  const char *words = get_state_words (node);
  g_autofree char *why = ponder_think_reason_dup_of (node);
  char *check = ponder_think_check_dup_words (node);
  guint n_hedges = ponder_think_node_count_hedges (node);
  char *deps = dup_deps (state, node);
  g_autofree char *line = NULL;

  if (*words != '\0')
    g_ptr_array_add (facts, g_strdup (words));
  if (!ponder_think_node_has_answer (node) && why != NULL && *why != '\0')
    g_ptr_array_add (facts, g_strdup (why));
  if (deps != NULL)
    g_ptr_array_add (facts, deps);
  if (check != NULL)
    g_ptr_array_add (facts, check);
  if (isfinite (node->confidence))
    /* Translators: how sure the model says it is, as a percentage. */
    g_ptr_array_add (facts, g_strdup_printf (_("stated confidence %.0f %%"), node->confidence * 100));
  if (n_hedges > 0)
    /* Translators: a part of the work was asked for once more beside a slow call; %u is how often. */
    g_ptr_array_add (facts, g_strdup_printf (ngettext ("asked a second time beside a slow call",
                                                       "asked %u times beside a slow call", n_hedges), n_hedges));
  g_ptr_array_add (facts, NULL);
  line = g_strjoinv (" · ", (char **) facts->pdata);
  add_line (pieces, PONDER_EXPORT_REMARK, line);
}

static void
add_list (GPtrArray  *pieces,
          const char *caption,
          GStrv       texts)
{
  if (texts == NULL || texts[0] == NULL)
    return;
  add_line (pieces, PONDER_EXPORT_CAPTION, caption);
  for (guint i = 0; texts[i] != NULL; i++)
    add_line (pieces, PONDER_EXPORT_ITEM, texts[i]);
}

/* An address that is not opened anywhere else is words here, too. */
static void
add_source (GPtrArray               *pieces,
            const PonderThinkSource *source)
{
  g_autofree char *url = source->url != NULL ? ponder_link_dup_safe_target (source->url) : NULL;
  gboolean is_page = url != NULL && g_str_has_prefix (url, "http");
  gboolean has_title = source->title != NULL && *source->title != '\0';
  guint n = pieces->len;

  add_line (pieces, is_page ? PONDER_EXPORT_LINK : PONDER_EXPORT_ITEM, has_title ? source->title : source->url);
  if (is_page && pieces->len > n)
    ((PonderExportPiece *) g_ptr_array_index (pieces, n))->url = g_steal_pointer (&url);
}

static void
add_sources (GPtrArray             *pieces,
             const PonderThinkNode *node)
{
  if (node->sources != NULL && node->sources->len > 0)
    {
      /* Translators: pages of the web that a part of the work was given. */
      add_line (pieces, PONDER_EXPORT_CAPTION, _("Sources:"));
      for (guint i = 0; i < node->sources->len; i++)
        add_source (pieces, g_ptr_array_index (node->sources, i));
    }
  if (node->sources_problem != NULL)
    {
      /* Translators: why a search of the web gave nothing. */
      g_autofree char *line = g_strdup_printf (_("Nothing was found in the web: %s"), node->sources_problem);

      add_line (pieces, PONDER_EXPORT_REMARK, line);
    }
}

static void
add_part (GPtrArray              *pieces,
          const PonderThinkState *state,
          const PonderThinkNode  *node)
{
  const char *title = *node->title != '\0' ? node->title : node->id;
  g_autofree char *heading = g_strdup_printf ("%u. %s", find_number (state, node->id), title);

  add_line (pieces, PONDER_EXPORT_HEADING, heading);
  add_facts (pieces, state, node);
  if (ponder_think_node_has_answer (node))
    take (pieces, PONDER_EXPORT_BODY, g_strdup (node->text->str));
  /* Translators: what a part of the work says it does not know, or took for granted. */
  add_list (pieces, _("Limits:"), node->limits);
  add_sources (pieces, node);
}

/* --- the review --- */

static void
add_issue (GPtrArray              *pieces,
           const PonderThinkIssue *issue)
{
  gboolean quoted = *issue->quote != '\0';
  g_autofree char *line = g_strdup_printf ("%s: %s%s%s%s", issue->severity, issue->issue, quoted ? " “" : "",
                                           issue->quote, quoted ? "”" : "");

  add_line (pieces, PONDER_EXPORT_ITEM, line);
}

static void
add_review (GPtrArray              *pieces,
            const PonderThinkState *state)
{
  g_autofree char *problem = ponder_think_reason_dup_words (state->review_problem);
  g_autofree char *score = isfinite (state->score) ? g_strdup_printf ("%.3g/10", state->score) : NULL;

  if (!state->reviewed && state->review_problem == NULL)
    return;

  add_line (pieces, PONDER_EXPORT_HEADING, _("Review"));
  if (!state->reviewed)
    {
      /* Translators: why an answer was not looked through. */
      g_autofree char *line = g_strdup_printf (_("There is none: %s"), problem);

      add_line (pieces, PONDER_EXPORT_REMARK, line);
      return;
    }
  add_line (pieces, PONDER_EXPORT_REMARK, score);
  for (guint i = 0; i < state->issues->len; i++)
    add_issue (pieces, g_ptr_array_index (state->issues, i));
  /* Translators: what the answer was to fulfil and does not. */
  add_list (pieces, _("Not met:"), state->unmet);
}

/* The edits themselves are in the log only, those of the last time the answer was made count. */
static void
add_edits (GPtrArray              *pieces,
           GPtrArray              *events,
           const PonderThinkState *state)
{
  g_autoptr(GPtrArray) edits = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < events->len; i++)
    {
      const PonderThinkEvent *event = g_ptr_array_index (events, i);

      if (event->type == PONDER_THINK_RUN_REOPENED)
        g_ptr_array_set_size (edits, 0);
      else if (event->type == PONDER_THINK_REVISE_EDIT && g_strcmp0 (event->title, "applied") == 0
               && event->text != NULL)
        g_ptr_array_add (edits, g_strdup_printf ("“%s” → “%s”", event->text, event->extra != NULL ? event->extra : ""));
    }
  if (edits->len == 0)
    return;

  add_line (pieces, PONDER_EXPORT_HEADING, _("Edits"));
  if (g_strcmp0 (state->verdict, "old") == 0)
    add_line (pieces, PONDER_EXPORT_REMARK, _("They were no better: the answer stayed as it was."));
  for (guint i = 0; i < edits->len; i++)
    add_line (pieces, PONDER_EXPORT_ITEM, g_ptr_array_index (edits, i));
}

/* --- the run --- */

static void
add_standing (GPtrArray               *pieces,
              const PonderThinkRecord *record,
              const PonderThinkState  *state)
{
  g_autofree char *why = ponder_think_reason_dup_words (state->why);
  g_autofree char *degraded_why = ponder_think_reason_dup_words (state->degraded_why);
  g_autofree char *degraded = NULL;

  if (state->outcome == PONDER_THINK_OPEN && !record->driven)
    add_line (pieces, PONDER_EXPORT_REMARK, state->paused ? _("It is paused.") : _("It was interrupted."));
  else if (state->outcome == PONDER_THINK_OPEN)
    add_line (pieces, PONDER_EXPORT_REMARK, _("It is still under way."));
  add_line (pieces, PONDER_EXPORT_REMARK, why);
  if (degraded_why == NULL || g_strcmp0 (degraded_why, why) == 0)
    return;
  degraded = g_strdup_printf (_("The plan could not be read as it was meant: %s"), degraded_why);
  add_line (pieces, PONDER_EXPORT_REMARK, degraded);
}

PonderExportThink *
ponder_export_think_new (const PonderThinkRecord *record,
                         GPtrArray               *events,
                         const PonderThinkState  *state)
{
  PonderExportThink *self = g_new0 (PonderExportThink, 1);

  self->caption = ponder_think_summary_dup (state);
  self->pieces = g_ptr_array_new_with_free_func (piece_free);
  add_standing (self->pieces, record, state);
  for (guint i = 0; i < state->nodes->len; i++)
    {
      const PonderThinkNode *node = g_ptr_array_index (state->nodes, i);

      if (node->kind == PONDER_THINK_KIND_SOLVE)
        add_part (self->pieces, state, node);
    }
  add_review (self->pieces, state);
  add_edits (self->pieces, events, state);
  return self;
}

static PonderExportThink *
read_run (const PonderStoredRun *run)
{
  g_autoptr(GPtrArray) events = ponder_think_log_read (run->events);
  g_autoptr(PonderThinkState) state = ponder_think_log_fold (events);

  return ponder_export_think_new (run->record, events, state);
}

PonderExportThink *
ponder_export_think_find (const PonderConversation *conversation,
                          const char               *message_id)
{
  for (guint i = 0; i < conversation->runs->len; i++)
    {
      const PonderStoredRun *run = g_ptr_array_index (conversation->runs, i);

      if (strcmp (run->record->message, message_id) == 0)
        return read_run (run);
    }
  return NULL;
}

void
ponder_export_think_free (PonderExportThink *self)
{
  g_free (self->caption);
  g_ptr_array_unref (self->pieces);
  g_free (self);
}
