/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The four limits of one call: to connect, to the first token, of silence, in all. */

#pragma once

#include <glib.h>

#include "ponder-types.h"

G_BEGIN_DECLS

typedef enum
{
  PONDER_LIMIT_CONNECT,
  PONDER_LIMIT_FIRST_TOKEN,
  PONDER_LIMIT_SILENCE,
  PONDER_LIMIT_TOTAL,
} PonderLimit;

#define PONDER_N_LIMITS (PONDER_LIMIT_TOTAL + 1)

typedef struct _PonderDeadline PonderDeadline;

/* Called once at most. */
typedef void (*PonderDeadlineFunc)     (PonderLimit limit,
                                        gpointer    user_data);
/* @near: nothing has been heard for so long that somebody may want to ask for more time, or it is over. */
typedef void (*PonderDeadlineNearFunc) (gboolean    near,
                                        gpointer    user_data);

/* Seconds by limit, 0 for none: those of @config, else of @provider, else by kind of server and of
 * answer. */
void            ponder_deadline_find_limits  (PonderProviderConfig    *provider,
                                              const PonderModelConfig *config,
                                              double                  *limits);

/* @limits: PONDER_N_LIMITS of them, in seconds; 0 for none. Begins with connect and total. @near_func may be NULL
 * where nobody waits for a first token. */
PonderDeadline *ponder_deadline_new          (const double            *limits,
                                              PonderDeadlineFunc       func,
                                              PonderDeadlineNearFunc   near_func,
                                              gpointer                 user_data);
void            ponder_deadline_free         (PonderDeadline          *self);
double          ponder_deadline_get_seconds  (PonderDeadline          *self,
                                              PonderLimit              limit);
/* The request is sent: from here on the server is waited for. */
void            ponder_deadline_connected    (PonderDeadline          *self);
/* Bytes of any kind came: whatever is waited for begins anew. */
void            ponder_deadline_heard        (PonderDeadline          *self);
/* The answer has begun: from here on only silence counts. */
void            ponder_deadline_answered     (PonderDeadline          *self);
/* The answer is complete: from here on only the end of the body is waited for, and not for long. */
void            ponder_deadline_completed    (PonderDeadline          *self);
/* Gives the first token as long again, from now. */
void            ponder_deadline_extend       (PonderDeadline          *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderDeadline, ponder_deadline_free)

G_END_DECLS
