/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a search of the web found, made harmless. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* More than this no prompt needs. */
#define PONDER_WEB_RESULTS_LIMIT 8

/* Whole lines of plain text without control characters; @url is of http or https. */
typedef struct
{
  char *title;
  char *url;
  char *text;
} PonderWebResult;

void       ponder_web_result_free           (PonderWebResult  *self);
/* The answers of the two kinds of servers. PONDER_ERROR_MALFORMED when it is something else.
 * (element-type PonderWebResult) (transfer full) */
GPtrArray *ponder_web_results_read_searxng  (GBytes           *body,
                                             GError          **error);
GPtrArray *ponder_web_results_read_brave    (GBytes           *body,
                                             GError          **error);
/* A JSON array of {"title", "url", "text"}. (transfer full) */
char      *ponder_web_results_to_json       (GPtrArray        *results);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderWebResult, ponder_web_result_free)

G_END_DECLS
