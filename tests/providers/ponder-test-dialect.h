/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of cases for the tests of a dialect. */

#pragma once

#include "ponder-test-provider.h"

G_BEGIN_DECLS

/* An answer, fed whole, byte by byte and at random cuts; @expected as ponder_test_decode () writes it. */
typedef struct
{
  const char *name;
  const char *stream;
  const char *expected;
} PonderTestStream;

/* A question "Hi" under @config (JSON). @schema and @refused (a parameter) are nullable. */
typedef struct
{
  const char *name;
  const char *config;
  const char *schema;
  const char *refused;
  const char *expected;         /* the body */
} PonderTestQuestion;

/* A list of models; @expected "id(name)=context/abilities …", or "error: category". */
typedef struct
{
  const char *name;
  const char *body;
  const char *expected;
} PonderTestModels;

/* The tables must outlive the run. */
void           ponder_test_add_streams   (const char               *dialect,
                                          const PonderTestStream   *streams,
                                          guint                     n_streams);
void           ponder_test_add_questions (const char               *dialect,
                                          const PonderTestQuestion *questions,
                                          guint                     n_questions);
void           ponder_test_add_models    (const char               *dialect,
                                          const PonderTestModels   *models,
                                          guint                     n_models);

/* Adds a message to @messages and gives it out. (transfer none) */
PonderMessage *ponder_test_say           (GPtrArray                *messages,
                                          PonderRole                role,
                                          const char               *text);
void           ponder_test_attach        (PonderMessage            *message,
                                          PonderPartKind            kind,
                                          const char               *name,
                                          const char               *media_type,
                                          const char               *data);
/* (transfer full) */
PonderRequest *ponder_test_ask           (const char               *dialect,
                                          const char               *config,
                                          GPtrArray                *messages);
/* What the answer @stream fails with. (transfer full) */
PonderFault   *ponder_test_fail          (const char               *dialect,
                                          const char               *stream);
/* The same document, whatever the order of its members. */
void           ponder_test_assert_body   (PonderRequest            *request,
                                          const char               *refused,
                                          const char               *expected);

G_END_DECLS
