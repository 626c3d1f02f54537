/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way to a server, stage by stage, up to one token of an answer. */

#pragma once

#include <gio/gio.h>

#include "ponder-provider-config.h"
#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_CONNECTION_TEST (ponder_connection_test_get_type ())

G_DECLARE_FINAL_TYPE (PonderConnectionTest, ponder_connection_test, PONDER, CONNECTION_TEST, GObject)

typedef enum
{
  PONDER_TEST_NAME,             /* the host has an address */
  PONDER_TEST_CONNECT,
  PONDER_TEST_TLS,
  PONDER_TEST_KEY,
  PONDER_TEST_MODELS,
  PONDER_TEST_TOKEN,
  PONDER_N_TEST_STAGES
} PonderTestStage;

typedef enum
{
  PONDER_TEST_NOT_TRIED,
  PONDER_TEST_RUNNING,
  PONDER_TEST_PASSED,
  PONDER_TEST_FAILED,
  PONDER_TEST_SKIPPED,          /* does not apply: no TLS, no model list, no model to ask */
} PonderTestOutcome;

/* Signal "changed": an outcome is another one. */

/* @typed_key (nullable): tried in place of the stored one, after cleaning. Nothing is stored. */
PonderConnectionTest *ponder_connection_test_new         (PonderWorkspace       *workspace,
                                                          PonderProviderConfig  *provider,
                                                          const char            *typed_key);
/* Once. The call, its route and its limits are those of every other one; it waits behind no other. FALSE
 * with an error that carries a PonderFault when a stage failed; with G_IO_ERROR_CANCELLED none did. */
void                  ponder_connection_test_run_async   (PonderConnectionTest  *self,
                                                          GCancellable          *cancellable,
                                                          GAsyncReadyCallback    callback,
                                                          gpointer               user_data);
gboolean              ponder_connection_test_run_finish  (PonderConnectionTest  *self,
                                                          GAsyncResult          *result,
                                                          GError               **error);

PonderTestOutcome     ponder_connection_test_get_outcome (PonderConnectionTest  *self,
                                                          PonderTestStage        stage);
/* From the start to the end, or to now. */
double                ponder_connection_test_get_seconds (PonderConnectionTest  *self);
/* The one that is asked: the provider's default, else the first that is listed. (nullable) */
const char           *ponder_connection_test_get_model   (PonderConnectionTest  *self);
/* A list of PonderModelInfo; empty before they are listed. (transfer none) */
GListModel           *ponder_connection_test_get_models  (PonderConnectionTest  *self);
/* The cleaned @typed_key. (nullable) */
const char           *ponder_connection_test_get_key     (PonderConnectionTest  *self);

/* For JSON: "tls", "not_tried". */
const char           *ponder_test_stage_get_name         (PonderTestStage        stage);
const char           *ponder_test_outcome_get_name       (PonderTestOutcome      outcome);
/* "The connection is secure", translated. */
const char           *ponder_test_stage_get_title        (PonderTestStage        stage);

G_END_DECLS
