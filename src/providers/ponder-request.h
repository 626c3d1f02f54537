/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One question to a model, before any wire format. */

#pragma once

#include <glib-object.h>

#include "ponder-types.h"

G_BEGIN_DECLS

/* What a stored answer to the same question is good for. */
typedef enum
{
  PONDER_CACHE_OFF,             /* nothing: ask the server, keep nothing */
  PONDER_CACHE_USE,             /* it is the answer; one that comes from the server is kept */
  PONDER_CACHE_RENEW,           /* nothing: ask the server, and keep what it says instead */
} PonderCacheUse;

#define PONDER_TYPE_REQUEST (ponder_request_get_type ())

G_DECLARE_FINAL_TYPE (PonderRequest, ponder_request, PONDER, REQUEST, GObject)

/* Takes snapshots of @config and @messages (element-type PonderMessage, oldest first, without the answer
 * to come), so that later edits change nothing in flight. @operation: "chat", "title". */
PonderRequest           *ponder_request_new           (PonderProviderConfig    *provider,
                                                       const PonderModelConfig *config,
                                                       GPtrArray               *messages,
                                                       const char              *operation);
/* The same question for another thread. The messages are the same objects, which nobody changes any more; @provider
 * is a snapshot of that of @self. */
PonderRequest           *ponder_request_copy_for      (PonderRequest           *self,
                                                       PonderProviderConfig    *provider);
PonderProviderConfig    *ponder_request_get_provider  (PonderRequest           *self);
const PonderModelConfig *ponder_request_get_config    (PonderRequest           *self);
GPtrArray               *ponder_request_get_messages  (PonderRequest           *self);
/* What is attached to the messages and whose bytes are still to be read; text is sent by its words. They belong to the
 * request. (element-type PonderPart) (transfer container) */
GPtrArray               *ponder_request_list_unread   (PonderRequest           *self);
/* Before it is asked: puts @history, which is snapshots, newest first, in front of the messages; empties it. */
void                     ponder_request_take_history  (PonderRequest           *self,
                                                       GPtrArray               *history);
const char              *ponder_request_get_operation (PonderRequest           *self);
/* TRUE by default. */
gboolean                 ponder_request_get_stream    (PonderRequest           *self);
void                     ponder_request_set_stream    (PonderRequest           *self,
                                                       gboolean                 stream);
/* OFF unless somebody says otherwise. */
PonderCacheUse           ponder_request_get_cache_use (PonderRequest           *self);
void                     ponder_request_set_cache_use (PonderRequest           *self,
                                                       PonderCacheUse           use);
/* The answer is to be JSON of this schema: @schema is JSON text, @name 1 to 64 of A-Z, a-z, 0-9, '_' and '-'.
 * A server that cannot promise it is asked in words. */
const char              *ponder_request_get_schema    (PonderRequest           *self);  /* (nullable) */
const char              *ponder_request_get_schema_name (PonderRequest         *self);  /* (nullable) */
void                     ponder_request_set_schema    (PonderRequest           *self,
                                                       const char              *name,
                                                       const char              *schema);
/* What nobody is looking at waits behind what somebody is. FALSE by default. */
gboolean                 ponder_request_get_background (PonderRequest          *self);
void                     ponder_request_set_background (PonderRequest          *self,
                                                        gboolean                background);

G_END_DECLS
