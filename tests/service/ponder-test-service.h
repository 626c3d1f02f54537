/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A service with the real loopback server behind it. */

#pragma once

#include "ponder-demo-server.h"
#include "ponder-fault.h"
#include "ponder-model-config.h"
#include "ponder-provider-config.h"
#include "ponder-service.h"

G_BEGIN_DECLS

#define PONDER_TEST_KEY "canary-0123456789abcdef"

#define PONDER_TYPE_TEST_KEYS (ponder_test_keys_get_type ())

G_DECLARE_FINAL_TYPE (PonderTestKeys, ponder_test_keys, PONDER, TEST_KEYS, GObject)

/* Knows PONDER_TEST_KEY until told otherwise. */
struct _PonderTestKeys
{
  GObject   parent_instance;

  char     *key;                /* (nullable) */
  GError   *error;              /* (nullable): what every look-up fails with */
  gboolean  hangs;              /* answers only when it is cancelled */
  guint     n_lookups;
};

typedef struct
{
  PonderDemoServer     *server;
  PonderHttp           *http;
  PonderTestKeys       *keys;
  PonderService        *service;
  PonderProviderConfig *provider;
  PonderModelConfig    *config; /* without retries */
  gint64                left;   /* when the server last saw a client go */
} PonderTestService;

void           ponder_test_service_set_up     (PonderTestService *self,
                                               gconstpointer      user_data);
/* Every reply must have ended. */
void           ponder_test_service_tear_down  (PonderTestService *self,
                                               gconstpointer      user_data);
/* A script for the model @model of the demo server. (transfer full) */
void           ponder_test_service_set_script (PonderTestService *self,
                                               const char        *model,
                                               PonderDemoScript  *script);
PonderRequest *ponder_test_service_ask        (PonderTestService *self,
                                               const char        *model);
PonderReply   *ponder_test_service_start      (PonderTestService *self,
                                               const char        *model);

/* Waits at most five seconds. */
void           ponder_test_reply_wait         (PonderReply       *reply,
                                               PonderReplyState   state);
/* Waits for its end, which must be an error with a fault. (transfer none) */
PonderFault   *ponder_test_reply_await_fault  (PonderReply       *reply);
void           ponder_test_reply_await_text   (PonderReply       *reply,
                                               const char        *text);

G_END_DECLS
