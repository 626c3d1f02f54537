/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Times as other programs write them. */

#include "config.h"

#include "ponder-import-value.h"

#include <math.h>

/* The end of the year 9999. */
#define LATEST (G_GINT64_CONSTANT (253402300799) * G_USEC_PER_SEC)

/* What is smaller than any time is a count or a mistake. */
static gint64
from_number (double number)
{
  if (number > 1e14)
    return number < (double) LATEST ? (gint64) number : 0;
  if (number > 1e11)
    return (gint64) (number * 1e3);
  if (number > 1e8)
    return (gint64) floor (number * 1e6 + 0.5);
  return 0;
}

/* "2024/05/01 10:00", "2024-05-01 10:00:00.5 +0000 UTC m=+1" -> what GLib reads. */
static char *
to_iso8601 (const char *text)
{
  GString *iso = g_string_new (NULL);

  for (const char *at = text; *at != '\0' && iso->len < 64; at++)
    {
      gboolean is_date = iso->len < 10;

      if (is_date && *at == '/')
        g_string_append_c (iso, '-');
      else if (!is_date && iso->len > 10 && *at == ' ')
        {
          if (at[1] != '+' && at[1] != '-')
            break;
        }
      else
        g_string_append_c (iso, *at);
    }
  if (iso->len == 10)
    g_string_append (iso, "T00:00:00");
  else if (iso->len == 16)
    g_string_append (iso, ":00");
  return g_string_free (iso, FALSE);
}

static gboolean
is_number (const char *text)
{
  return *text != '\0' && strspn (text, "0123456789.") == strlen (text) && strlen (text) < 32;
}

gint64
ponder_import_parse_time (const char *text,
                          GTimeZone  *zone)
{
  g_autoptr(GDateTime) time = NULL;
  g_autofree char *iso = NULL;
  gint64 us;

  if (text == NULL || !g_utf8_validate (text, -1, NULL))
    return 0;
  if (is_number (text))
    return from_number (g_ascii_strtod (text, NULL));

  iso = to_iso8601 (text);
  if (!(time = g_date_time_new_from_iso8601 (iso, zone)))
    return 0;
  us = g_date_time_to_unix (time) * G_USEC_PER_SEC + g_date_time_get_microsecond (time);
  return CLAMP (us, 0, LATEST);
}

gint64
ponder_import_get_time (JsonObject *object,
                        const char *member)
{
  const char *text = ponder_json_get_string (object, member);
  double number;

  if (text != NULL)
    {
      g_autoptr(GTimeZone) local = g_time_zone_new_local ();

      return ponder_import_parse_time (text, local);
    }
  return ponder_json_get_double (object, member, &number) ? from_number (number) : 0;
}

gint64
ponder_import_find_time (JsonObject *object,
                         const char *member, ...)
{
  gint64 found = 0;
  va_list members;

  va_start (members, member);
  for (; member != NULL && found == 0; member = va_arg (members, const char *))
    found = ponder_import_get_time (object, member);
  va_end (members);
  return found;
}

gint64
ponder_import_get_ulid_time (const char *id)
{
  static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  gint64 ms = 0;

  if (id == NULL || strlen (id) != 26)
    return 0;

  for (guint i = 0; i < 10; i++)
    {
      const char *digit = strchr (digits, g_ascii_toupper (id[i]));

      if (digit == NULL || *digit == '\0')
        return 0;
      ms = ms * 32 + (digit - digits);
    }
  return from_number ((double) ms);
}
