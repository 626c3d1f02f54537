/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a question is thought about deeply: in how many parts, how much at a time, within which limits. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define PONDER_TYPE_THINK_CONFIG (ponder_think_config_get_type ())

/* More parts than this help nobody; more at a time is not offered. */
#define PONDER_THINK_SUBTASKS_LIMIT 12
#define PONDER_THINK_PARALLEL_LIMIT 8

/* A plain value. */
typedef struct
{
  guint    max_subtasks;        /* 1..PONDER_THINK_SUBTASKS_LIMIT */
  guint    parallel;            /* calls at a time; 0: 3 of a hosted provider, 1 of a local one */
  gboolean review;              /* the answer is read again and mended */
  gboolean approve_plan;        /* somebody looks at the plan before its parts start */
  gboolean show_process;        /* how the answer came about stays open above it */
  gboolean web_search;          /* parts that need facts get what a search of the web finds */
  gboolean hedge;               /* a call whose first token does not come is made once more beside it */
  gboolean checks;              /* what parts say is checked in slots that are idle */
  gboolean quorum;              /* the answer does not wait for one last part that takes long */
  guint    max_calls;
  guint    max_output;          /* tokens written, all calls together */
  guint    max_seconds;
  char    *review_model;        /* (nullable): "provider/model" that reviews; else the one that answers */
} PonderThinkConfig;

GType              ponder_think_config_get_type    (void) G_GNUC_CONST;
PonderThinkConfig *ponder_think_config_new         (void);
PonderThinkConfig *ponder_think_config_copy        (const PonderThinkConfig  *self);
void               ponder_think_config_free        (PonderThinkConfig        *self);
gboolean           ponder_think_config_equal       (const PonderThinkConfig  *a,
                                                    const PonderThinkConfig  *b);
/* JSON, only what is not the default; numbers out of range are brought into it. */
char              *ponder_think_config_serialize   (const PonderThinkConfig  *self);
PonderThinkConfig *ponder_think_config_deserialize (const char               *json,
                                                    GError                  **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderThinkConfig, ponder_think_config_free)

G_END_DECLS
