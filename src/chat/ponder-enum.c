/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The names of enumeration values in the database and in JSON: their nicks. */

#include "config.h"

#include "ponder-enum-private.h"

const char *
ponder_enum_to_name (GType type,
                     int   value)
{
  g_autoptr(GEnumClass) klass = g_type_class_ref (type);
  const GEnumValue *found = g_enum_get_value (klass, value);

  return found != NULL ? found->value_nick : NULL;
}

gboolean
ponder_enum_from_name (GType       type,
                       const char *name,
                       int        *value)
{
  g_autoptr(GEnumClass) klass = g_type_class_ref (type);
  const GEnumValue *found = name != NULL ? g_enum_get_value_by_nick (klass, name) : NULL;

  if (found == NULL)
    return FALSE;

  *value = found->value;
  return TRUE;
}
