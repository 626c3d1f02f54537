/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The demo server's own models: canned answers, and one for each thing that can go wrong. */

#pragma once

#include "ponder-demo-question.h"
#include "ponder-demo-script.h"

G_BEGIN_DECLS

/* (transfer full): ends with NULL; the ordinary ones first. */
char             **ponder_demo_model_names  (void);
/* (transfer full): an unknown model has an answer too, the one that says so. */
PonderDemoScript  *ponder_demo_answer       (const PonderDemoQuestion *question);
/* (transfer full): an error body with its status. */
PonderDemoScript  *ponder_demo_answer_error (guint                     status,
                                             const char               *message,
                                             const char               *type,
                                             const char               *code);

G_END_DECLS
