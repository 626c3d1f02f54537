/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The canned steps of deep think. */

#pragma once

#include "ponder-demo-question.h"

G_BEGIN_DECLS

/* What the step of a run of deep think that @question asks for says; NULL: it is none. (transfer full) */
char *ponder_demo_thinking_dup_answer (const PonderDemoQuestion *question);

/* What is found for whatever is looked for in the web, as a SearXNG says it. */
const char *ponder_demo_thinking_get_search (void);

G_END_DECLS
