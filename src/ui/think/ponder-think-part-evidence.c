/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How sure the answer of a part is, and from what that is known: a check counts most, then whether it had all it was to
 * build upon and came to its end, and least what the model says of itself. */

#include "config.h"

#include "ponder-think-part-words.h"

#include <glib/gi18n.h>
#include <math.h>

#define SURE 0.8
#define FAIRLY_SURE 0.5

/* (nullable): a part it builds upon that has no answer. */
static const char *
find_missing_input (const PonderThinkPart *self)
{
  for (guint i = 0; self->node->deps[i] != NULL; i++)
    {
      const PonderThinkNode *input = ponder_think_state_find (self->state, self->node->deps[i]);

      if (input != NULL && ponder_think_node_is_settled (input) && !ponder_think_node_has_answer (input))
        return self->node->deps[i];
    }
  return NULL;
}

static gboolean
was_found (const PonderThinkPart *self,
           const char            *verdict)
{
  return g_strcmp0 (self->node->check, verdict) == 0;
}

/* Less is to be thought of what had a hole to begin with, however it was checked. */
static const char *
get_level (const PonderThinkPart *self)
{
  gboolean whole = self->node->state == PONDER_THINK_DONE && find_missing_input (self) == NULL;
  gboolean sure = was_found (self, "ok") || self->node->confidence >= SURE;

  if (was_found (self, "conflict") || (!was_found (self, "ok") && self->node->confidence < FAIRLY_SURE))
    return _("confidence low");
  return sure && whole ? _("confidence high") : _("confidence medium");
}

/* (nullable): a check that could not tell is no evidence. */
static const char *
get_check (const PonderThinkPart *self)
{
  if (was_found (self, "ok"))
    /* Translators: what a part of an answer says was checked, and it is so. */
    return _("checked");
  /* Translators: what a part of an answer says was checked, and it is not so. */
  return was_found (self, "conflict") ? _("a check found otherwise") : NULL;
}

/* (nullable) */
static char *
dup_stated (double stated)
{
  g_autofree char *number = g_strdup_printf ("%.2g", stated);

  if (!isfinite (stated))
    return NULL;
  if (stated < FAIRLY_SURE)
    /* Translators: of a model; %s is a number from 0 to 1. */
    return g_strdup_printf (_("says it is not sure (%s)"), number);
  /* Translators: of a model; %s is a number from 0 to 1. */
  return g_strdup_printf (stated >= SURE ? _("says it is sure (%s)") : _("says it is fairly sure (%s)"), number);
}

/* (nullable): nothing is known. */
static char *
dup_evidence (const PonderThinkPart *self)
{
  const char *check = get_check (self);
  g_autofree char *stated = dup_stated (self->node->confidence);

  if (check == NULL)
    return g_steal_pointer (&stated);
  return stated != NULL ? g_strdup_printf ("%s%s%s", check, _(", "), stated) : g_strdup (check);
}

char *
ponder_think_part_dup_confidence (const PonderThinkPart *self)
{
  const char *input = find_missing_input (self);
  g_autofree char *missing = input != NULL ? ponder_think_part_dup_line (input) : NULL;
  g_autofree char *reason = dup_evidence (self);

  if (reason == NULL)
    return NULL;
  if (missing == NULL)
    /* Translators: a level of confidence, and why: “confidence high: says it is sure (0.9)”. */
    return g_strdup_printf (_("%s: %s"), get_level (self), reason);
  /* Translators: a level of confidence, why, and the letter of a part that has no answer. */
  return g_strdup_printf (_("%s: %s, without %s"), get_level (self), reason, missing);
}
