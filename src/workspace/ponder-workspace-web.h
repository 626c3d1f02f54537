/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The server that searches the web, which belongs to the folder of chats; its key is in the keyring. */

#pragma once

#include "ponder-workspace.h"

G_BEGIN_DECLS

/* As plain values, so that who only shows it needs no other layer. */
typedef enum
{
  PONDER_WEB_SERVER_NONE,
  PONDER_WEB_SERVER_SEARXNG,
  PONDER_WEB_SERVER_BRAVE,
} PonderWebServer;

PonderWebServer       ponder_workspace_get_web_server         (PonderWorkspace      *self);
/* The address that was given for a SearXNG, or "". (transfer full) */
char                 *ponder_workspace_dup_searxng_url        (PonderWorkspace      *self);
/* Stored at once. @searxng_url: NULL is the one that was given before, which stays known while Brave is asked. A
 * SearXNG without an address is none. */
void                  ponder_workspace_set_web_server         (PonderWorkspace      *self,
                                                               PonderWebServer       server,
                                                               const char           *searxng_url);
/* What the keyring knows Brave's key by; the variable BRAVE_API_KEY wins over it. (transfer full) */
PonderProviderConfig *ponder_workspace_new_web_key_owner      (PonderWorkspace      *self);
/* Searches for “test”. TRUE: there was an answer, with @n_results. The error carries a PonderFault. */
void                  ponder_workspace_test_web_search_async  (PonderWorkspace      *self,
                                                               GCancellable         *cancellable,
                                                               GAsyncReadyCallback   callback,
                                                               gpointer              user_data);
gboolean              ponder_workspace_test_web_search_finish (PonderWorkspace      *self,
                                                               GAsyncResult         *result,
                                                               guint                *n_results,
                                                               GError              **error);

G_END_DECLS
