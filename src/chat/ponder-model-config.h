/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which model a chat asks and how. */

#pragma once

#include "ponder-think-config.h"
#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_MODEL_CONFIG (ponder_model_config_get_type ())

/* Plain data. Doubles that are not set are NAN, whole numbers 0, strings NULL: then nothing is sent
 * and the server's own default holds. */
struct _PonderModelConfig
{
  char   *provider;             /* provider id */
  char   *model;
  char   *system;               /* system prompt */
  char   *reasoning;            /* "low", "medium", "high"; "none" where it can be switched off */
  double  temperature;
  double  top_p;
  double  frequency_penalty;
  double  presence_penalty;
  guint   max_tokens;
  int     retries;              /* of a call that failed before its first token; -1 is the usual 3 */
  gboolean no_cache;            /* kept answers are no use to this chat, and its own are not kept */
  /* Limits of this call in seconds; 0 is the provider's default. */
  double  connect_timeout;
  double  first_token_timeout;
  double  silence_timeout;
  double  total_timeout;
  gboolean deep_think;          /* questions are thought about deeply */
  PonderThinkConfig *think;     /* how; (nullable): as the preferences say */
};

GType              ponder_model_config_get_type   (void) G_GNUC_CONST;
PonderModelConfig *ponder_model_config_new        (void);
PonderModelConfig *ponder_model_config_copy       (const PonderModelConfig  *self);
void               ponder_model_config_free       (PonderModelConfig        *self);
gboolean           ponder_model_config_equal      (const PonderModelConfig  *a,
                                                   const PonderModelConfig  *b);
void               ponder_model_config_set_model  (PonderModelConfig        *self,
                                                   const char               *provider,
                                                   const char               *model);
/* Everything but the model, and whether it thinks deeply, is as it was in the beginning. */
gboolean           ponder_model_config_is_plain   (const PonderModelConfig  *self);
/* Makes it so. */
void               ponder_model_config_reset      (PonderModelConfig        *self);

/* For the database: a JSON object without unset members. */
char              *ponder_model_config_serialize   (const PonderModelConfig *self);
PonderModelConfig *ponder_model_config_deserialize (const char              *json,
                                                    GError                 **error);

/* "openai/gpt-4o" -> "openai", "gpt-4o" (a model may hold further slashes); FALSE when there is no
 * slash or nothing on one side. (out) (transfer full) */
gboolean           ponder_model_name_split         (const char              *name,
                                                    char                   **provider,
                                                    char                   **model);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderModelConfig, ponder_model_config_free)

G_END_DECLS
