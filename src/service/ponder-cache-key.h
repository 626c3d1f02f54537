/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which requests are the same to a server. */

#pragma once

#include "ponder-request.h"

G_BEGIN_DECLS

/* The key of a request is the SHA-256, as 64 hexadecimal digits, of a canonical JSON object of everything that can
 * change the answer:
 *
 *   "format"             the number of this list; another list gives other keys
 *   "dialect"            the wire format: "openai", "anthropic", ...
 *   "base_url"           which server, as it is called (scheme and host in lower case, no slash at the path's end);
 *                        "built-in" for the demo, whatever its port
 *   "model"
 *   "system"             the system prompt
 *   "messages"           in order: "role" and "parts", each with its "kind" and, where it has them, "text", "name",
 *                        "call_id", "media_type" and, instead of the bytes of an attachment, their SHA-256, "digest"
 *   "temperature", "top_p", "frequency_penalty", "presence_penalty", "max_tokens", "reasoning"
 *   "schema", "schema_name"  of a structured answer; the schema as JSON, whatever the order of its members
 *
 * What is not set is left out, and so are answers that failed, since no server is told of them. Not counted, because
 * the answer is the same: the API key and the provider's id and name (two accounts ask the same server), the session,
 * ids, times and other states of messages, retries and time limits, whether the answer is streamed, who waits for it,
 * proxy and certificates. */

/* That object. (transfer full) */
char *ponder_cache_key_describe (PonderRequest *request);
/* (transfer full) */
char *ponder_cache_key_new      (PonderRequest *request);

/* The same; a long history is read on another thread, so that nobody waits. @request must stand still. */
void  ponder_cache_key_new_async  (PonderRequest        *request,
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data);
char *ponder_cache_key_new_finish (PonderRequest        *request,
                                   GAsyncResult         *result,
                                   GError              **error);

G_END_DECLS
