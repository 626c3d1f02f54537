/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What providers send when they do not answer, and what it means: tests/fixtures/errors.json. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The key that some of them repeat. */
#define PONDER_TEST_ERRORS_KEY "canary-0123456789abcdef"

/* All strings but the first three are nullable: nothing is said of them. */
typedef struct
{
  char     *name;
  char     *preset;
  char     *category;
  guint     status;
  GPtrArray *headers;       /* name, value, name, value, ... */
  char     *body;
  char     *content_type;
  gboolean  retryable;
  double    wait;           /* seconds; negative: nobody says */
  char     *suggestion;     /* of a server on this computer */
  char     *details;
  char     *request_id;
} PonderTestError;

/* (element-type PonderTestError) (transfer full) */
GPtrArray  *ponder_test_errors_load      (void);
/* A PonderHeaderFunc for a PonderTestError. */
const char *ponder_test_error_get_header (gpointer    error,
                                          const char *name);

G_END_DECLS
