/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happened in one run of deep think: the log that everything else is made from. */

#pragma once

#include <glib-object.h>

#include "ponder-usage.h"

G_BEGIN_DECLS

/* The call that is made once more beside the first one of its node. */
#define PONDER_THINK_CALL_HEDGE "hedge"

/* Whoever prints or reads events includes its library. */
typedef struct _JsonObject JsonObject;

/* In brackets: which members of the event say what; which call: NULL for the first, "hedge" for the second. What a
 * front end prints is named in the table of ponder-think-event.c. */
typedef enum
{
  PONDER_THINK_RUN_CREATED,     /* [text: the question; detail: its PonderThinkConfig] */
  PONDER_THINK_RUN_ROUTED,      /* [title: "deep" or "direct"] */
  PONDER_THINK_RUN_PHASE,       /* [title: see ponder_think_phase_to_string()] */
  PONDER_THINK_RUN_BUDGET,      /* [count: calls; usage: tokens so far] */
  PONDER_THINK_RUN_PAUSED,      /* [detail: why, or NULL when somebody wanted it] */
  PONDER_THINK_RUN_RESUMED,     /* [list: nodes that are asked again] */
  PONDER_THINK_RUN_REOPENED,    /* the answer is to be made again [count: more calls; number: more seconds] */
  PONDER_THINK_RUN_ENDED,       /* [title: outcome; detail: why] */
  PONDER_THINK_PLAN_TASK,       /* [node, title, text: what to do; list: what it needs; detail: kind; extra: size;
                                 * more: words for a search of the web] */
  PONDER_THINK_PLAN_ANSWER,     /* [list: outline; more: criteria] */
  PONDER_THINK_PLAN_WARNING,    /* [title: code; detail] */
  PONDER_THINK_PLAN_DONE,       /* [count: parts] */
  PONDER_THINK_PLAN_DEGRADED,   /* [title: "lines", "repair" or "direct"; detail: why] */
  PONDER_THINK_PLAN_APPROVED,
  PONDER_THINK_NODE_ADDED,      /* [node, title: kind; list: what it needs] */
  PONDER_THINK_NODE_READY,      /* [node] */
  PONDER_THINK_NODE_STARTED,    /* [node, title: "first", "again", "resume"; count: attempt; detail: model] */
  PONDER_THINK_NODE_SENT,       /* [node, title: which call; count: requests of it so far] */
  PONDER_THINK_NODE_HEDGED,     /* a second call beside the first [node, count: attempt; number: seconds waited] */
  PONDER_THINK_NODE_ALIVE,      /* its model thinks [node, title: which call] */
  PONDER_THINK_NODE_DROPPED,    /* one of two calls [node, title: which call; detail: why; count: requests; usage] */
  PONDER_THINK_NODE_FIRST_TOKEN, /* [node, count: milliseconds since it started] */
  PONDER_THINK_NODE_TOKENS,     /* [node, text] not stored: the node's text is */
  PONDER_THINK_NODE_PARTIAL,    /* [node, text: all that came so far] only stored, under the number of the newest piece
                                 * of it, and until there is a newer one or the node ends */
  PONDER_THINK_NODE_RETRY,      /* [node, title: category; number: seconds to wait; count: tries so far] */
  PONDER_THINK_NODE_DONE,       /* [node, text, detail: conclusion; list: limits; number: confidence; title: "partial"
                                 * when it broke off; count: requests; flag: from the cache; usage] */
  PONDER_THINK_NODE_FAILED,     /* [node, title: category; detail: words; text: what came; count: requests; usage] */
  PONDER_THINK_NODE_SKIPPED,    /* [node, title: why; detail: of which node] */
  PONDER_THINK_NODE_CANCELLED,  /* [node, title: why; text: what came; count: requests; usage] */
  PONDER_THINK_NODE_RERUN,      /* [node, title: why; text: a hint to the model; list: parts that follow from it] */
  PONDER_THINK_NODE_EDITED,     /* [node, text: what to do now] */
  PONDER_THINK_NODE_SOURCES,    /* [node, text: JSON array of {title, url, text}; detail: why there is none; count:
                                 * attempt]: what a search of the web found, before the part is asked */
  PONDER_THINK_VERIFY_RESULT,   /* [node: part; title: "ok", "conflict" or "unknown"; detail: why] */
  PONDER_THINK_SYNTH_STARTED,   /* [node, list: parts it has; more: parts that are missing] */
  PONDER_THINK_ANSWER_TOKENS,   /* [node, text] not stored; the node's own text grows by it, too */
  PONDER_THINK_ANSWER_SET,      /* [node: who wrote it; text] */
  PONDER_THINK_REVIEW_ISSUE,    /* [title: severity; detail: issue; text: quote; node: part; extra: fix; flag: found] */
  PONDER_THINK_REVIEW_DONE,     /* [number: score or NAN; list: criteria met; more: not met; flag: all is well] */
  PONDER_THINK_REVIEW_UNAVAILABLE, /* [detail: why] */
  PONDER_THINK_REVISE_EDIT,     /* [text: find; extra: replacement; title: "applied" or "not found"] */
  PONDER_THINK_REVISE_VERDICT,  /* [title: "new" or "old"; count: edits] */
  PONDER_THINK_CONTEXT_ADDED,   /* [text] */
  PONDER_THINK_USER_COMMAND,    /* [title: command; node; text] */
  PONDER_THINK_N_EVENTS
} PonderThinkEventType;

/* Reference counted and immutable once it is in a log. Strings and lists are nullable. */
typedef struct
{
  PonderThinkEventType type;
  guint64              seq;     /* from 1, without gaps in what is stored and what is not together */
  gint64               time;    /* milliseconds since the run began, not counting when it did not run */
  char                *node;
  char                *title;
  char                *text;
  char                *detail;
  char                *extra;
  GStrv                list;
  GStrv                more;
  double               number;  /* NAN: none */
  gint64               count;   /* -1: none */
  gboolean             flag;
  PonderUsage          usage;
} PonderThinkEvent;

PonderThinkEvent *ponder_think_event_new       (PonderThinkEventType      type);
PonderThinkEvent *ponder_think_event_ref       (PonderThinkEvent         *self);
void              ponder_think_event_unref     (PonderThinkEvent         *self);
/* "node.done" */
const char       *ponder_think_event_get_name  (const PonderThinkEvent   *self);
/* Pieces of a text that grows; only the whole is stored. */
gboolean          ponder_think_event_is_live   (const PonderThinkEvent   *self);
/* Members that are not set are left out. (transfer full) */
JsonObject       *ponder_think_event_to_json   (const PonderThinkEvent   *self);
/* (nullable): of a type that is not known here. (transfer full) */
PonderThinkEvent *ponder_think_event_from_json (JsonObject               *object);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderThinkEvent, ponder_think_event_unref)

G_END_DECLS
