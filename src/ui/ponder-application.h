/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program: one workspace, its windows, and what the command line asks for. */

#pragma once

#include <adwaita.h>

#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_APPLICATION (ponder_application_get_type ())

G_DECLARE_FINAL_TYPE (PonderApplication, ponder_application, PONDER, APPLICATION, AdwApplication)

PonderApplication *ponder_application_new        (void);
/* The chats could not be opened, and the user has been told. */
gboolean           ponder_application_has_failed (PonderApplication *self);

G_END_DECLS
