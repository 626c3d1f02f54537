/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The names of enumeration values in the database and in JSON: their nicks. */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* NULL for a value that is not one of @type. */
const char *ponder_enum_to_name   (GType       type,
                                   int         value);
gboolean    ponder_enum_from_name (GType       type,
                                   const char *name,
                                   int        *value);

G_END_DECLS
