/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is known of a run of deep think without what happened in it. */

#include "config.h"

#include "ponder-think-record.h"

PonderThinkRecord *
ponder_think_record_copy (const PonderThinkRecord *self)
{
  PonderThinkRecord *copy = g_memdup2 (self, sizeof *self);

  copy->id = g_strdup (self->id);
  copy->session = g_strdup (self->session);
  copy->message = g_strdup (self->message);
  copy->question = g_strdup (self->question);
  copy->outcome = g_strdup (self->outcome);
  copy->config = g_strdup (self->config);
  return copy;
}

void
ponder_think_record_free (PonderThinkRecord *self)
{
  g_free (self->id);
  g_free (self->session);
  g_free (self->message);
  g_free (self->question);
  g_free (self->outcome);
  g_free (self->config);
  g_free (self);
}
