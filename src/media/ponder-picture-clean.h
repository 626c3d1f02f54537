/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes out of a picture what is not picture: time, place, camera, names. Pure. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The bytes of a picture of @media_type without its notes; its pixels and colours are not touched. Kinds that hold no
 * such notes come back as they are. (transfer full) (nullable): it is not built as expected */
GBytes *ponder_picture_clean (GBytes     *bytes,
                              const char *media_type);

G_END_DECLS
