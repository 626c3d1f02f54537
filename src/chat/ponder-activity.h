/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one running program asks of models at this moment. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Names are "window" and "cli". */
typedef enum
{
  PONDER_PROGRAM_WINDOW,
  PONDER_PROGRAM_CLI,
} PonderProgram;

typedef enum
{
  PONDER_CALL_QUEUED,           /* waits for a slot of its provider */
  PONDER_CALL_CONNECTING,
  PONDER_CALL_WAITING,          /* sent; no token yet */
  PONDER_CALL_STREAMING,
  PONDER_CALL_RETRYING,         /* failed, waits before the next try */
} PonderCallState;

/* One request. Strings are the call's. */
typedef struct
{
  char            *id;
  char            *provider;    /* id */
  char            *model;       /* (nullable) */
  char            *operation;   /* "chat", "title" */
  char            *session;     /* (nullable): id of the chat it belongs to, when that is stored */
  PonderCallState  state;
  gint64           started;     /* microseconds of g_get_monotonic_time(), the same for all programs */
  guint            n_attempts;
} PonderActiveCall;

/* The slots of one provider, as the program holds them. */
typedef struct
{
  char   *provider;             /* id */
  guint   limit;                /* calls at the same time; less than configured after a rate limit */
  guint   configured;
  guint   n_running;
  guint   n_queued;
  gint64  paused_until;         /* monotonic, like `started`; past or 0 when it is not paused */
} PonderActiveLane;

typedef struct
{
  PonderProgram  program;
  int            pid;
  GPtrArray     *calls;         /* PonderActiveCall, oldest first */
  GPtrArray     *lanes;         /* PonderActiveLane */
} PonderActivity;

PonderActivity   *ponder_activity_new          (PonderProgram         program,
                                                int                   pid);
void              ponder_activity_free         (PonderActivity       *self);
/* An empty one for the caller to fill in. (transfer none) */
PonderActiveCall *ponder_activity_add_call     (PonderActivity       *self);
PonderActiveLane *ponder_activity_add_lane     (PonderActivity       *self);

const char       *ponder_program_to_string     (PonderProgram         program);
const char       *ponder_call_state_to_string  (PonderCallState       state);

/* For other programs: a JSON object. No part of a question, an answer or a key is in it. (transfer full) */
char             *ponder_activity_serialize    (const PonderActivity *self);
PonderActivity   *ponder_activity_deserialize  (const char           *json,
                                                gssize                length,
                                                GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderActivity, ponder_activity_free)

G_END_DECLS
