/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a chat compares: which models are asked at once, and which answers stand beside each other. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Names of choices of the store begin with it, and end in the id of a session. */
#define PONDER_COMPARISON_CHOICE "comparison/"

/* As many fit beside each other. */
#define PONDER_COMPARISON_MOST 4

/* Which of the answers goes on is in the messages: it is the chosen one. */
typedef struct
{
  GPtrArray *models;            /* names like "openai/gpt-4o", in the order they are asked */
  GPtrArray *answers;           /* ids of messages, from the first column to the last; of any number of forks */
} PonderComparison;

PonderComparison *ponder_comparison_new         (void);
void              ponder_comparison_free        (PonderComparison       *self);
gboolean          ponder_comparison_is_empty    (const PonderComparison *self);

/* A JSON object, "" for an empty one. (transfer full) */
char             *ponder_comparison_serialize   (const PonderComparison *self);
/* What cannot be read, or asks too many models, is left out. (transfer full) */
PonderComparison *ponder_comparison_deserialize (const char             *json);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderComparison, ponder_comparison_free)

G_END_DECLS
