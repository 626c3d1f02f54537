/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A server on loopback that speaks the OpenAI chat dialect without a model behind it. */

#pragma once

#include <gio/gio.h>

#include "ponder-demo-script.h"
#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_DEMO_SERVER (ponder_demo_server_get_type ())

G_DECLARE_FINAL_TYPE (PonderDemoServer, ponder_demo_server, PONDER, DEMO_SERVER, GObject)

PonderDemoServer *ponder_demo_server_new             (void);
/* Listens on a free port of 127.0.0.1, on the caller's main context. */
gboolean          ponder_demo_server_start           (PonderDemoServer *self,
                                                      GError          **error);
void              ponder_demo_server_stop            (PonderDemoServer *self);
const char       *ponder_demo_server_get_base_url    (PonderDemoServer *self);  /* "http://127.0.0.1:PORT/v1" */

/* For tests: what the model @name, or the path @name when it begins with '/', answers from now on.
 * (transfer full) of @script */
void              ponder_demo_server_set_script      (PonderDemoServer *self,
                                                      const char       *name,
                                                      PonderDemoScript *script);
/* Times of a script and of the built-in answers are multiplied by this; 0 for no waiting at all. */
void              ponder_demo_server_set_pace        (PonderDemoServer *self,
                                                      double            factor);

/* What the server saw. */
guint             ponder_demo_server_get_n_requests  (PonderDemoServer *self);  /* POSTs begun */
guint             ponder_demo_server_get_n_open      (PonderDemoServer *self);  /* being answered now */
guint             ponder_demo_server_get_max_open    (PonderDemoServer *self);
/* Answers whose client went away before their end; "client-left" is emitted for each, as soon as the
 * server sees end-of-file, with the g_get_monotonic_time() of that moment (gint64). */
guint             ponder_demo_server_get_n_left      (PonderDemoServer *self);
/* (nullable) (transfer none): body and headers ("name: value\n", names in lower case) of the last POST. */
const char       *ponder_demo_server_get_last_body    (PonderDemoServer *self);
const char       *ponder_demo_server_get_last_headers (PonderDemoServer *self);

G_END_DECLS
