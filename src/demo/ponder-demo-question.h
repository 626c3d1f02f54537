/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a request to /v1/chat/completions asks for. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  char     *model;
  char     *text;               /* of the last message of the user */
  int       input_tokens;
  gboolean  stream;
  gboolean  include_usage;
} PonderDemoQuestion;

/* NULL when @body is no such request. */
PonderDemoQuestion *ponder_demo_question_new        (const char               *body);
void                ponder_demo_question_free       (PonderDemoQuestion       *self);
gboolean            ponder_demo_question_is_chinese (const PonderDemoQuestion *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderDemoQuestion, ponder_demo_question_free)

G_END_DECLS
