/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A configured server. */

#pragma once

#include <glib-object.h>

#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_PROVIDER_CONFIG (ponder_provider_config_get_type ())

/* The preset of the server that is part of the program: the same one, wherever it listens today. */
#define PONDER_PRESET_BUILT_IN "built-in"

G_DECLARE_FINAL_TYPE (PonderProviderConfig, ponder_provider_config,
                      PONDER, PROVIDER_CONFIG, GObject)

/* The key is never part of it: keys live in the keyring or in the environment. */
PonderProviderConfig *ponder_provider_config_new                (const char           *id);
const char           *ponder_provider_config_get_id             (PonderProviderConfig *self);

/* Every one of these is a property of the same name and notifies. The name falls back to the id. */
const char           *ponder_provider_config_get_name           (PonderProviderConfig *self);
void                  ponder_provider_config_set_name           (PonderProviderConfig *self,
                                                                 const char           *name);
/* Of the preset it was made from: "openai", "llama-cpp", "custom". */
const char           *ponder_provider_config_get_preset         (PonderProviderConfig *self);
void                  ponder_provider_config_set_preset         (PonderProviderConfig *self,
                                                                 const char           *preset);
/* The wire format: "openai", "openai-responses", "anthropic", "gemini", "ollama". */
const char           *ponder_provider_config_get_dialect        (PonderProviderConfig *self);
void                  ponder_provider_config_set_dialect        (PonderProviderConfig *self,
                                                                 const char           *dialect);
/* As ponder_base_url_normalise() gives it. */
const char           *ponder_provider_config_get_base_url       (PonderProviderConfig *self);
void                  ponder_provider_config_set_base_url       (PonderProviderConfig *self,
                                                                 const char           *base_url);
/* (nullable): the environment variable that holds the key, read for each request. */
const char           *ponder_provider_config_get_key_env        (PonderProviderConfig *self);
void                  ponder_provider_config_set_key_env        (PonderProviderConfig *self,
                                                                 const char           *variable);
/* (nullable): what new chats with it ask. */
const char           *ponder_provider_config_get_default_model  (PonderProviderConfig *self);
void                  ponder_provider_config_set_default_model  (PonderProviderConfig *self,
                                                                 const char           *model);
/* (nullable): a file of certificates (PEM) that this server's is checked against, beside the computer's own. */
const char           *ponder_provider_config_get_ca_file        (PonderProviderConfig *self);
void                  ponder_provider_config_set_ca_file        (PonderProviderConfig *self,
                                                                 const char           *path);
/* (nullable): the way to it. NULL is the desktop's; "none" is straight; else the address of a proxy. */
const char           *ponder_provider_config_get_proxy          (PonderProviderConfig *self);
void                  ponder_provider_config_set_proxy          (PonderProviderConfig *self,
                                                                 const char           *proxy);
gboolean              ponder_provider_config_get_enabled        (PonderProviderConfig *self);
void                  ponder_provider_config_set_enabled        (PonderProviderConfig *self,
                                                                 gboolean              enabled);
/* Calls at the same time; 0 means by kind of server: 2 for a local one, 10 for others. */
guint                 ponder_provider_config_get_concurrency    (PonderProviderConfig *self);
void                  ponder_provider_config_set_concurrency    (PonderProviderConfig *self,
                                                                 guint                 n_calls);
/* Seconds; 0 means by kind of server. */
double                ponder_provider_config_get_connect_timeout     (PonderProviderConfig *self);
void                  ponder_provider_config_set_connect_timeout     (PonderProviderConfig *self,
                                                                      double  seconds);
double                ponder_provider_config_get_first_token_timeout (PonderProviderConfig *self);
void                  ponder_provider_config_set_first_token_timeout (PonderProviderConfig *self,
                                                                      double  seconds);
double                ponder_provider_config_get_silence_timeout     (PonderProviderConfig *self);
void                  ponder_provider_config_set_silence_timeout     (PonderProviderConfig *self,
                                                                      double  seconds);
double                ponder_provider_config_get_total_timeout       (PonderProviderConfig *self);
void                  ponder_provider_config_set_total_timeout       (PonderProviderConfig *self,
                                                                      double  seconds);

/* An own copy for another thread. (transfer full) */
PonderProviderConfig *ponder_provider_config_snapshot           (PonderProviderConfig *self);

/* The server is on this computer or this network (loopback, private address, .local, no dots). */
gboolean              ponder_provider_config_is_local           (PonderProviderConfig *self);

/* Trims, drops a pasted end point such as /chat/completions and what @dialect adds itself (/v1, /api),
 * adds /v1 where an OpenAI-family address has an empty path and /v1beta where a Gemini one has, refuses
 * what is not an http(s) address, has user information or control characters. A Unix socket may be
 * typed as unix:/run/x.sock, unix:///run/x.sock, with the path on the server after a second colon
 * (unix:/run/x.sock:/v1), or as it comes out: http+unix://%2Frun%2Fx.sock/v1, to which a path can be
 * appended as to any other. NULL with PONDER_ERROR_INVALID_REQUEST. (transfer full) */
char                 *ponder_base_url_normalise                 (const char           *typed,
                                                                 const char           *dialect,
                                                                 GError              **error);
/* TRUE for 127.0.0.0/8, ::1, localhost and sockets. */
gboolean              ponder_base_url_is_loopback               (const char           *base_url);
/* What is sent can be read on the way, the key too: http:// to what is neither loopback nor on a
 * private network. Whoever lets a person set an address warns of it. */
gboolean              ponder_base_url_is_readable               (const char           *base_url);
const char           *ponder_base_url_get_warning               (void);
/* What a person typed for a proxy: nothing becomes NULL, the desktop's; "none"; the address of one
 * of HTTP or SOCKS. FALSE with PONDER_ERROR_INVALID_REQUEST. @proxy (out) (transfer full) (nullable) */
gboolean              ponder_proxy_normalise                    (const char           *typed,
                                                                 char                **proxy,
                                                                 GError              **error);
/* What an id may be: 1 to 64 of a-z, 0-9, '-', '_' and '.'; no slash. */
gboolean              ponder_provider_id_is_valid               (const char           *id);

G_END_DECLS
