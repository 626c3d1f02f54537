/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a run of deep think stands: the sum of its events, and nothing else. */

#pragma once

#include "ponder-think-config.h"
#include "ponder-think-event.h"

G_BEGIN_DECLS

typedef enum
{
  PONDER_THINK_KIND_PLAN,
  PONDER_THINK_KIND_REPAIR,     /* the plan once more, as nothing but lines */
  PONDER_THINK_KIND_SOLVE,      /* one part */
  PONDER_THINK_KIND_SYNTH,      /* the answer from the parts */
  PONDER_THINK_KIND_ANSWER,     /* the answer without parts */
  PONDER_THINK_KIND_REVIEW,
  PONDER_THINK_KIND_REVISE,     /* edits to the answer */
  PONDER_THINK_KIND_JUDGE,      /* old or new? */
  PONDER_THINK_KIND_VERIFY,     /* is it so, what a part says? */
} PonderThinkKind;

typedef enum
{
  PONDER_THINK_WAITING,         /* for other nodes */
  PONDER_THINK_READY,           /* for a slot */
  PONDER_THINK_RUNNING,
  PONDER_THINK_DONE,
  PONDER_THINK_PARTIAL,         /* it broke off; what came is used */
  PONDER_THINK_FAILED,
  PONDER_THINK_SKIPPED,
  PONDER_THINK_CANCELLED,
} PonderThinkNodeState;

typedef enum
{
  PONDER_THINK_PHASE_PLAN,
  PONDER_THINK_PHASE_APPROVE,   /* waits for somebody to agree to the plan */
  PONDER_THINK_PHASE_SOLVE,
  PONDER_THINK_PHASE_SYNTHESIZE,
  PONDER_THINK_PHASE_REVIEW,
  PONDER_THINK_PHASE_REVISE,
  PONDER_THINK_PHASE_ENDED,
} PonderThinkPhase;

typedef enum
{
  PONDER_THINK_OPEN,
  PONDER_THINK_OUTCOME_DONE,
  PONDER_THINK_OUTCOME_PARTIAL, /* an answer with holes, that are named */
  PONDER_THINK_OUTCOME_DIRECT,  /* answered without parts */
  PONDER_THINK_OUTCOME_CANCELLED,
  PONDER_THINK_OUTCOME_FAILED,
} PonderThinkOutcome;

/* One call of a node, from its beginning to whatever became of it. */
typedef struct
{
  gint64               started;
  gint64               first_token;     /* -1: none came */
  gint64               ended;           /* -1: it runs, or its program ended */
  PonderThinkNodeState state;           /* RUNNING, or how it ended */
  gboolean             hedge;           /* the second of two calls at a time */
} PonderThinkSpan;

/* What a search of the web found for a part. */
typedef struct
{
  char *title;
  char *url;
  char *text;
} PonderThinkSource;

/* Times are milliseconds of the run, -1 when it did not come to that. Strings are never NULL unless noted. */
typedef struct
{
  char                *id;
  PonderThinkKind      kind;
  PonderThinkNodeState state;
  char                *title;
  char                *ask;
  char                *task_kind;
  char                *size;
  GStrv                deps;
  GString             *text;    /* what the model said so far, or its answer when it has ended */
  guint64              partial; /* the number of the event that had the text when the program ended; 0: there is none */
  char                *hint;    /* (nullable): what the next try shall mind */
  char                *conclusion;
  GStrv                limits;  /* (nullable) */
  double               confidence;      /* as the model stated it; NAN: it did not */
  char                *category;        /* (nullable): of what failed, or why it was skipped or cancelled */
  char                *message;         /* (nullable): the words for that */
  char                *retry_category;  /* (nullable): it waits for another try */
  double               retry_wait;      /* seconds, from retry_since */
  gint64               retry_since;
  guint                attempt;
  guint                calls;   /* requests of the attempts that have ended */
  guint                sent;    /* requests of the one that is under way, of both its calls */
  char                *kept;    /* (nullable): the answer it had before it was asked again */
  gboolean             cached;
  PonderUsage          usage;   /* of all its attempts that have ended */
  GArray              *spans;   /* of PonderThinkSpan, in their order */
  gboolean             hedged;  /* this attempt had a second call */
  gboolean             first_runs;
  gboolean             hedge_runs;
  guint                hedge_sent;      /* of `sent`, those of the second call */
  gint64               asked;   /* when the last request of the first call was sent */
  gint64               hedge_asked;
  gint64               alive;   /* first sign of a model: a word, or that it thinks */
  char                *check;   /* (nullable): "ok", "conflict" or "unknown", when what it says was checked */
  char                *check_why;       /* (nullable) */
  gboolean             corrected;       /* it was asked again because of a check */
  char                *kept_conclusion; /* (nullable): that of `kept` */
  char                *query;   /* (nullable): words for a search of the web */
  GPtrArray           *sources; /* of PonderThinkSource (nullable): nothing was looked for in the web (yet) */
  char                *sources_problem; /* (nullable): why nothing was found */
  gint64               ready;
  gint64               started;
  gint64               first_token;
  gint64               ended;
} PonderThinkNode;

typedef struct
{
  char     *severity;           /* "blocker", "major", "minor" */
  char     *issue;
  char     *quote;
  char     *task;               /* (nullable): the part it comes from */
  char     *fix;
  gboolean  located;            /* the quote stands in the answer */
} PonderThinkIssue;

/* What a revision put in the place of what. */
typedef struct
{
  char     *find;
  char     *replacement;
  gboolean  applied;            /* it was found in the answer */
} PonderThinkChange;

/* Why a part was cancelled that the answer did not wait for. */
#define PONDER_THINK_QUORUM "quorum"

/* Changed by ponder_think_state_apply() only. */
typedef struct
{
  char               *question;
  PonderThinkConfig  *config;
  PonderThinkPhase    phase;
  PonderThinkOutcome  outcome;
  char               *why;              /* (nullable): of the outcome, or of the pause */
  GPtrArray          *nodes;            /* of PonderThinkNode, in the order they came */
  GString            *answer;
  GPtrArray          *issues;           /* of PonderThinkIssue */
  GPtrArray          *notes;            /* of char*: what was added while it ran, and parts that were too many */
  GStrv               outline;          /* (nullable) */
  GStrv               criteria;         /* (nullable) */
  GStrv               unmet;            /* (nullable): criteria */
  double              score;            /* NAN: none was given */
  gboolean            reviewed;
  gboolean            passed;
  char               *review_problem;   /* (nullable): why there is no review */
  char               *degraded;         /* (nullable): how the plan had to be read */
  char               *degraded_why;     /* (nullable) */
  char               *verdict;          /* (nullable): "new" or "old" after a revision */
  guint               edits;            /* changes that were applied */
  GPtrArray          *changes;          /* of PonderThinkChange */
  gboolean            planned;          /* the plan is complete */
  gboolean            approved;
  gboolean            paused;
  gboolean            hurried;          /* answer now, from what there is */
  char               *hurried_why;      /* (nullable) */
  guint               past_calls;       /* of steps that are no longer here */
  PonderUsage         past_usage;
  guint64             last_seq;
  gint64              last_time;
} PonderThinkState;

PonderThinkState *ponder_think_state_new          (void);
void              ponder_think_state_free         (PonderThinkState       *self);
void              ponder_think_state_apply        (PonderThinkState       *self,
                                                   const PonderThinkEvent *event);
/* (nullable) (transfer none) */
PonderThinkNode  *ponder_think_state_find         (const PonderThinkState *self,
                                                   const char             *id);
/* Parts that are at @state. */
guint             ponder_think_state_count_parts  (const PonderThinkState *self,
                                                   PonderThinkNodeState    state);
guint             ponder_think_state_count_all    (const PonderThinkState *self);
/* Parts whose answer can be built upon. */
guint             ponder_think_state_count_answered (const PonderThinkState *self);
/* Requests that were made so far, and the tokens of those that have ended, as far as known. */
guint             ponder_think_state_get_calls    (const PonderThinkState *self);
void              ponder_think_state_get_usage    (const PonderThinkState *self,
                                                   PonderUsage            *usage);

/* What is unknown adds nothing. */
void              ponder_think_add_usage          (PonderUsage            *sum,
                                                   const PonderUsage      *usage);

/* What it says is the answer that is shown; a second one is not, before it is found to be better. */
gboolean          ponder_think_state_is_writer    (const PonderThinkState *self,
                                                   const PonderThinkNode  *node);

/* It plans, for the first time or once more. */
gboolean          ponder_think_node_is_plan       (const PonderThinkNode  *self);
/* How often it was asked a second time beside a call that was slow. */
guint             ponder_think_node_count_hedges  (const PonderThinkNode  *self);
/* Its answer can be built upon. */
gboolean          ponder_think_node_has_answer    (const PonderThinkNode  *self);
/* Nothing more will come of it, unless somebody asks. */
gboolean          ponder_think_node_is_settled    (const PonderThinkNode  *self);

/* A search of the web comes before it, and none has succeeded. */
gboolean          ponder_think_state_wants_sources (const PonderThinkState *self,
                                                    const PonderThinkNode  *node);
/* What to look for. */
const char       *ponder_think_node_get_query     (const PonderThinkNode  *self);

const char       *ponder_think_phase_to_string    (PonderThinkPhase        phase);
const char       *ponder_think_outcome_to_string  (PonderThinkOutcome      outcome);
const char       *ponder_think_kind_to_string     (PonderThinkKind         kind);
const char       *ponder_think_node_state_to_string (PonderThinkNodeState  state);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderThinkState, ponder_think_state_free)

G_END_DECLS
