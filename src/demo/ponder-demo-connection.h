/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One client of the demo server: reads its requests, plays the scripts that answer them. */

#pragma once

#include <gio/gio.h>

#include "ponder-demo-script.h"

G_BEGIN_DECLS

#define PONDER_TYPE_DEMO_CONNECTION (ponder_demo_connection_get_type ())

G_DECLARE_FINAL_TYPE (PonderDemoConnection, ponder_demo_connection, PONDER, DEMO_CONNECTION, GObject)

typedef struct
{
  const char *method;
  const char *path;             /* as sent, with its query */
  const char *headers;          /* "name: value\n", names in lower case */
  const char *body;
} PonderDemoRequest;

typedef struct
{
  /* (transfer full) of the script. For each there is one call of ended. */
  PonderDemoScript *(*answer) (const PonderDemoRequest *request,
                               gpointer                 user_data);
  /* Called just before the last bytes go out: whoever reads them finds it counted. */
  void              (*ended)  (gboolean                 client_left,
                               gpointer                 user_data);
  void              (*closed) (PonderDemoConnection    *connection,
                               gpointer                 user_data);
} PonderDemoHandlers;

/* @handlers and @user_data outlive the connection, or it is closed first. */
PonderDemoConnection *ponder_demo_connection_new   (GSocketConnection        *connection,
                                                    const PonderDemoHandlers *handlers,
                                                    gpointer                  user_data);
void                  ponder_demo_connection_close (PonderDemoConnection     *self);

G_END_DECLS
